//! What floats over the end of a row: its time, and what can be done with the message.
//!
//! Only the row that was pointed at or had focus last has it: in a burst, what nobody sees would be half of the
//! work. It is there before the event that asked for it is over, so that keys and presses find it, and it stays under
//! somebody who walks its buttons by key, wherever their pointer lies.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::answer::answer_button;
use super::message::is_gone;
use super::take_back::take_back_button;
use crate::state::Row;
use crate::ui::dom::{find, find_up};
use crate::ui::erased::live;
use crate::ui::piece::Piece;
use crate::ui::timeline::bubble::time;
use crate::ui::timeline::follow::Follow;
use crate::ui::timeline::keys::ROW;
use crate::ui::timeline::row::RowContext;

/// A button that somebody reached by key.
const WALKED: &str = ".live__aside :focus-visible";

/// Which row of a transcript has it. `Copy`.
#[derive(Clone, Copy)]
pub struct Beside {
    follow: Follow,
    context: RowContext,
    owner: StoredValue<Owner>,
    drawn: StoredValue<Option<(HtmlElement, Piece)>>,
}

impl Beside {
    pub fn new(follow: Follow, context: RowContext) -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        Self { follow, context, owner, drawn: StoredValue::new(None) }
    }

    /// The pointer or focus came to something in the transcript.
    pub fn point(self, event: &ev::Event) {
        self.move_to(find_up(event.target().as_ref(), ROW));
    }

    /// The pointer left: what has focus is left.
    pub fn leave(self, event: &ev::Event) {
        let list = event.current_target().and_then(|list| list.dyn_into::<Element>().ok());
        let focused = list.and_then(|list| find(&list, ":focus"));
        self.move_to(focused.and_then(|focused| find_up(Some(&focused), ROW)));
    }

    fn move_to(self, row: Option<HtmlElement>) {
        let stays = self.drawn.with_value(|drawn| {
            drawn.as_ref().is_some_and(|(before, _)| {
                let is_it = row.as_ref().is_some_and(|row| before.is_same_node(Some(row)));
                is_it || find(before, WALKED).is_some()
            })
        });
        if stays || !self.context.room.capabilities.with_untracked(|can| can.crowd) {
            return;
        }
        if let Some((_, before)) = self.drawn.try_update_value(Option::take).flatten() {
            before.unmount();
        }
        let drawn = row.and_then(|node| {
            let piece = self.draw(self.follow.row_of(&node)?);
            piece.mount(&node, None);
            Some((node, piece))
        });
        self.drawn.set_value(drawn);
    }

    fn draw(self, row: Row) -> Piece {
        let context = self.context;
        self.owner.with_value(|owner| Piece::draw(owner, || live(move || beside(&row, context))))
    }
}

fn beside(row: &Row, context: RowContext) -> Option<AnyView> {
    let item = row.item.get();
    item.message().filter(|message| !is_gone(message))?;
    let tools = context.tools.get_value().map(|kit| kit.beside(&item));
    Some(view! {
        <div class="live__aside">
            {time(&item, context, "live__time")}
            {answer_button(context)}
            {take_back_button(&item, context)}
            {tools}
        </div>
    })
}
