//! The page's end of the engine: starts it, watches that it lives, starts it anew, and falls back to the page itself.

use super::wire::{Channel, on_page, unpack};
use crate::data::Dataset;
use crate::engine::{Reply, Request, too_large};
use js_sys::{Array, ArrayBuffer, Function};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, MessageEvent};

/// Seconds without a sign of life after which a busy engine is started anew.
const PATIENCE: u32 = 5;
/// One more second for this many bytes of files that may be read in one go: a table of predictions takes that long on a slow
/// machine. A person who does not want to wait has a button.
const BYTES_A_SECOND: f64 = 2e5;
/// Seconds the engine may take to load.
const LOADING: u32 = 60;
/// Seconds of loading after which a person is told.
const SLOW: u32 = 8;
/// Restarts after which the engine is given up.
const RESTARTS: u32 = 4;

/// What the client has to say.
pub enum Heard {
    /// A reply, with the bytes beside it.
    Reply(Reply, Vec<ArrayBuffer>),
    /// The engine was started anew and knows nothing: files and jobs have to be given to it again.
    Restarted {
        /// Why, in words.
        why: String,
    },
    /// The engine takes long to load.
    Slow,
    /// There is no engine and there will be none.
    Broken {
        /// Why, in words.
        why: String,
    },
}

struct Inner {
    hear: Box<dyn Fn(Heard)>,
    channel: RefCell<Option<Channel>>,
    sheets: RefCell<Option<Channel>>,
    sheets_queue: RefCell<VecDeque<Array>>,
    ready: Cell<bool>,
    /// Messages that wait until the engine is ready.
    queue: RefCell<VecDeque<(Request, Option<Blob>)>>,
    /// Inventories that have come in part, by their job.
    parts: RefCell<BTreeMap<u64, Vec<Dataset>>>,
    /// Jobs without a final reply, with the seconds they may be silent.
    open: RefCell<BTreeMap<u64, u32>>,
    /// Files on their way to the engine, for the spreadsheet worker.
    adding: RefCell<BTreeMap<u64, Blob>>,
    /// Jobs at the spreadsheet worker, which reads them in this order, with the names of their files.
    in_sheets: RefCell<BTreeMap<u64, String>>,
    sheets_ready: Cell<bool>,
    silent: Cell<u32>,
    restarts: Cell<u32>,
    generation: Cell<u32>,
}

/// The engine, wherever it runs.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

