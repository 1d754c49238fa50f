//! Ways to host the server: directly, and through the wire form. The worker is the third ([`crate::shell`]).

use super::protocol::{Request, Sent};
use super::server::Server;

/// Something that takes requests and gives replies.
pub trait Runner {
    /// Takes a message with the bytes beside it; the replies that are there at once.
    fn send(&mut self, request: Request, bytes: Vec<u8>) -> Vec<Sent>;
    /// Does a slice of work; `None` where there is nothing to do.
    fn poll(&mut self) -> Option<Vec<Sent>>;
}

/// The server in the same program: the command line and tests.
#[derive(Default)]
pub struct Inline(Server);

impl Runner for Inline {
    fn send(&mut self, request: Request, bytes: Vec<u8>) -> Vec<Sent> {
        self.0.handle(request, bytes)
    }
    fn poll(&mut self) -> Option<Vec<Sent>> {
        self.0.busy().then(|| self.0.step())
    }
}

/// The same with every message written and read as the worker's are: what differs from [`Inline`] got lost on the wire.
#[derive(Default)]
pub struct Loopback(Server);

impl Runner for Loopback {
    fn send(&mut self, request: Request, bytes: Vec<u8>) -> Vec<Sent> {
        let Some(request) = rewrite(&request) else { return Vec::new() };
        self.0.handle(request, bytes).into_iter().filter_map(over_the_wire).collect()
    }
    fn poll(&mut self) -> Option<Vec<Sent>> {
        self.0.busy().then(|| self.0.step().into_iter().filter_map(over_the_wire).collect())
    }
}

fn rewrite<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> Option<T> {
    serde_json::from_str(&serde_json::to_string(value).ok()?).ok()
}

fn over_the_wire(sent: Sent) -> Option<Sent> {
    Some(Sent { reply: rewrite(&sent.reply)?, bytes: sent.bytes })
}

/// Sends one request and works until there is nothing left to do.
pub fn run_to_end(runner: &mut dyn Runner, request: Request, bytes: Vec<u8>) -> Vec<Sent> {
    let mut out = runner.send(request, bytes);
    while let Some(more) = runner.poll() {
        out.extend(more);
    }
    out
}
