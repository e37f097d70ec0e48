//! A panic ends the desk: the page says so in plain words, with a link that starts it again.
//!
//! No Leptos here: after a panic nothing of this program's memory is trusted.

use chirrup::driver::end_of_life;
use web_sys::{Document, HtmlElement};

use crate::i18n;

/// Installs the hook.
pub fn watch_for_panics() {
    std::panic::set_hook(Box::new(|panic| {
        end_of_life();
        leptos::logging::error!("the desk: {panic}");
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(document) = document
            && let Some(body) = document.body()
        {
            show(&document, &body);
        }
    }));
}

/// What cannot be shown at this point cannot be told anybody either.
fn show(document: &Document, body: &HtmlElement) {
    body.set_text_content(None);
    if let (Ok(text), Ok(link)) = (document.create_element("p"), document.create_element("a")) {
        text.set_text_content(Some(i18n::FAILED));
        link.set_text_content(Some(i18n::RELOAD));
        body.set_class_name("failure");
        _ = link.set_attribute("href", "./");
        _ = body.append_child(&text);
        _ = body.append_child(&link);
    }
}
