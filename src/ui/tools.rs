//! The place that moderators' tools have in a transcript. It is empty: they come with [`install`].
//!
//! Most people keep no order, and do not download what that takes. So there are two modules out of this one
//! library, and only the `main` of the larger one names `ui::moderate`. Invariant: what is here and what calls
//! it leads to nothing that only moderators need, so that the smaller module is built without it.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use chirrup_core::Item;
use leptos::{html, prelude::*};
use web_sys::HtmlElement;

use super::timeline::follow::Follow;
use crate::i18n::Locale;
use crate::state::{Chat, RoomState};

/// What a module with tools has more.
#[derive(Clone, Copy)]
pub struct Tools {
    /// Their part of the style sheet.
    pub css: &'static str,
    /// The tools of one transcript, with this list.
    pub of_room: fn(Chat, RoomState, Locale, NodeRef<html::Div>) -> Rc<dyn RoomTools>,
}

/// The tools of one transcript. They show themselves to moderators only.
pub trait RoomTools {
    /// Tells what holds the rows still.
    fn set_follow(&self, follow: Follow);

    /// What stands above the messages.
    fn bar(&self) -> AnyView;

    /// What floats over them.
    fn toast(&self) -> AnyView;

    /// What is in front of everything.
    fn front(&self) -> AnyView;

    /// The buttons of the row that is pointed at or has focus.
    fn beside(&self, item: &Arc<Item>) -> AnyView;

    /// What is said of a hidden message, after the sign that it is hidden.
    fn note(&self, sign: AnyView, item: &Arc<Item>) -> AnyView;

    /// The key that a key stands for.
    fn translated(&self, key: String) -> String;

    /// Takes a key that was pressed on a row, or on the transcript itself. Says whether it was one of theirs.
    fn take_key(&self, key: &str, row: Option<&HtmlElement>) -> bool;
}

/// The tools in the rows of one transcript.
pub type Kit = StoredValue<Option<Rc<dyn RoomTools>>>;

thread_local! {
    static TOOLS: Cell<Option<Tools>> = const { Cell::new(None) };
}

/// Gives this module tools. Called before anything is mounted.
pub fn install(tools: Tools) {
    TOOLS.set(Some(tools));
}

/// The tools of this module, if it has any.
pub fn installed() -> Option<Tools> {
    TOOLS.get()
}