impl Client {
    /// Starts the engine; `hear` gets everything it says.
    #[must_use]
    pub fn start(hear: impl Fn(Heard) + 'static) -> Self {
        let client = Self(Rc::new(Inner {
            hear: Box::new(hear),
            channel: RefCell::new(None),
            sheets: RefCell::new(None),
            sheets_queue: RefCell::new(VecDeque::new()),
            ready: Cell::new(false),
            queue: RefCell::new(VecDeque::new()),
            parts: RefCell::default(),
            open: RefCell::new(BTreeMap::new()),
            adding: RefCell::new(BTreeMap::new()),
            in_sheets: RefCell::new(BTreeMap::new()),
            sheets_ready: Cell::new(false),
            silent: Cell::new(0),
            restarts: Cell::new(0),
            generation: Cell::new(0),
        }));
        client.spawn();
        client.watch();
        client
    }
    /// Sends a request, with a file beside it where it is about one.
    pub fn send(&self, request: Request, file: Option<Blob>) {
        // What is too large never reaches the engine, whose memory would hold all of it first and never give it back.
        if let (Request::Add { job, name }, Some(file)) = (&request, &file)
            && let Some(reply) = too_large(*job, name, file.size())
        {
            let client = self.clone();
            return spawn_local(async move { (client.0.hear)(Heard::Reply(reply, Vec::new())) });
        }
        if let Some(job) = request.job() {
            let size = file.as_ref().map_or_else(|| bytes_behind(&request), Blob::size);
            // The silence of an engine that is at work goes on, whatever else it is asked.
            if self.0.open.borrow().is_empty() {
                self.0.silent.set(0);
            }
            self.0.open.borrow_mut().insert(job, PATIENCE + (size / BYTES_A_SECOND) as u32);
            if let (Request::Add { .. }, Some(file)) = (&request, &file) {
                self.0.adding.borrow_mut().insert(job, file.clone());
            }
        }
        self.0.queue.borrow_mut().push_back((request, file));
        self.flush();
    }
    /// The engine did what it was last asked for, or it is known what ended it: earlier restarts do not count any more.
    pub fn well(&self) {
        self.0.restarts.set(0);
    }
    /// Gives a job up. An engine that does not hear is ended.
    pub fn cancel(&self, job: u64) {
        self.send(Request::Cancel { job }, None);
        let client = self.clone();
        let generation = self.0.generation.get();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(1_500).await;
            let still = client.0.open.borrow().contains_key(&job);
            if still && client.0.generation.get() == generation {
                client.restart("the work was given up");
            }
        });
    }

    fn flush(&self) {
        while self.0.ready.get() {
            let Some((request, file)) = self.0.queue.borrow_mut().pop_front() else { return };
            self.post(&request, file);
        }
    }

    fn post(&self, request: &Request, file: Option<Blob>) {
        let Ok(text) = serde_json::to_string(request) else { return };
        let message = Array::of1(&text.into());
        let buffers = self.0.channel.borrow().as_ref().is_some_and(Channel::needs_buffers);
        match file {
            Some(file) if buffers => {
                let client = self.clone();
                spawn_local(async move {
                    // What is no buffer says that there is a file and that its bytes were not to be had.
                    message.push(&JsFuture::from(file.array_buffer()).await.unwrap_or(JsValue::FALSE));
                    client.pass(&message);
                });
            }
            Some(file) => {
                message.push(&file);
                self.pass(&message);
            }
            None => self.pass(&message),
        }
    }

    fn pass(&self, message: &Array) {
        let sent = self.0.channel.borrow().as_ref().map(|c| c.post(message));
        if let Some(Err(error)) = sent {
            self.restart(&words(&error));
        }
    }

    /// The listener of the engine that is started now; an earlier engine's last words are not heard.
    fn listener(&self) -> Function {
        let client = self.clone();
        let generation = self.0.generation.get();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if client.0.generation.get() == generation {
                client.heard(&event);
            }
        })
        .into_js_value()
        .unchecked_into()
    }

    fn spawn(&self) {
        let generation = self.0.generation.get();
        let (client, heard) = (self.clone(), self.listener());
        let broken = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
            if client.0.generation.get() != generation {
                return;
            }
            if client.0.ready.get() {
                client.restart(&words(&error));
            } else {
                client.fall_back();
            }
        });
        let broken: Function = broken.into_js_value().unchecked_into();
        match Channel::worker("worker_loader.js", &heard, &broken) {
            Ok(channel) => {
                self.0.channel.replace(Some(channel));
            }
            Err(_) => self.fall_back(),
        }
    }

    /// No worker: the same engine, in slices, on the page.
    fn fall_back(&self) {
        self.0.generation.set(self.0.generation.get() + 1);
        let (client, generation) = (self.clone(), self.0.generation.get());
        on_page(&self.listener(), move |connected| match connected {
            Ok(channel) if client.0.generation.get() == generation => {
                client.0.channel.replace(Some(channel));
            }
            Ok(channel) => channel.close(),
            Err(why) => (client.0.hear)(Heard::Broken { why }),
        });
    }

    /// The worker did not start in a long time: the page itself is tried, then nothing.
    fn loads_no_more(&self) {
        self.0.silent.set(0);
        let worker = self.0.channel.borrow_mut().take();
        if let Some(worker) = worker {
            worker.close();
            return self.fall_back();
        }
        self.0.open.borrow_mut().clear();
        let why = "its program did not load; reload the page to try again".to_owned();
        (self.0.hear)(Heard::Broken { why });
    }

    fn heard(&self, event: &MessageEvent) {
        self.0.silent.set(0);
        let Some((text, beside)) = unpack(event) else { return };
        let reply = match serde_json::from_str::<Reply>(&text) {
            Ok(Reply::Datasets { job, datasets }) => return self.part(job, datasets),
            Ok(Reply::Prepared { job, mut prepared, readings, pack, base, notes }) => {
                if let Some(parts) = self.0.parts.borrow_mut().remove(&job) {
                    prepared.evidence.datasets = parts;
                }
                Reply::Prepared { job, prepared, readings, pack, base, notes }
            }
            Ok(reply) => reply,
            // A fault of the program, which a person must hear of: waiting for an answer that has come is worse.
            Err(why) => {
                self.0.open.borrow_mut().clear();
                let why = format!("its answer could not be read ({why}); please report this with the files you used");
                return (self.0.hear)(Heard::Broken { why });
            }
        };
        match &reply {
            Reply::Ready { build } if build != crate::BUILD_ID => {
                let why = "a newer version of the program is there; reload the page to get it".to_owned();
                return (self.0.hear)(Heard::Broken { why });
            }
            Reply::Ready { .. } => {
                self.0.ready.set(true);
                return self.flush();
            }
            Reply::NeedsSheets { job, name, .. } if self.to_sheets(*job, name) => return,
            _ => {}
        }
        if let Some(job) = final_of(&reply) {
            self.0.open.borrow_mut().remove(&job);
            self.0.adding.borrow_mut().remove(&job);
        }
        let bytes = beside.iter().filter_map(|b| b.dyn_into().ok()).collect();
        (self.0.hear)(Heard::Reply(reply, bytes));
    }

    /// A part of an inventory: the rest of the job's answer comes after it. An earlier job's is not wanted any more.
    fn part(&self, job: u64, datasets: Vec<Dataset>) {
        let mut parts = self.0.parts.borrow_mut();
        parts.retain(|other, _| *other == job);
        parts.entry(job).or_default().extend(datasets);
    }

    /// Hands a spreadsheet to its worker, which is started for the first one. False where the file is gone.
    fn to_sheets(&self, job: u64, name: &str) -> bool {
        let Some(file) = self.0.adding.borrow().get(&job).cloned() else { return false };
        self.0.in_sheets.borrow_mut().insert(job, name.to_owned());
        self.queue_sheet(job, name, &file);
        // The spreadsheet reader is silent while it reads and takes its time to load; the watch is on the engine.
        self.0.open.borrow_mut().insert(job, LOADING);
        if self.0.sheets.borrow().is_some() {
            if self.0.sheets_ready.get() {
                self.flush_sheets();
            }
        } else {
            self.start_sheets();
        }
        true
    }

    fn queue_sheet(&self, job: u64, name: &str, file: &Blob) {
        if let Ok(text) = serde_json::to_string(&Request::Add { job, name: name.to_owned() }) {
            self.0.sheets_queue.borrow_mut().push_back(Array::of2(&text.into(), file));
        }
    }

    fn start_sheets(&self) {
        self.0.sheets_ready.set(false);
        let client = self.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| client.heard_sheets(&event));
        let client = self.clone();
        let broken = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| client.sheets_broke(&words(&error)));
        let (heard, broken): (Function, Function) =
            (heard.into_js_value().unchecked_into(), broken.into_js_value().unchecked_into());
        match Channel::worker("sheets_loader.js", &heard, &broken) {
            Ok(channel) => {
                self.0.sheets.replace(Some(channel));
            }
            Err(error) => self.sheets_broke(&words(&error)),
        }
    }

    fn flush_sheets(&self) {
        while let Some(message) = self.0.sheets_queue.borrow_mut().pop_front() {
            if let Some(sheets) = self.0.sheets.borrow().as_ref() {
                let _ = sheets.post(&message);
            }
        }
    }

    fn heard_sheets(&self, event: &MessageEvent) {
        let Some((word, rest)) = unpack(event) else { return };
        let content = rest.get(0);
        match word.as_str() {
            "ready" => {
                self.0.sheets_ready.set(true);
                self.flush_sheets();
            }
            "pass" => {
                // Passed on as it is, and not even looked at: the page has no use for the tables, which may be large.
                let job = self.0.in_sheets.borrow_mut().pop_first().map(|(job, _)| job);
                let file = job.and_then(|job| self.0.adding.borrow().get(&job).cloned());
                let message = Array::of1(&content);
                let client = self.clone();
                spawn_local(async move {
                    if let Some(file) = file
                        && let Ok(buffer) = JsFuture::from(file.array_buffer()).await
                    {
                        message.push(&buffer);
                    }
                    client.pass(&message);
                });
            }
            _ => {
                let said = content.as_string().and_then(|text| serde_json::from_str::<Reply>(&text).ok());
                if let Some(reply) = said {
                    self.sheet_failed(reply);
                }
            }
        }
    }

    fn sheet_failed(&self, reply: Reply) {
        if let Some(job) = final_of(&reply) {
            self.0.open.borrow_mut().remove(&job);
            self.0.adding.borrow_mut().remove(&job);
            self.0.in_sheets.borrow_mut().remove(&job);
        }
        (self.0.hear)(Heard::Reply(reply, Vec::new()));
    }

    /// The spreadsheet worker died: the file that it was reading fails, with a way out, and a new worker reads the others. Where
    /// it cannot be had at all, all fail.
    fn sheets_broke(&self, why: &str) {
        if let Some(sheets) = self.0.sheets.borrow_mut().take() {
            sheets.close();
        }
        self.0.sheets_queue.borrow_mut().clear();
        let was_ready = self.0.sheets_ready.replace(false);
        let mut failing = std::mem::take(&mut *self.0.in_sheets.borrow_mut());
        if was_ready && let Some((first, _)) = failing.first_key_value() {
            let rest = failing.split_off(&(first + 1));
            for (job, name) in &rest {
                let file = self.0.adding.borrow().get(job).cloned();
                if let Some(file) = file {
                    self.queue_sheet(*job, name, &file);
                }
            }
            let any = !rest.is_empty();
            self.0.in_sheets.replace(rest);
            if any {
                self.start_sheets();
            }
        }
        for (job, name) in failing {
            let message = format!("The spreadsheet could not be read: {why}.");
            let diagnostic = crate::data::Diagnostic::error("file-sheet", message)
                .at(crate::data::Place { file: name, ..crate::data::Place::default() })
                .mend("Export the sheet as CSV.");
            self.sheet_failed(Reply::Failed { job, diagnostics: vec![diagnostic] });
        }
    }

    fn restart(&self, why: &str) {
        if let Some(channel) = self.0.channel.borrow_mut().take() {
            channel.close();
        }
        self.0.generation.set(self.0.generation.get() + 1);
        self.0.ready.set(false);
        self.0.silent.set(0);
        self.0.queue.borrow_mut().clear();
        self.0.parts.borrow_mut().clear();
        self.0.open.borrow_mut().clear();
        self.0.adding.borrow_mut().clear();
        self.0.in_sheets.borrow_mut().clear();
        self.0.restarts.set(self.0.restarts.get() + 1);
        if self.0.restarts.get() > RESTARTS {
            return (self.0.hear)(Heard::Broken { why: why.to_owned() });
        }
        self.spawn();
        (self.0.hear)(Heard::Restarted { why: why.to_owned() });
    }

    /// Counts seconds, not the clock: a computer that slept has not been waiting.
    fn watch(&self) {
        let client = self.clone();
        spawn_local(async move {
            loop {
                gloo_timers::future::TimeoutFuture::new(1_000).await;
                let inner = &client.0;
                let patience = inner.open.borrow().values().copied().max();
                let Some(patience) = patience else {
                    inner.silent.set(0);
                    continue;
                };
                inner.silent.set(inner.silent.get() + 1);
                let (silent, ready) = (inner.silent.get(), inner.ready.get());
                if ready && silent > patience {
                    client.restart("the analysis gave no sign of life");
                } else if !ready && silent == SLOW {
                    (inner.hear)(Heard::Slow);
                } else if !ready && silent > LOADING {
                    client.loads_no_more();
                }
            }
        });
    }
}

