//! Nodes, and how a new drawing changes them.
//!
//! Invariant: a node is kept when the new drawing has the same tag, the same names of attributes in the same
//! order and as many children; else a new one takes its place. So focus and selection stay where a person
//! put them unless the thing itself went away.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::RenderEffect;
use leptos::tachys::renderer::dom::Dom;
use web_sys::{Comment, Element, Node, Text};

use crate::attribute::{Kept, follow};
use crate::content::{AnyView, Kind};
use crate::element::Parts;
use crate::listener::Listener;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A view that is drawn.
pub enum State {
    /// Marks a place.
    Nothing(Comment),
    /// Its node, and what it says.
    Text(Text, Cow<'static, str>),
    /// An element.
    Element(ElementState),
    /// Some views, and the mark of their end.
    Several(Vec<Self>, Comment),
    /// A view that follows signals.
    Live(Live),
}

/// A view that follows signals. Dropping it ends the following.
pub struct Live {
    /// What it shows; nothing while it is drawn anew.
    shown: Rc<RefCell<Option<State>>>,
    _follow: RenderEffect<()>,
}

impl AnyView {
    /// Makes its nodes.
    pub fn build(self) -> State {
        State::of(self.kind())
    }

    pub(crate) fn rebuild(self, state: &mut State) {
        match (self.kind(), &mut *state) {
            (Kind::Nothing, State::Nothing(_)) => {}
            (Kind::Text(text), State::Text(node, before)) => {
                if *before != text {
                    node.set_node_value(Some(&text));
                    *before = text;
                }
            }
            (Kind::Element(parts), State::Element(element)) if element.is_like(&parts) => {
                element.rebuild(*parts);
            }
            (Kind::Several(views), State::Several(states, end)) => {
                rebuild_several(views, states, end);
            }
            (kind, state) => state.give_way_to(State::of(kind)),
        }
    }
}

impl State {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Nothing => Self::Nothing(Dom::create_placeholder()),
            Kind::Text(text) => Self::Text(Dom::create_text_node(&text), text),
            Kind::Element(parts) => Self::Element(ElementState::build(*parts)),
            Kind::Several(views) => {
                let states = views.into_iter().map(AnyView::build).collect();
                Self::Several(states, Dom::create_placeholder())
            }
            Kind::Live(view) => Self::Live(Live::new(view)),
        }
    }

    /// Puts it under a node, before another one or at the end.
    pub fn mount(&self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::Several(states, end) => {
                for state in states {
                    state.mount(parent, before);
                }
                insert(parent, end, before);
            }
            Self::Live(live) => {
                if let Some(state) = &*live.shown.borrow() {
                    state.mount(parent, before);
                }
            }
            Self::Nothing(node) => insert(parent, node, before),
            Self::Text(node, _) => insert(parent, node, before),
            Self::Element(element) => insert(parent, &element.node, before),
        }
    }

    /// Takes it out of the document.
    pub fn unmount(&self) {
        match self {
            Self::Several(states, end) => {
                states.iter().for_each(Self::unmount);
                end.remove();
            }
            Self::Live(live) => {
                if let Some(state) = &*live.shown.borrow() {
                    state.unmount();
                }
            }
            Self::Nothing(node) => node.remove(),
            Self::Text(node, _) => node.remove(),
            Self::Element(element) => element.node.remove(),
        }
    }

    /// The node with which it begins.
    pub fn first_node(&self) -> Option<Node> {
        match self {
            Self::Several(states, end) => {
                states.first().map_or_else(|| Some(end.clone().into()), Self::first_node)
            }
            Self::Live(live) => live.shown.borrow().as_ref().and_then(Self::first_node),
            Self::Nothing(node) => Some(node.clone().into()),
            Self::Text(node, _) => Some(node.clone().into()),
            Self::Element(element) => Some(element.node.clone().into()),
        }
    }

    fn give_way_to(&mut self, new: Self) {
        if let Some(place) = self.first_node()
            && let Some(parent) = place.parent_node()
        {
            new.mount(&parent, Some(&place));
        }
        self.unmount();
        *self = new;
    }
}

fn rebuild_several(views: Vec<AnyView>, states: &mut Vec<State>, end: &Comment) {
    for gone in states.drain(views.len().min(states.len())..) {
        gone.unmount();
    }
    let mut views = views.into_iter();
    for (state, view) in states.iter_mut().zip(&mut views) {
        view.rebuild(state);
    }
    let parent = end.parent_node();
    for view in views {
        let state = view.build();
        if let Some(parent) = &parent {
            state.mount(parent, Some(end));
        }
        states.push(state);
    }
}

/// The only failure is a node that cannot have such children, and what stands where is written in the program.
fn insert(parent: &Node, node: &Node, before: Option<&Node>) {
    drop(parent.insert_before(node, before));
}

impl Live {
    fn new(mut view: Box<dyn FnMut() -> AnyView>) -> Self {
        let shown = Rc::new(RefCell::new(None));
        let place = Rc::clone(&shown);
        let follow = follow(Box::new(move || {
            let view = view();
            let state = match place.take() {
                Some(mut state) => {
                    view.rebuild(&mut state);
                    state
                }
                None => view.build(),
            };
            place.replace(Some(state));
        }));
        Self { shown, _follow: follow }
    }
}

/// What follows signals inside of it ends at once: the task of the effect, which holds the place too, is over
/// only later.
impl Drop for Live {
    fn drop(&mut self) {
        drop(self.shown.take());
    }
}

/// A node with everything that belongs to it.
pub struct ElementState {
    node: Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Kept)>,
    listeners: Vec<Listener>,
    children: Vec<State>,
}

impl ElementState {
    fn build(parts: Parts) -> Self {
        let node = Dom::create_element(parts.tag, parts.is_svg.then_some(SVG));
        let attributes =
            parts.attributes.into_iter().map(|it| (it.name, it.build(&node))).collect();
        let listeners = parts.handlers.into_iter().map(|it| it.attach(&node)).collect();
        let children: Vec<_> = parts.children.into_iter().map(AnyView::build).collect();
        for child in &children {
            child.mount(&node, None);
        }
        for act in parts.on_node {
            act(&node);
        }
        Self { node, tag: parts.tag, attributes, listeners, children }
    }

    fn rebuild(&mut self, parts: Parts) {
        for ((_, kept), attribute) in self.attributes.iter_mut().zip(parts.attributes) {
            attribute.rebuild(&self.node, kept);
        }
        self.listeners.clear();
        self.listeners.extend(parts.handlers.into_iter().map(|it| it.attach(&self.node)));
        for (state, child) in self.children.iter_mut().zip(parts.children) {
            child.rebuild(state);
        }
        for act in parts.on_node {
            act(&self.node);
        }
    }

    fn is_like(&self, parts: &Parts) -> bool {
        self.tag == parts.tag
            && self.children.len() == parts.children.len()
            && self.attributes.len() == parts.attributes.len()
            && self.attributes.iter().zip(&parts.attributes).all(|((name, _), it)| *name == it.name)
    }
}
