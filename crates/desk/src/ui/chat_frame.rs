//! The widget's chat inside the desk: an open shadow root, so that both keep their own styles.

use chirrup::embed::styles;
use chirrup::state::Chat;
use chirrup::ui::erased::nothing;
use leptos::html::Div;
use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::state::{Conversation, use_desk};

/// The chat. It is mounted as soon as its host is in the page, leaves with it, and ends after that.
#[component]
pub fn ChatFrame(
    /// Which conversation.
    conversation: Conversation,
) -> impl IntoView {
    let desk = use_desk();
    let Conversation { contact, chat, .. } = conversation;
    let host = NodeRef::<Div>::new();
    let mounted = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        match shadow_mount(&host) {
            Ok(mount) => mounted.set_value(Some(mount_to(mount, move || chat_view(chat)))),
            Err(reason) => leptos::logging::error!("the conversation cannot be shown: {reason:?}"),
        }
    });
    on_cleanup(move || {
        mounted.set_value(None);
        desk.release(&contact);
    });
    view! { <div class="conversation__chat" node_ref=host></div> }
}

fn chat_view(chat: Chat) -> impl IntoView {
    provide_context(chat);
    // At the desk nothing is asked first.
    view! { <chirrup::ui::Panel door=nothing /> }
}

/// A `<div>` with the widget's style sheet, in a shadow root of its own.
fn shadow_mount(host: &HtmlElement) -> Result<HtmlElement, JsValue> {
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
    styles::adopt(&root)?;
    let mount = document().create_element("div")?.unchecked_into::<HtmlElement>();
    mount.set_class_name("window");
    mount.set_attribute("part", "window")?;
    root.append_child(&mount)?;
    Ok(mount)
}
