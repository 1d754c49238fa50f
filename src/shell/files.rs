//! Files in and out: dropped, chosen, fetched from our own origin, downloaded.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, FileList, HtmlAnchorElement, Response, Url};

/// The files of a list, with their names.
#[must_use]
pub fn listed(list: &FileList) -> Vec<(String, Blob)> {
    (0..list.length()).filter_map(|i| list.get(i)).map(|f| (f.name(), f.into())).collect()
}

/// A blob of text.
#[must_use]
pub fn blob(text: &str, mime: &str) -> Option<Blob> {
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &bag).ok()
}

/// A blob of bytes.
#[must_use]
pub fn blob_of(bytes: &js_sys::ArrayBuffer) -> Option<Blob> {
    Blob::new_with_buffer_source_sequence(&Array::of1(bytes)).ok()
}

/// Saves a blob under a name, as a download.
pub fn download(name: &str, content: &Blob) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    let Ok(address) = Url::create_object_url_with_blob(content) else { return };
    if let Ok(link) = document.create_element("a").map(JsCast::unchecked_into::<HtmlAnchorElement>) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has taken hold of the blob by the time this runs.
    gloo_timers::callback::Timeout::new(10_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}

/// Saves a text under a name, as a download.
pub fn download_text(name: &str, mime: &str, text: &str) {
    if let Some(content) = blob(text, mime) {
        download(name, &content);
    }
}

/// Fetches a file that ships with the program.
///
/// # Errors
/// In words, when it is not there.
pub async fn fetch(path: &str) -> Result<Blob, String> {
    if crate::ONE_MODULE {
        return super::carried::file(path).ok_or_else(|| format!("\"{path}\" is not inside of this file"));
    }
    let Some(window) = web_sys::window() else { return Err("there is no page".into()) };
    let fault = |_| format!("\"{path}\" could not be loaded");
    let response: Response = JsFuture::from(window.fetch_with_str(path)).await.map_err(fault)?.unchecked_into();
    if !response.ok() {
        return Err(format!("\"{path}\" could not be loaded (status {})", response.status()));
    }
    JsFuture::from(response.blob().map_err(fault)?).await.map(JsCast::unchecked_into).map_err(fault)
}

/// Fetches a text that ships with the program.
///
/// # Errors
/// In words, when it is not there.
pub async fn fetch_text(path: &str) -> Result<String, String> {
    let blob = fetch(path).await?;
    let text = JsFuture::from(blob.text()).await.map_err(|_| format!("\"{path}\" could not be read"))?;
    Ok(text.as_string().unwrap_or_default())
}
