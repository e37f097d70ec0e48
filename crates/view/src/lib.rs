//! Leptos, with one element type in place of its many. The widget depends on this crate under the name
//! `leptos`: the `view!` macro writes paths that begin with `::leptos`, and finds our elements there.
//!
//! Leptos gives each element a type made of all its attributes and children, so that the compiler can write
//! code for exactly that element. That is fast, and every visitor downloads all of it. Here an element is a
//! value that lists what it has, and the code that makes nodes of it exists once.
//!
//! Everything else is Leptos: signals, effects, components, `For`, contexts and mounting. This crate knows
//! nothing of chats. What it leaves out — server rendering, hydration, spreading attributes onto
//! components, `class:` and `style:` directives — the widget has no use for.

mod attribute;
mod content;
pub mod element;
mod listener;
mod state;

pub use ::leptos::*;

/// The paths that `view!` writes, with our elements in them.
pub mod tachys {
    pub use ::leptos::tachys::*;

    /// Elements and what can be set on them.
    pub mod html {
        pub use crate::element;
        pub use ::leptos::tachys::html::*;
    }
}

/// Leptos's own, with our wrapper of views.
pub mod prelude {
    pub use ::leptos::prelude::*;

    pub use crate::content::{Content, Marked, View};
}

/// Elements by name, for views that are written without the macro. The types of Leptos's own elements
/// remain, because a `NodeRef` names them.
pub mod html {
    pub use ::leptos::html::{Div, Textarea};

    pub use crate::element::*;
}
