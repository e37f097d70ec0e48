//! A panic ends every chat of the page, and nothing else.
//!
//! Each element's loader shows its plain failure card. No Leptos here: after a panic nothing of this module's
//! memory is trusted but this list, which is never borrowed across a call.

use std::cell::RefCell;
use std::sync::Once;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What the person reads.
const REASON: &str = "Something went wrong inside the chat.";

thread_local! {
    static FAILED: RefCell<Vec<(u32, Function)>> = const { RefCell::new(Vec::new()) };
}

/// Installs the hook.
pub(super) fn watch_for_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            crate::driver::end_of_life();
            web_sys::console::error_1(&format!("Chirrup: {panic}").into());
            let hooks =
                FAILED.try_with(|list| list.try_borrow_mut().map(|mut list| list.split_off(0)));
            for (_, failed) in hooks.ok().and_then(Result::ok).unwrap_or_default() {
                // A hook that throws must not keep the others from their card.
                let _ = failed.call1(&JsValue::NULL, &JsValue::from_str(REASON));
            }
        }));
    });
}

/// The instance's loader is told of a panic from here on.
pub(super) fn remember(id: u32, hooks: &Object) {
    let failed = Reflect::get(hooks, &JsValue::from_str("failed"));
    if let Ok(Ok(failed)) = failed.map(JsCast::dyn_into) {
        FAILED.with_borrow_mut(|list| list.push((id, failed)));
    }
}

/// The instance is gone.
pub(super) fn forget(id: u32) {
    FAILED.with_borrow_mut(|list| list.retain(|(of, _)| *of != id));
}
