//! A view that is put into the document and taken out by hand.

use leptos::State;
use leptos::prelude::*;
use web_sys::Node;

/// A drawn view, and what it holds: effects and signals go with it. It stays in the document when it is dropped.
pub struct Piece {
    view: State,
    _owner: Owner,
}

impl Piece {
    /// Draws a view. Its owner is no child of the given one, which would remember every child it ever had.
    pub fn draw(owner: &Owner, view: impl FnOnce() -> AnyView) -> Self {
        let owner = owner.with(|| Owner::new_root(None));
        let view = owner.with(|| untrack(|| view().build()));
        Self { view, _owner: owner }
    }

    /// The node with which it begins.
    pub fn first_node(&self) -> Option<Node> {
        self.view.first_node()
    }

    /// Puts it under a node, before another one or at the end.
    pub fn mount(&self, parent: &Node, before: Option<&Node>) {
        self.view.mount(parent, before);
    }

    /// Takes it out.
    pub fn unmount(&self) {
        self.view.unmount();
    }
}
