//! Nodes, and how a new drawing changes them.
//!
//! Invariant: a node is kept when the new drawing has the same tag, the same names of attributes in the same
//! order and as many children; else a new one takes its place. So focus and selection stay where a person
//! put them unless the thing itself went away.

use leptos::prelude::{AnyView, Mountable, Render};
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::attribute::Kept;
use crate::element::Parts;
use crate::listener::Listener;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A node with everything that belongs to it.
pub struct ElementState {
    node: Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Kept)>,
    listeners: Vec<Listener>,
    children: Vec<AnyViewState>,
}

impl ElementState {
    pub(crate) fn build(parts: Parts) -> Self {
        let node = Dom::create_element(parts.tag, parts.is_svg.then_some(SVG));
        let attributes =
            parts.attributes.into_iter().map(|it| (it.name, it.build(&node))).collect();
        let listeners = parts.handlers.into_iter().map(|it| it.attach(&node)).collect();
        let mut children: Vec<_> = parts.children.into_iter().map(AnyView::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        for act in parts.on_node {
            act(&node);
        }
        Self { node, tag: parts.tag, attributes, listeners, children }
    }

    pub(crate) fn rebuild(&mut self, parts: Parts) {
        if !self.is_like(&parts) {
            let mut new = Self::build(parts);
            self.insert_before_this(&mut new);
            self.unmount();
            *self = new;
            return;
        }
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

impl Mountable for ElementState {
    fn unmount(&mut self) {
        self.node.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Dom::insert_node(parent, &self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.node.parent_node() else { return false };
        // A shadow root is no element, but takes children like one.
        child.mount(parent.unchecked_ref(), Some(&self.node));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.node.clone()]
    }
}
