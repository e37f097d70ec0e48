//! What can stand inside an element, and what `view!` makes of its markup: always an `AnyView`.

use leptos::prelude::{AnyView, IntoAny};
use leptos::tachys::view::iterators::StaticVec;

use crate::element::Element;

/// Something that can stand inside an element.
pub trait Content: Sized {
    /// Adds it to what is inside.
    fn add_to(self, children: &mut Vec<AnyView>);

    /// It alone as a view.
    fn erase(self) -> AnyView {
        let mut children = Vec::new();
        self.add_to(&mut children);
        children.into_any()
    }
}

impl Content for AnyView {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }

    fn erase(self) -> AnyView {
        self
    }
}

impl Content for Vec<AnyView> {
    fn add_to(mut self, children: &mut Vec<AnyView>) {
        children.append(&mut self);
    }
}

/// What `view!` makes of several children when components are erased.
impl Content for StaticVec<AnyView> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        Vec::from(self).add_to(children);
    }
}

macro_rules! one {
    ($($type:ty)*) => {$(
        impl Content for $type {
            fn add_to(self, children: &mut Vec<AnyView>) {
                children.push(self.into_any());
            }

            fn erase(self) -> AnyView {
                self.into_any()
            }
        }
    )*};
}

one! { () Element &'static str String }

/// Nothing leaves a place that a later drawing can fill.
impl<T: Content> Content for Option<T> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.erase());
    }

    fn erase(self) -> AnyView {
        self.map_or_else(|| ().into_any(), Content::erase)
    }
}

/// What `view!` makes of several children otherwise.
macro_rules! several {
    ($($type:ident)*) => {
        impl<$($type: Content),*> Content for ($($type,)*) {
            #[expect(non_snake_case, reason = "the names of the types serve for the values")]
            fn add_to(self, children: &mut Vec<AnyView>) {
                let ($($type,)*) = self;
                $($type.add_to(children);)*
            }
        }
    };
}

several! { A B }
several! { A B C }
several! { A B C D }
several! { A B C D E }
several! { A B C D E F }

/// The wrapper in which `view!` puts what it wrote.
pub struct View;

impl View {
    /// The view of it, without its type.
    #[expect(clippy::new_ret_no_self, reason = "the macro calls it by this name")]
    pub fn new(content: impl Content) -> AnyView {
        content.erase()
    }
}

/// Where a view stands in the source, which `view!` says of each; nobody here wants to know.
pub trait Marked {
    /// The same view.
    #[must_use]
    fn with_view_marker(self, place: &'static str) -> Self;
}

impl Marked for AnyView {
    fn with_view_marker(self, _place: &'static str) -> Self {
        self
    }
}
