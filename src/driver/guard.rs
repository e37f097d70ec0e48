//! Something that ends when it is dropped.

use std::any::Any;

/// Holds a value whose `Drop` undoes what was begun: a listener, a timer, a request.
pub struct Guard {
    _held: Box<dyn Any>,
}

impl Guard {
    /// Guards a value.
    pub fn of(value: impl Any) -> Self {
        Self { _held: Box::new(value) }
    }
}
