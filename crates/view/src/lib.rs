//! Leptos, with one type of element, of view and of signal in place of its many. The widget depends on this crate
//! under the name `leptos`: the `view!` macro writes paths that begin with `::leptos`, and finds ours there.
//!
//! Leptos gives each element a type made of all its attributes and children, so that the compiler can write
//! code for exactly that element. That is fast, and every visitor downloads all of it. Here an element is a
//! value that lists what it has, and the code that makes nodes of it exists once.
//!
//! The same goes for views and for signals, memos and stored values: one type each, with what differs behind a
//! pointer.
//!
//! Everything else is Leptos: what follows signals, effects, components, contexts and mounting. A page that is
//! written with all of Leptos can show these views and follow these signals. This crate knows nothing of chats.
//! What it leaves out — server rendering, hydration, spreading attributes onto components, `class:` and
//! `style:` directives — the widget has no use for.

mod attribute;
mod content;
pub mod element;
mod listener;
mod node_ref;
mod render;
mod signal;
mod state;

pub use ::leptos::*;

// The name that `view!` writes.
pub use attribute::erased as __as_shared_reactive_fn;
pub use state::State;

/// The paths that `view!` writes, with our elements in them.
pub mod tachys {
    pub use ::leptos::tachys::*;

    /// Elements and what can be set on them.
    pub mod html {
        pub use crate::element;
        pub use ::leptos::tachys::html::*;
    }
}

/// Leptos's own, with our views and signals in the places of its own.
pub mod prelude {
    pub use ::leptos::prelude::*;

    pub use crate::attribute::IntoAttributeValue;
    pub use crate::content::{
        AnyView, CollectView, Content, IntoMaybeErased, IntoRender, Marked, View,
    };
    pub use crate::node_ref::NodeRef;
    pub use crate::signal::{ArcRwSignal, Memo, RwSignal, StoredValue};

    // Else `into_any` would be found twice.
    pub use crate::content::Content as IntoAny;
}

/// Elements by name, for views that are written without the macro. The types of Leptos's own elements
/// remain, because a `NodeRef` names them.
pub mod html {
    pub use ::leptos::html::{Div, Textarea};

    pub use crate::element::*;
}
