//! What can stand inside an element, and what `view!` makes of its markup: always an [`AnyView`].
//!
//! A view is one word, whatever is in it: it is handed on and put together in many places, and each of them is
//! as small as that word.

use std::borrow::Cow;

use leptos::tachys::view::iterators::StaticVec;
use send_wrapper::SendWrapper;

use crate::element::{Element, Parts};

/// Something to be drawn.
pub struct AnyView(Box<SendWrapper<Kind>>);

/// What a view is.
pub(crate) enum Kind {
    /// A place that a later drawing can fill.
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<Parts>),
    Several(Vec<AnyView>),
    /// It follows the signals that the function reads.
    Live(Box<dyn FnMut() -> AnyView>),
}

impl AnyView {
    /// No view at all.
    pub fn nothing() -> Self {
        Self::of(Kind::Nothing)
    }

    /// A view that follows the signals it reads.
    pub fn live(view: Box<dyn FnMut() -> Self>) -> Self {
        Self::of(Kind::Live(view))
    }

    pub(crate) fn of(kind: Kind) -> Self {
        Self(Box::new(SendWrapper::new(kind)))
    }

    pub(crate) fn kind(self) -> Kind {
        self.0.take()
    }
}

/// Something that can stand inside an element.
pub trait Content: Sized {
    /// It alone as a view.
    fn into_any(self) -> AnyView;

    /// Adds it to what is inside.
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl Content for AnyView {
    fn into_any(self) -> AnyView {
        self
    }
}

impl Content for () {
    fn into_any(self) -> AnyView {
        AnyView::nothing()
    }
}

impl Content for Element {
    fn into_any(self) -> AnyView {
        AnyView::of(Kind::Element(self.0))
    }
}

impl Content for &'static str {
    fn into_any(self) -> AnyView {
        AnyView::of(Kind::Text(Cow::Borrowed(self)))
    }
}

impl Content for String {
    fn into_any(self) -> AnyView {
        AnyView::of(Kind::Text(Cow::Owned(self)))
    }
}

impl Content for Vec<AnyView> {
    fn into_any(self) -> AnyView {
        AnyView::of(Kind::Several(self))
    }

    fn add_to(mut self, children: &mut Self) {
        children.append(&mut self);
    }
}

/// What `view!` makes of several children when components are erased.
impl Content for StaticVec<AnyView> {
    fn into_any(self) -> AnyView {
        Vec::from(self).into_any()
    }

    fn add_to(self, children: &mut Vec<AnyView>) {
        Vec::from(self).add_to(children);
    }
}

/// Nothing leaves a place that a later drawing can fill.
impl<T: Content> Content for Option<T> {
    fn into_any(self) -> AnyView {
        self.map_or_else(AnyView::nothing, Content::into_any)
    }
}

/// What `view!` makes of several children otherwise.
macro_rules! several {
    ($($type:ident)*) => {
        impl<$($type: Content),*> Content for ($($type,)*) {
            fn into_any(self) -> AnyView {
                let mut children = Vec::new();
                self.add_to(&mut children);
                children.into_any()
            }

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
        content.into_any()
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

/// What `view!` calls on what is written in braces.
pub trait IntoRender {
    /// The same without its type.
    fn into_render(self) -> AnyView;
}

impl<T: Content> IntoRender for T {
    fn into_render(self) -> AnyView {
        self.into_any()
    }
}

/// What `view!` calls on components and on several children, when components are erased.
pub trait IntoMaybeErased {
    /// The same without its type.
    fn into_maybe_erased(self) -> AnyView;
}

impl<T: Content> IntoMaybeErased for T {
    fn into_maybe_erased(self) -> AnyView {
        self.into_any()
    }
}

/// Some views, one after the other.
pub trait CollectView {
    /// All of them as one.
    fn collect_view(self) -> AnyView;
}

impl<I: IntoIterator<Item = AnyView>> CollectView for I {
    fn collect_view(self) -> AnyView {
        self.into_iter().collect::<Vec<_>>().into_any()
    }
}
