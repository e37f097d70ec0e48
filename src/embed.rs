//! What the loader calls.
