//! Full screen on a phone: the window stays inside what the keyboard leaves of the screen.
//!
//! The window's own size is the loader's business; this sets the two custom properties that its full-screen
//! style reads, and tells the loader when the screen turned so that the window becomes modal or ceases to be.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, HtmlElement, VisualViewport};

use crate::driver::Listener;

/// Follows the visual viewport as long as it lives.
pub(super) struct Follow {
    _listeners: Vec<Listener>,
}

impl Follow {
    /// Follows for the window that `mount` is in. `hooks.phone` is the media query for full screen.
    pub(super) fn new(mount: &Element, hooks: &Object) -> Self {
        let mut listeners = Vec::new();
        let viewport = web_sys::window().and_then(|window| window.visual_viewport());
        let window = mount.parent_element().and_then(|parent| parent.dyn_into().ok());
        if let (Some(viewport), Some(window)) = (viewport, window) {
            fit(&viewport, &window);
            for name in ["resize", "scroll"] {
                let (of, window) = (viewport.clone(), window.clone());
                listeners.push(Listener::new(&viewport, name, move |_| fit(&of, &window)));
            }
        }
        let phone = hook(hooks, "phone").and_then(|phone| phone.dyn_into::<EventTarget>().ok());
        let turn = hook(hooks, "turn").and_then(|turn| turn.dyn_into::<Function>().ok());
        if let (Some(phone), Some(turn)) = (phone, turn) {
            listeners.push(Listener::new(&phone, "change", move |_| {
                // The loader shows and hides; it throws for nothing.
                let _ = turn.call0(&JsValue::NULL);
            }));
        }
        Self { _listeners: listeners }
    }
}

fn fit(viewport: &VisualViewport, window: &HtmlElement) {
    let style = window.style();
    for (name, pixels) in [("--height", viewport.height()), ("--top", viewport.offset_top())] {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a screen; and floats cost 10 KB to write"
        )]
        let value = format!("{}px", pixels as i32);
        // Setting a custom property cannot fail.
        let _ = style.set_property(name, &value);
    }
}

fn hook(hooks: &Object, name: &str) -> Option<JsValue> {
    Reflect::get(hooks, &JsValue::from_str(name)).ok()
}
