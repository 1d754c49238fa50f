//! Files dropped on the page, gathered by `public/boot.js` from before the program runs.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Calls `hear` with each drop: paths and files, those inside of folders too; first with those that came before.
pub fn listen(hear: impl Fn(Vec<(String, Blob)>) + 'static) {
    let global = js_sys::global();
    let Ok(drops) = Reflect::get(&global, &"headroomDrops".into()).and_then(|d| d.dyn_into::<Object>()) else { return };
    let hear = Closure::<dyn Fn(JsValue)>::new(move |list: JsValue| hear(files(&list)));
    let hear: Function = hear.into_js_value().unchecked_into();
    let waiting = Reflect::get(&drops, &"waiting".into()).ok().and_then(|w| w.dyn_into::<Array>().ok());
    let _ = Reflect::set(&drops, &"hear".into(), &hear);
    for list in waiting.iter().flat_map(Array::iter) {
        let _ = hear.call1(&JsValue::NULL, &list);
    }
}

fn files(list: &JsValue) -> Vec<(String, Blob)> {
    let pairs = list.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default();
    let pair = |pair: JsValue| {
        let pair = pair.dyn_into::<Array>().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).dyn_into::<Blob>().ok()?))
    };
    pairs.into_iter().filter_map(pair).collect()
}
