//! Where the program meets the browser: workers, storage, addresses, files. Nothing here analyses.

pub mod host;

#[cfg(feature = "page")]
pub mod address;
#[cfg(feature = "page")]
pub mod carried;
#[cfg(feature = "page")]
pub mod client;
#[cfg(feature = "page")]
pub mod drops;
#[cfg(feature = "page")]
pub mod files;
#[cfg(feature = "page")]
mod kept;
#[cfg(feature = "page")]
pub mod picture;
#[cfg(feature = "page")]
mod soon;
#[cfg(feature = "web")]
pub mod store;
#[cfg(all(feature = "page", not(feature = "web")))]
#[path = "no_store.rs"]
pub mod store;
#[cfg(feature = "page")]
pub mod tabs;
#[cfg(feature = "page")]
mod wire;

#[cfg(feature = "page")]
pub use soon::within;
