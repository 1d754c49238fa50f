//! Hosts the server: in a worker of its own, or behind a port on the page where there are no workers.
//!
//! A message is an array: the JSON text, then the bytes beside it. Work is done in slices of about ten milliseconds with a
//! look at the messages in between; a busy worker would see none.

use crate::engine::{Reply, Request, Sent, Server, read_sheet};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// Length of a slice, in milliseconds.
const SLICE: f64 = 10.0;
/// Least time between two progress messages, in milliseconds.
const PROGRESS: f64 = 100.0;

/// Where replies go.
type Post = Rc<dyn Fn(&Array, &Array)>;

struct Host {
    server: RefCell<Server>,
    post: Post,
    /// Wakes the host without the delay that timers have.
    bell: MessagePort,
    rung: Cell<bool>,
    last_progress: Cell<f64>,
}

/// Serves the worker this runs in; does nothing elsewhere.
pub fn serve_worker() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let to = scope.clone();
    let post: Post = Rc::new(move |message, transfer| {
        let _ = to.post_message_with_transfer(message, transfer);
    });
    if let Some(listen) = serve(post) {
        scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        listen.forget();
    }
}

/// Serves a port of the page; `post` of the other end reaches the server.
pub fn serve_port(port: MessagePort) {
    let to = port.clone();
    let post: Post = Rc::new(move |message, transfer| {
        let _ = to.post_message_with_transferable(message, transfer);
    });
    if let Some(listen) = serve(post) {
        port.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        listen.forget();
    }
}

fn serve(post: Post) -> Option<Closure<dyn FnMut(MessageEvent)>> {
    let channel = MessageChannel::new().ok()?;
    let host = Rc::new(Host {
        server: RefCell::new(Server::new()),
        post,
        bell: channel.port2(),
        rung: Cell::new(false),
        last_progress: Cell::new(0.0),
    });
    let woken = host.clone();
    let wake = Closure::<dyn FnMut(MessageEvent)>::new(move |_| woken.work());
    channel.port1().set_onmessage(Some(wake.as_ref().unchecked_ref()));
    wake.forget();
    host.send(Sent::from(Reply::Ready { build: crate::BUILD_ID.to_owned() }));
    Some(Closure::new(move |event: MessageEvent| {
        if let Some((request, bytes)) = received(&event) {
            let replies = host.server.borrow_mut().handle(request, bytes);
            replies.into_iter().for_each(|sent| host.send(sent));
            host.ring();
        }
    }))
}

impl Host {
    fn ring(&self) {
        if self.server.borrow().busy() && !self.rung.replace(true) {
            let _ = self.bell.post_message(&JsValue::NULL);
        }
    }
    fn work(&self) {
        self.rung.set(false);
        let start = now();
        let mut progress = None;
        while self.server.borrow().busy() && now() - start < SLICE {
            let replies = self.server.borrow_mut().step();
            for sent in replies {
                match sent.reply {
                    Reply::Progress { .. } => progress = Some(sent),
                    _ => self.send(sent),
                }
            }
        }
        if let Some(sent) = progress.filter(|_| now() - self.last_progress.get() > PROGRESS) {
            self.last_progress.set(now());
            self.send(sent);
        }
        self.ring();
    }
    fn send(&self, sent: Sent) {
        let Ok(text) = serde_json::to_string(&sent.reply) else { return };
        let message = Array::of1(&JsValue::from_str(&text));
        let transfer = Array::new();
        for bytes in &sent.bytes {
            let buffer = Uint8Array::from(bytes.as_slice()).buffer();
            message.push(&buffer);
            transfer.push(&buffer);
        }
        (self.post)(&message, &transfer);
    }
}

/// Serves the spreadsheet worker: answers `Add` with the request that hands the tables to the server (`["pass", …]`), or
/// with the reply that says why not (`["say", …]`).
pub fn serve_sheets() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let to = scope.clone();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some((Request::Add { job, name }, bytes)) = received(&event) else { return };
        let (word, text) = match read_sheet(job, &name, &bytes) {
            Ok(request) => ("pass", serde_json::to_string(&request)),
            Err(reply) => ("say", serde_json::to_string(&reply)),
        };
        if let Ok(text) = text {
            let _ = to.post_message(&Array::of2(&word.into(), &text.into()));
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    let _ = scope.post_message(&Array::of1(&"ready".into()));
}

fn now() -> f64 {
    let global = js_sys::global();
    let clock = js_sys::Reflect::get(&global, &"performance".into()).ok().and_then(|p| p.dyn_into().ok());
    clock.map_or_else(js_sys::Date::now, |p: web_sys::Performance| p.now())
}

/// The request of a message and the bytes beside it (an `ArrayBuffer`, or in a worker a `File` or `Blob`).
fn received(event: &MessageEvent) -> Option<(Request, Vec<u8>)> {
    let message = event.data().dyn_into::<Array>().ok()?;
    let request = serde_json::from_str(&message.get(0).as_string()?).ok()?;
    let beside = message.get(1);
    let bytes = if let Some(buffer) = beside.dyn_ref::<ArrayBuffer>() {
        Uint8Array::new(buffer).to_vec()
    } else if let Some(blob) = beside.dyn_ref::<web_sys::Blob>() {
        let buffer = web_sys::FileReaderSync::new().ok()?.read_as_array_buffer(blob).ok()?;
        Uint8Array::new(&buffer).to_vec()
    } else {
        Vec::new()
    };
    Some((request, bytes))
}
