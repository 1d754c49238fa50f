//! Where the program meets the browser: workers, storage, addresses, files. Nothing here analyses.

pub mod host;

#[cfg(feature = "web")]
pub mod address;
#[cfg(feature = "web")]
pub mod client;
#[cfg(feature = "web")]
pub mod drops;
#[cfg(feature = "web")]
pub mod files;
#[cfg(feature = "web")]
pub mod picture;
#[cfg(feature = "web")]
mod soon;
#[cfg(feature = "web")]
pub mod store;
#[cfg(feature = "web")]
pub mod tabs;
#[cfg(feature = "web")]
mod wire;

#[cfg(feature = "web")]
pub use soon::within;
