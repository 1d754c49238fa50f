//! Other tabs of the same browser with the same storage: they greet one another. Where there is no `BroadcastChannel`,
//! nobody answers and nothing else changes.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

/// Name of the channel.
const NAME: &str = "headroom-tabs";
const HELLO: &str = "hello";
const HERE: &str = "here";

/// A name for this tab that no other has.
#[must_use]
pub fn name() -> String {
    format!("{:.0}-{:.0}", js_sys::Date::now(), js_sys::Math::random() * 1e9)
}

/// Greets the other tabs; `met` is called whenever one is heard.
pub fn greet(met: impl Fn() + 'static) {
    let Some(channel) = open() else { return };
    let answer = channel.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // Both ends learn of each other; an answer is not answered.
        match event.data().as_string().as_deref() {
            Some(HELLO) => say(&answer, HERE),
            Some(HERE) => {}
            _ => return,
        }
        met();
    });
    let _ = Reflect::set(&channel, &"onmessage".into(), heard.as_ref());
    heard.forget();
    say(&channel, HELLO);
}

fn open() -> Option<JsValue> {
    let make: Function = Reflect::get(&js_sys::global(), &"BroadcastChannel".into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&make, &Array::of1(&NAME.into())).ok()
}

fn say(channel: &JsValue, word: &str) {
    let post = Reflect::get(channel, &"postMessage".into()).ok().and_then(|f| f.dyn_into::<Function>().ok());
    if let Some(post) = post {
        let _ = post.call1(channel, &word.into());
    }
}
