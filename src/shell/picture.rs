//! A picture of a chart: SVG drawn on a canvas, taken away as PNG.

use super::files;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Draws `svg` of `size` CSS pixels on a canvas `scale` times as large and downloads it; `failed` runs where the browser
/// cannot.
pub fn download_png(name: &str, svg: &str, size: (f64, f64), scale: f64, failed: impl Fn() + Clone + 'static) {
    let content = files::blob(svg, "image/svg+xml");
    let address = content.and_then(|c| Url::create_object_url_with_blob(&c).ok());
    let (Some(address), Ok(image)) = (address, HtmlImageElement::new()) else { return failed() };
    let (name, source, drawn) = (name.to_owned(), image.clone(), address.clone());
    let trouble = failed.clone();
    let loaded = Closure::once_into_js(move || {
        if paint(&name, &source, size, scale).is_none() {
            trouble();
        }
        let _ = Url::revoke_object_url(&drawn);
    });
    let broken = Closure::once_into_js(failed);
    image.set_onload(Some(loaded.unchecked_ref()));
    image.set_onerror(Some(broken.unchecked_ref()));
    image.set_src(&address);
}

fn paint(name: &str, image: &HtmlImageElement, (width, height): (f64, f64), scale: f64) -> Option<()> {
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width * scale, height * scale).ok()?;
    let name = name.to_owned();
    let taken = Closure::once_into_js(move |blob: Option<web_sys::Blob>| {
        if let Some(blob) = blob {
            files::download(&name, &blob);
        }
    });
    canvas.to_blob(taken.unchecked_ref()).ok()
}
