//! How a view of ours stands among Leptos's own: where it is mounted, and in pages that are written with all
//! of Leptos.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::{AddAnyAttr, Mountable, Render, RenderHtml};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::content::AnyView;
use crate::state::State;

impl Render for AnyView {
    type State = State;

    fn build(self) -> State {
        self.build()
    }

    fn rebuild(self, state: &mut State) {
        self.rebuild(state);
    }
}

impl Mountable for State {
    fn unmount(&mut self) {
        Self::unmount(self);
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Self::mount(self, parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let place = self.first_node();
        let parent = place.as_ref().and_then(Node::parent_node);
        if let Some(parent) = &parent {
            // A shadow root is no element, but takes children like one.
            child.mount(parent.unchecked_ref(), place.as_ref());
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

/// Nothing is added from outside.
impl AddAnyAttr for AnyView {
    type Output<New: Attribute> = Self;

    fn add_any_attr<New: Attribute>(self, _attribute: New) -> Self {
        self
    }
}

/// Views must be able to be written as HTML; in a browser nobody asks them to.
impl RenderHtml for AnyView {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buffer: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
