//! The tools as a transcript knows them, and how they come into a module.

use std::rc::Rc;
use std::sync::Arc;

use chirrup_core::Item;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::Moderating;
use super::bar::Bar;
use super::front::Fronts;
use super::row::{note, tools};
use super::toast::UndoToast;
use crate::ui::timeline::follow::Follow;
use crate::ui::tools::{self as place, RoomTools, Tools};

/// The style sheets of the tools, put together by the build script.
const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/moderate.css"));

/// Gives this module moderators' tools.
pub fn install() {
    place::install(Tools {
        css: CSS,
        of_room: |chat, room, locale, list| {
            chat.read_parts();
            Rc::new(Moderating::new(chat, room, locale, list))
        },
    });
}

impl RoomTools for Moderating {
    fn set_follow(&self, follow: Follow) {
        self.follow.set_value(Some(follow));
        self.watch();
    }

    fn bar(&self) -> AnyView {
        view! { <Bar moderating=*self /> }
    }

    fn toast(&self) -> AnyView {
        view! { <UndoToast moderating=*self /> }
    }

    fn front(&self) -> AnyView {
        view! { <Fronts moderating=*self /> }
    }

    fn beside(&self, item: &Arc<Item>) -> AnyView {
        tools(item, *self)
    }

    fn note(&self, sign: AnyView, item: &Arc<Item>) -> AnyView {
        note(sign, item, *self)
    }

    fn translated(&self, key: String) -> String {
        self.key_of(key)
    }

    fn take_key(&self, key: &str, row: Option<&HtmlElement>) -> bool {
        self.take(key, row)
    }
}
