//! The analysis as a service: what the page asks ([`Request`]), what it is told ([`Reply`]), and the state machine
//! between them ([`Server`]), which knows neither worker nor browser.
//!
//! ```text
//! page --Request + bytes--> Server --Reply + bytes--> page
//! ```
//! The server holds files by content hash, their readings and the last analysis. It works in slices: whoever hosts it
//! calls [`Server::step`] while [`Server::busy`], looks for messages in between, and keeps the time.

mod carried;
mod job;
mod jobs;
mod protocol;
mod runner;
mod server;
mod shelf;

pub use carried::{Carried, LiveServer};
pub use protocol::{ReadingView, Reply, Request, Sent};
pub use runner::{Inline, Loopback, Runner, run_to_end};
pub use server::{LARGE, Server, file_name, read_sheet, too_large};
pub use shelf::{Listed, Put, Shelf};

#[cfg(test)]
mod tests;
