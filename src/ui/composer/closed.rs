//! What stands in the place of the message box while this person may not write: why, until when, and how long
//! that still is. The seconds are there to be looked at: nobody hears them go by.

use chirrup_core::moderation::Composing;
use leptos::prelude::*;

use crate::i18n::{Locale, Strings};
use crate::state::RoomState;
use crate::ui::controls::icon::{self, Icon};
use crate::ui::erased::live;

/// Whether there is no message box.
pub fn is_closed(composing: &Composing) -> bool {
    match composing {
        Composing::Free | Composing::SlowMode { .. } => false,
        Composing::Muted { .. }
        | Composing::Banned { .. }
        | Composing::Frozen
        | Composing::ReadOnly => true,
    }
}

/// The sentence in its place. Focus that was in the box can go there.
pub fn closed(composing: &Composing, room: RoomState, locale: Locale) -> AnyView {
    let words = locale.words();
    let (path, text) = match composing {
        Composing::Muted { .. } | Composing::Banned { .. } => {
            (icon::BLOCKED, why(composing, locale))
        }
        Composing::Free | Composing::SlowMode { .. } | Composing::Frozen | Composing::ReadOnly => {
            (icon::LOCK, why(composing, locale))
        }
    };
    let reason = reason(composing).map(|reason| {
        view! { <span class="closed__reason" dir="auto">{(words.live.reason)(reason)}</span> }
    });
    let left = live(move || {
        let left = room.live.wait.get().map(|wait| (words.live.muted_left)(&clock(wait.left)));
        left.map(|left| view! { <span class="closed__left">{left}</span> })
    });
    view! {
        <div class="composer closed" part="composer" tabindex="-1" data-focus="">
            <Icon path />
            <p class="closed__text">
                {text}
                " "
                {left}
                " "
                {reason}
            </p>
        </div>
    }
}

/// The sentence alone.
pub fn why(composing: &Composing, locale: Locale) -> String {
    let words: &Strings = locale.words();
    match composing {
        Composing::Muted { until, .. } => (words.live.muted)(&locale.time(*until)),
        Composing::Banned { .. } => words.live.banned.to_owned(),
        Composing::Frozen => words.live.frozen.to_owned(),
        Composing::ReadOnly | Composing::Free | Composing::SlowMode { .. } => {
            words.live.read_only.to_owned()
        }
    }
}

/// "0:09", "12:30", "23:59:59".
fn clock(seconds: u32) -> String {
    let two = |count: u32| [if count < 10 { ":0" } else { ":" }, &count.to_string()].concat();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => [minutes.to_string(), two(seconds)].concat(),
        _ => [hours.to_string(), two(minutes), two(seconds)].concat(),
    }
}

fn reason(composing: &Composing) -> Option<&str> {
    match composing {
        Composing::Muted { reason, .. } | Composing::Banned { reason } => {
            reason.as_deref().filter(|reason| !reason.is_empty())
        }
        Composing::Free | Composing::SlowMode { .. } | Composing::Frozen | Composing::ReadOnly => {
            None
        }
    }
}
