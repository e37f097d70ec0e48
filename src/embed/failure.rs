//! What a panic is about, said on the console while developing.
//!
//! The release build has no panic hook and no messages: a panic is a trap, as an access out of bounds is. The
//! browser tells the loader of either; the loader shows its failure cards and calls [`super::retire`].

use std::sync::Once;

/// Installs the hook, once.
pub(super) fn explain_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            web_sys::console::error_1(&format!("Chirrup: {panic}").into());
        }));
    });
}