/// Bytes of the files that a request may have to read again, under another map.
fn bytes_behind(request: &Request) -> f64 {
    match request {
        Request::Run { project, .. }
        | Request::Explore { project, .. }
        | Request::Odds { project, .. }
        | Request::Grid { project, .. }
        | Request::Select { project, .. }
        | Request::Report { project, .. }
        | Request::Live { project, .. }
        | Request::Preview { project, .. }
        | Request::Save { project, .. } => project.files.iter().map(|f| f.size as f64).sum(),
        Request::Add { .. } | Request::AddDocument { .. } | Request::Forget { .. } | Request::Cancel { .. } => 0.0,
    }
}

fn final_of(reply: &Reply) -> Option<u64> {
    match reply {
        Reply::Ready { .. } | Reply::NeedsSheets { .. } | Reply::Progress { .. } | Reply::Datasets { .. } => None,
        Reply::Added { job, .. }
        | Reply::Opened { job, .. }
        | Reply::PolicyAdded { job, .. }
        | Reply::Prepared { job, .. }
        | Reply::Explored { job, .. }
        | Reply::Odds { job, .. }
        | Reply::Grid { job, .. }
        | Reply::Selected { job, .. }
        | Reply::Text { job, .. }
        | Reply::Failed { job, .. }
        | Reply::Cancelled { job } => Some(*job),
    }
}

/// An error of the browser in words.
fn words(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string());
    message.or_else(|| error.as_string()).filter(|m| !m.is_empty()).unwrap_or_else(|| "it stopped working".to_owned())
}
