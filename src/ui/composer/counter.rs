//! How much more fits into a message, from four fifths of the limit on.

use chirrup_core::room::Capabilities;
use leptos::prelude::*;

use crate::i18n::use_locale;
use crate::state::RoomState;
use crate::ui::erased::live;

/// Shown when the text comes near the limit; it never cuts anything.
#[component]
pub fn Counter(
    /// The text.
    text: Memo<String>,
    /// Which room: it has the limit.
    room: RoomState,
) -> AnyView {
    let words = use_locale().words();
    live(move || {
        let can = room.capabilities.get();
        text.with(|text| left(text, can)).map(|left| {
            let class = if left > 0 { "counter" } else { "counter is-over" };
            let count = left.unsigned_abs();
            let text = if left < 0 { (words.bytes_over)(count) } else { (words.bytes_left)(count) };
            view! { <p class=class>{text}</p> }
        })
    })
}

/// Whether a text is within the limits.
pub fn fits(text: &str, can: Capabilities) -> bool {
    limits(text, can).iter().all(|(used, limit)| *limit == 0 || used <= limit)
}

/// What is left, once four fifths of a limit are used; of two limits what is left of the tighter.
fn left(text: &str, can: Capabilities) -> Option<i32> {
    let near = limits(text, can).into_iter().filter_map(|(used, limit)| {
        let is_near = limit > 0 && u64::from(used) * 5 >= u64::from(limit) * 4;
        is_near.then(|| i32::try_from(i64::from(limit) - i64::from(used)).unwrap_or(i32::MIN))
    });
    near.min()
}

/// How much of each limit is used: bytes on the wire, where line ends are as typed, and characters.
fn limits(text: &str, can: Capabilities) -> [(u32, u32); 2] {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let characters = if can.message_chars_max == 0 { 0 } else { text.chars().count() };
    [(number(text.len()), can.message_bytes_max), (number(characters), can.message_chars_max)]
}

#[cfg(test)]
mod tests {
    use chirrup_core::room::Capabilities;

    use super::{fits, left};

    fn bytes(message_bytes_max: u32) -> Capabilities {
        Capabilities { message_bytes_max, ..Capabilities::default() }
    }

    #[test]
    fn the_counter_appears_at_four_fifths() {
        assert_eq!(left("1234567", bytes(10)), None);
        assert_eq!(left("12345678", bytes(10)), Some(2));
        assert_eq!(left("1234567890", bytes(10)), Some(0));
        assert_eq!(left("12345678901", bytes(10)), Some(-1));
        assert_eq!(left("anything", bytes(0)), None);
    }

    #[test]
    fn the_limit_counts_bytes() {
        assert!(fits("äöü", bytes(6)));
        assert!(!fits("äöü", bytes(5)));
        assert!(fits("anything", bytes(0)));
    }

    #[test]
    fn where_characters_count_too_the_tighter_limit_is_told() {
        let can = Capabilities { message_chars_max: 10, ..bytes(14) };
        assert_eq!(left("1234567890", can), Some(0));
        assert_eq!(left("ääääää", can), Some(2));
        assert!(!fits("12345678901", can) && !fits("ääääääää", can));
    }
}
