//! How much more fits into a message, from four fifths of the limit on.

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
    let limit = move || room.capabilities.get().message_bytes_max;
    live(move || {
        text.with(|text| left(text, limit())).map(|left| {
            let class = if left > 0 { "counter" } else { "counter is-over" };
            let count = left.unsigned_abs();
            let text = if left < 0 { (words.bytes_over)(count) } else { (words.bytes_left)(count) };
            view! { <p class=class>{text}</p> }
        })
    })
}

/// Whether a text is within the limit.
pub fn fits(text: &str, limit: u32) -> bool {
    limit == 0 || bytes(text) <= limit
}

/// Bytes that are left, once four fifths are used.
fn left(text: &str, limit: u32) -> Option<i32> {
    let used = bytes(text);
    let is_near = limit > 0 && u64::from(used) * 5 >= u64::from(limit) * 4;
    is_near.then(|| i32::try_from(i64::from(limit) - i64::from(used)).unwrap_or(i32::MIN))
}

/// The size on the wire. Line ends are as typed: core sends them so.
fn bytes(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{fits, left};

    #[test]
    fn the_counter_appears_at_four_fifths() {
        assert_eq!(left("1234567", 10), None);
        assert_eq!(left("12345678", 10), Some(2));
        assert_eq!(left("1234567890", 10), Some(0));
        assert_eq!(left("12345678901", 10), Some(-1));
        assert_eq!(left("anything", 0), None);
    }

    #[test]
    fn the_limit_counts_bytes() {
        assert!(fits("äöü", 6));
        assert!(!fits("äöü", 5));
        assert!(fits("anything", 0));
    }
}
