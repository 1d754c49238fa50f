//! The channel to an engine: a worker, or a port to the same engine on the page.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};

/// Where the workers lie, as `index.html` says.
pub fn engine_folder() -> String {
    let document = web_sys::window().and_then(|w| w.document());
    let tag = document.and_then(|d| d.query_selector("meta[name=headroom-engine]").ok().flatten());
    tag.and_then(|t| t.get_attribute("content")).unwrap_or_else(|| "./".to_owned())
}

/// A channel that carries arrays: the JSON text, then what lies beside it.
pub enum Channel {
    /// A worker.
    Worker(Worker),
    /// A port to an engine on the page.
    Port(MessagePort),
}

impl Channel {
    /// Starts a worker from its loader; `heard` gets its messages, `broken` the reason when it dies.
    pub fn worker(loader: &str, heard: &Function, broken: &Function) -> Result<Self, JsValue> {
        if !Reflect::has(&js_sys::global(), &"Worker".into()).unwrap_or(false) {
            return Err(JsValue::from_str("this browser has no workers"));
        }
        let worker = if crate::ONE_MODULE {
            super::carried::worker()?
        } else {
            let options = WorkerOptions::new();
            options.set_type(WorkerType::Module);
            Worker::new_with_options(&format!("{}{loader}", engine_folder()), &options)?
        };
        worker.set_onmessage(Some(heard));
        worker.set_onerror(Some(broken));
        Ok(Self::Worker(worker))
    }
    /// Sends a message.
    pub fn post(&self, message: &Array) -> Result<(), JsValue> {
        match self {
            Self::Worker(worker) => worker.post_message(message),
            Self::Port(port) => port.post_message(message),
        }
    }
    /// Ends it.
    pub fn close(&self) {
        match self {
            Self::Worker(worker) => worker.terminate(),
            Self::Port(port) => port.close(),
        }
    }
    /// True where bytes have to be sent as buffers because nobody there can read a `File`: the page itself, and in WebKit the
    /// worker of a page from disk.
    pub fn needs_buffers(&self) -> bool {
        crate::ONE_MODULE || matches!(self, Self::Port(_))
    }
}

/// Loads the engine's own module into the page and connects a port to it. `public/page_engine.js` does the importing,
/// because Rust cannot, and answers with an event.
pub fn on_page(heard: &Function, connected: impl FnOnce(Result<Channel, String>) + 'static) {
    // The analysis is in the same module.
    if crate::ONE_MODULE {
        let port = port(heard).map(|(here, there)| {
            super::host::serve_port(there);
            Channel::Port(here)
        });
        return connected(port);
    }
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    let heard = heard.clone();
    let listen = Closure::once_into_js(move |event: web_sys::CustomEvent| connected(connect(&event.detail(), &heard)));
    let once = Object::new();
    let _ = Reflect::set(&once, &"once".into(), &true.into());
    let target: &web_sys::EventTarget = document.as_ref();
    let add = Reflect::get(target, &"addEventListener".into()).ok().and_then(|f| f.dyn_into::<Function>().ok());
    if let Some(add) = add {
        let _ = add.call3(target, &"headroom-engine".into(), &listen, &once);
    }
    if let Ok(script) = document.create_element("script") {
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", "./page_engine.js");
        let _ = document.head().map(|head| head.append_child(&script));
    }
}

fn connect(module: &JsValue, heard: &Function) -> Result<Channel, String> {
    let connect = Reflect::get(module, &"connect".into()).ok().and_then(|f| f.dyn_into::<Function>().ok());
    let Some(connect) = connect else { return Err("the analysis could not be loaded".into()) };
    let (here, there) = port(heard)?;
    connect.call1(module, &there).map_err(|_| "the analysis could not be started".to_owned())?;
    Ok(Channel::Port(here))
}

/// The two ends of a channel; `heard` gets what is sent from the other.
fn port(heard: &Function) -> Result<(MessagePort, MessagePort), String> {
    let channel = MessageChannel::new().map_err(|_| "this browser has no message channels".to_owned())?;
    let port = channel.port1();
    port.set_onmessage(Some(heard));
    Ok((port, channel.port2()))
}

/// Text and rest of a message.
pub fn unpack(event: &MessageEvent) -> Option<(String, Array)> {
    let message = event.data().dyn_into::<Array>().ok()?;
    Some((message.shift().as_string()?, message))
}
