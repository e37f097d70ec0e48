//! Taking an own message back: the first press of the button in its row asks, the second does it, because what is
//! taken back is gone for everybody and for good. Moderators hide theirs like any other, and can undo that.

use std::sync::Arc;

use chirrup_core::timeline::{Delivery, Item, Origin};
use leptos::{ev, prelude::*};

use crate::ui::erased::live;
use crate::ui::timeline::bubble::focus_row_of;
use crate::ui::timeline::row::RowContext;

/// The button, in the row of an own message that everybody has.
pub fn take_back_button(item: &Arc<Item>, context: RowContext) -> Option<AnyView> {
    let message = item.message().filter(|message| message.origin == Origin::Own)?;
    let is_there =
        matches!(message.delivery, Delivery::Sent | Delivery::Delivered | Delivery::Read);
    let can = context.room.capabilities.with(|can| can.delete && !can.moderation);
    if !(is_there && can) {
        return None;
    }
    let (id, words) = (item.id, context.locale.words());
    let is_asked = RwSignal::new(false);
    let act = move |event: ev::MouseEvent| {
        if !is_asked.get_untracked() {
            is_asked.set(true);
        } else if event.detail() < 2 {
            // Not the second half of a double click. The button goes with the text; the row stays.
            focus_row_of(&event);
            context.chat.delete(id);
        }
    };
    let label = move || if is_asked.get() { words.live.really_delete } else { words.delete };
    Some(view! {
        <button type="button" class="text-button" tabindex="-1" on:click=act>{live(label)}</button>
    })
}
