//! The browser as core needs it.
