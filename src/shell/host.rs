//! Hosts the server: in a worker of its own, or behind a port on the page where there are no workers.
//!
//! A message is an array: the JSON text, then the bytes beside it. Work is done in slices of about ten milliseconds with a
//! look at the messages in between; a busy worker would see none.

use crate::engine::{Reply, Request, Sent, Server, read_sheet};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
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
        if let Some(Received { request, bytes, buffer }) = received(&event) {
            let job = if let Request::Add { job, .. } = &request { Some(*job) } else { None };
            let replies = host.server.borrow_mut().handle(request, bytes);
            replies.into_iter().for_each(|sent| host.send(sent));
            if let Some((job, buffer)) = job.zip(buffer) {
                host.hash(job, &buffer);
            }
            host.ring();
        }
    }))
}

impl Host {
    /// Leaves the hash of a large file to the browser, where it can (a page that was not loaded safely cannot).
    fn hash(self: &Rc<Self>, job: u64, buffer: &ArrayBuffer) {
        let Some(subtle) = subtle_crypto() else { return };
        if !self.server.borrow_mut().await_hash(job) {
            return;
        }
        let digest = subtle.digest_with_str_and_buffer_source("SHA-256", buffer);
        let host = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let found = match digest {
                Ok(promise) => JsFuture::from(promise).await.ok(),
                Err(_) => None,
            };
            let hex = found.map(|buffer| {
                let bytes = Uint8Array::new(&buffer).to_vec();
                bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()
            });
            host.server.borrow_mut().hashed(job, hex);
            host.ring();
        });
    }
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
        let Some(Received { request: Request::Add { job, name }, bytes, .. }) = received(&event) else { return };
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

fn subtle_crypto() -> Option<web_sys::SubtleCrypto> {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok().filter(JsValue::is_object);
    get(&get(&js_sys::global(), "crypto")?, "subtle")?.dyn_into().ok()
}

struct Received {
    request: Request,
    bytes: Vec<u8>,
    buffer: Option<ArrayBuffer>,
}

/// The request of a message and the bytes beside it (an `ArrayBuffer`, or in a worker a `File` or `Blob`).
fn received(event: &MessageEvent) -> Option<Received> {
    let message = event.data().dyn_into::<Array>().ok()?;
    let request = serde_json::from_str(&message.get(0).as_string()?).ok()?;
    let beside = message.get(1);
    let buffer = match beside.dyn_ref::<web_sys::Blob>() {
        Some(blob) => Some(web_sys::FileReaderSync::new().ok()?.read_as_array_buffer(blob).ok()?),
        None => beside.dyn_into::<ArrayBuffer>().ok(),
    };
    let bytes = buffer.as_ref().map(|b| Uint8Array::new(b).to_vec()).unwrap_or_default();
    Some(Received { request, bytes, buffer })
}
