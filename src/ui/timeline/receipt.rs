//! How far an own message got: a mark and its words. Nothing looks sent before the server said so.

use chirrup_core::timeline::Delivery;
use leptos::prelude::*;

use crate::i18n::Strings;
use crate::ui::controls::icon::{self, Icon};

/// The mark of an own message's state.
///
/// The words of *sending* and the checks are for screen readers only; sighted people see the mark, and the
/// clock of *sending* not before 600 ms (by the style sheet): most messages are there by then.
pub fn receipt(delivery: Delivery, words: &'static Strings) -> AnyView {
    let mark = match delivery {
        Delivery::Sending { .. } => Some(("receipt is-sending", icon::CLOCK)),
        Delivery::Waiting | Delivery::InReview => Some(("receipt is-waiting", icon::CLOCK)),
        Delivery::Sent => Some(("receipt", icon::CHECK)),
        Delivery::Delivered => Some(("receipt", icon::CHECKS)),
        Delivery::Read => Some(("receipt is-read", icon::CHECKS)),
        Delivery::Received | Delivery::Failed(_) => None,
    };
    let mark = mark.map(|(class, path)| {
        let text = state_text(delivery, words);
        view! {
            <span class=class title=text>
                <Icon path />
                <span class="receipt__text">{text}</span>
            </span>
        }
    });
    mark.into_any()
}

/// The state in words.
pub fn state_text(delivery: Delivery, words: &Strings) -> Option<&'static str> {
    match delivery {
        Delivery::Received => None,
        Delivery::Sending { .. } => Some(words.sending),
        Delivery::Waiting => Some(words.waiting),
        Delivery::InReview => Some(words.in_review),
        Delivery::Sent => Some(words.sent),
        Delivery::Delivered => Some(words.delivered),
        Delivery::Read => Some(words.read),
        Delivery::Failed(_) => Some(words.not_sent),
    }
}
