//! Hosts the server: in a worker of its own, or behind a port on the page where there are no workers.
//!
//! A message is an array: the JSON text, then the bytes beside it. Work is done in slices of about ten milliseconds with a
//! look at the messages in between; a busy worker would see none.

use crate::data::{Diagnostic, Place};
use crate::engine::{Reply, Request, Sent, read_sheet};
use crate::read::hex;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// Length of a slice, in milliseconds.
const SLICE: f64 = 10.0;
/// Least time between two progress messages, in milliseconds.
const PROGRESS: f64 = 100.0;

/// Bytes from which a file is taken piece by piece.
const STREAMED: f64 = crate::engine::LARGE as f64;

/// Who does the work.
#[cfg(not(feature = "live"))]
type Engine = crate::engine::Server;
#[cfg(feature = "live")]
type Engine = crate::engine::LiveServer;

#[cfg(not(feature = "live"))]
fn engine() -> Option<Engine> {
    Some(Engine::new())
}

/// Goes on from what the report carries.
#[cfg(feature = "live")]
fn engine() -> Option<Engine> {
    crate::engine::Carried::read(&super::carried::text()?).ok().map(Engine::new)
}

/// Where replies go.
type Post = Rc<dyn Fn(&Array, &Array)>;

struct Host {
    server: RefCell<Engine>,
    post: Post,
    /// Wakes the host without the delay that timers have.
    bell: MessagePort,
    rung: Cell<bool>,
    last_progress: Cell<f64>,
    /// Jobs whose file is still coming in.
    coming: RefCell<BTreeSet<u64>>,
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
        server: RefCell::new(engine()?),
        post,
        bell: channel.port2(),
        rung: Cell::new(false),
        last_progress: Cell::new(0.0),
        coming: RefCell::default(),
    });
    let woken = host.clone();
    let wake = Closure::<dyn FnMut(MessageEvent)>::new(move |_| woken.work());
    channel.port1().set_onmessage(Some(wake.as_ref().unchecked_ref()));
    wake.forget();
    host.send(Sent::from(Reply::Ready { build: crate::BUILD_ID.to_owned() }));
    Some(Closure::new(move |event: MessageEvent| {
        let Some((request, beside)) = received(&event) else { return };
        match (&request, beside.dyn_ref::<web_sys::Blob>()) {
            (Request::Add { job, .. }, Some(blob)) if blob.size() >= STREAMED => {
                host.coming.borrow_mut().insert(*job);
                wasm_bindgen_futures::spawn_local(host.clone().stream(*job, request, blob.clone()));
            }
            (Request::Cancel { job }, _) => {
                host.coming.borrow_mut().remove(job);
                host.take(request, Vec::new());
            }
            _ => match bytes_of(&beside) {
                Some(bytes) => host.take(request, bytes),
                None => host.unreadable(&request),
            },
        }
    }))
}

impl Host {
    fn take(&self, request: Request, bytes: Vec<u8>) {
        let replies = self.server.borrow_mut().handle(request, bytes);
        replies.into_iter().for_each(|sent| self.send(sent));
        self.ring();
    }
    /// The browser does not give the bytes of a file: it has been moved or changed since it was chosen, or this browser gives
    /// none here. That is not an empty file.
    fn unreadable(&self, request: &Request) {
        if let Some(reply) = not_given(request) {
            self.send(Sent::from(reply));
        }
    }
    /// Takes a large file piece by piece, so that the browser brings the next while this one is copied; then leaves its hash
    /// to the browser too, which computes it on another thread (where the page was not loaded safely it cannot).
    async fn stream(self: Rc<Self>, job: u64, request: Request, blob: web_sys::Blob) {
        let wanted = || self.coming.borrow().contains(&job);
        let bytes = match pieces(&blob, wanted).await {
            Some(bytes) => Some(bytes),
            None if wanted() => bytes_of(&blob),
            None => return,
        };
        if !self.coming.borrow_mut().remove(&job) {
            return;
        }
        let Some(bytes) = bytes else { return self.unreadable(&request) };
        // The browser takes a copy of the bytes before it answers with a promise.
        let digest = subtle_crypto().and_then(|s| s.digest_with_str_and_u8_array("SHA-256", &bytes).ok());
        self.take(request, bytes);
        let Some(digest) = digest.filter(|_| self.server.borrow_mut().await_hash(job)) else { return };
        let found = JsFuture::from(digest).await.ok().map(|buffer| hex(&Uint8Array::new(&buffer).to_vec()));
        self.server.borrow_mut().hashed(job, found);
        self.ring();
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
        let Some((Request::Add { job, name }, beside)) = received(&event) else { return };
        let read = match bytes_of(&beside) {
            Some(bytes) => read_sheet(job, &name, &bytes),
            None => Err(unread(job, &name)),
        };
        let (word, text) = match read {
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

/// A file's bytes from its stream; `None` where the browser has none, or it broke off, or nobody wants them any more.
async fn pieces(blob: &web_sys::Blob, wanted: impl Fn() -> bool) -> Option<Vec<u8>> {
    let reader = web_sys::ReadableStreamDefaultReader::new(&blob.stream()).ok()?;
    let mut bytes = Vec::with_capacity(blob.size() as usize);
    while wanted() {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        let value = js_sys::Reflect::get(&piece, &"value".into()).ok()?;
        let Some(piece) = value.dyn_ref::<Uint8Array>() else { return Some(bytes) };
        let from = bytes.len();
        bytes.resize(from + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[from..]);
    }
    None
}

/// The request of a message and what lies beside it.
fn received(event: &MessageEvent) -> Option<(Request, JsValue)> {
    let message = event.data().dyn_into::<Array>().ok()?;
    let request = serde_json::from_str(&message.get(0).as_string()?).ok()?;
    Some((request, message.get(1)))
}

/// The bytes of an `ArrayBuffer`, or in a worker of a `File` or `Blob`; none where nothing lies beside. `None` where there is a
/// file and the browser does not give its bytes.
fn bytes_of(beside: &JsValue) -> Option<Vec<u8>> {
    if beside.is_undefined() {
        return Some(Vec::new());
    }
    let buffer = match beside.dyn_ref::<web_sys::Blob>() {
        Some(blob) => web_sys::FileReaderSync::new().and_then(|r| r.read_as_array_buffer(blob)).ok()?,
        None => beside.dyn_ref::<ArrayBuffer>()?.clone(),
    };
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The answer to a request whose file the browser does not give; `None` where it has no file.
fn not_given(request: &Request) -> Option<Reply> {
    match request {
        Request::Add { job, name } => Some(unread(*job, name)),
        _ => None,
    }
}

fn unread(job: u64, name: &str) -> Reply {
    let text = "The browser does not give the bytes of this file.";
    let note = Diagnostic::error("file-not-given", text)
        .at(Place { file: name.to_owned(), ..Place::default() })
        .mend("Choose it again: it may have been moved or changed since it was chosen.");
    Reply::Failed { job, diagnostics: vec![note] }
}
