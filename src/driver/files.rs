//! Things handed to the person: a file, the clipboard.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, ClipboardEvent, HtmlAnchorElement, HtmlDocument, Url};

use super::listener::Listener;
use super::task::Task;

/// An object URL that is revoked when dropped.
struct ObjectUrl(String);

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        // Revoking what is not known is no error.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Offers a text as a download.
pub(super) fn save_text(file_name: &str, text: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = ObjectUrl(Url::create_object_url_with_blob(&blob)?);
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else {
        return Ok(());
    };
    // The link is never put into the page; the browser takes the blob at the click.
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url.0);
    link.set_download(file_name);
    link.click();
    Ok(())
}

/// Puts a text on the clipboard.
pub(super) fn copy_text(text: &str) -> Option<Task> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    let Ok(clipboard) = clipboard.dyn_into::<web_sys::Clipboard>() else {
        copy_by_command(text.to_owned());
        return None;
    };
    let written = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text));
    Some(Task::spawn(async move {
        // The person refused; there is nobody to tell.
        let _ = written.await;
    }))
}

/// The old way, for pages without HTTPS, where there is no clipboard to write to: the command makes a copy
/// event, and who answers it says what is copied. The page does not hear of it.
fn copy_by_command(text: String) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let document = window.document().and_then(|it| it.dyn_into::<HtmlDocument>().ok());
    let Some(document) = document else {
        return;
    };
    let _answer = Listener::early(&window, "copy", move |event| {
        event.stop_immediate_propagation();
        event.prevent_default();
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        if let Some(data) = data {
            // Refused outside of a copy event, and this is one.
            let _ = data.set_data("text/plain", &text);
        }
    });
    // Refused when no person pressed anything; then nothing is copied.
    let _ = document.exec_command("copy");
}
