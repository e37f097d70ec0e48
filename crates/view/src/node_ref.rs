//! References to nodes: signals of one type, whatever the element.

use std::marker::PhantomData;

use leptos::html::ElementType;
use wasm_bindgen::JsCast;

use crate::signal::RwSignal;

/// A node, from when it is drawn.
pub struct NodeRef<E>(RwSignal<Option<web_sys::Element>>, PhantomData<fn() -> E>);

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E: ElementType> NodeRef<E>
where
    E::Output: JsCast,
{
    /// No node yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner that is current")]
    pub fn new() -> Self {
        Self(RwSignal::new(None), PhantomData)
    }

    /// The node. Who asks hears of changes.
    #[track_caller]
    pub fn get(self) -> Option<E::Output> {
        self.0.get().map(JsCast::unchecked_into)
    }

    /// The node.
    #[track_caller]
    pub fn get_untracked(self) -> Option<E::Output> {
        self.0.get_untracked().map(JsCast::unchecked_into)
    }

    /// The node, unless the owner of the reference is gone.
    pub fn try_get_untracked(self) -> Option<Option<E::Output>> {
        Some(self.0.try_get_untracked()?.map(JsCast::unchecked_into))
    }
}

impl<E> NodeRef<E> {
    pub(crate) fn untyped(self) -> RwSignal<Option<web_sys::Element>> {
        self.0
    }
}
