//! Whether this WebAssembly instance may still be entered.
//!
//! After a panic its memory is not to be trusted. Every callback of the driver asks here first.

use std::sync::atomic::{AtomicBool, Ordering};

static IS_OVER: AtomicBool = AtomicBool::new(false);

/// From here on no callback of the driver runs.
pub fn end_of_life() {
    IS_OVER.store(true, Ordering::Relaxed);
}

/// Whether a panic happened.
pub fn is_over() -> bool {
    IS_OVER.load(Ordering::Relaxed)
}
