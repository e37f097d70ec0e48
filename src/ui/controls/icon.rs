//! Icons: one component, drawn from path data in a square of 24, in the colour of the text around them.

use leptos::html::svg;
use leptos::prelude::*;

/// ✕
pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
/// ⋯
pub const MORE: &str = "M4.4 12a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M11.4 12a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M18.4 12a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0";
/// A paper plane, pointing up.
pub const SEND: &str = "M12 20V5M5.5 11.5L12 5l6.5 6.5";
/// Down to the latest message.
pub const DOWN: &str = "M12 5v14M5.5 12.5L12 19l6.5-6.5";
/// A clock.
pub const CLOCK: &str = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2";
/// One check.
pub const CHECK: &str = "M5 12.5l4.5 4.5L19 7.5";
/// Two checks.
pub const CHECKS: &str = "M2 12.5L6.5 17 15 7.5M11.5 16l1 1L22 7.5";
/// Something is wrong.
pub const ALERT: &str = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5v5M12 16.2v.1";
/// Down to a file.
pub const DOWNLOAD: &str = "M12 4v11M7 10.5l5 5 5-5M5 20h14";
/// Leaves.
pub const LEAVE: &str = "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 8l-4 4 4 4M6 12h9";
/// A machine that answers.
pub const BOT: &str =
    "M12 3v3M7 6h10a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V9a3 3 0 0 1 3-3M9 12v1M15 12v1";
/// A star.
pub const STAR: &str = "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z";
/// A shield.
pub const SHIELD: &str = "M12 3.2l7 2.6v5.4c0 4.4-2.9 7.7-7 9.6-4.1-1.9-7-5.2-7-9.6V5.8z";
/// An eye with a line through it.
pub const HIDDEN: &str = "M4 4l16 16M9.9 5.3c4.9-.9 9 2.2 10.6 6.7a11.6 11.6 0 0 1-2.3 3.6M14.1 14.2a3 3 0 0 1-4.2-4.2M6.3 7.3A11.6 11.6 0 0 0 3.5 12c2 5.6 8 8.2 13 5.5";
/// A ticket.
pub const TICKET: &str = "M4 7h16a1 1 0 0 1 1 1v2a2 2 0 0 0 0 4v2a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-2a2 2 0 0 0 0-4V8a1 1 0 0 1 1-1M14.5 7v1.6M14.5 11.2v1.6M14.5 15.4V17";
/// Somebody.
pub const PERSON: &str = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20a7.5 6 0 0 1 15 0";
/// Two bars.
pub const PAUSE: &str = "M8.5 5.5v13M15.5 5.5v13";
/// A pin.
pub const PIN: &str = "M9 4h6M10 4v6l-3 4h10l-3-4V4M12 14v6.5";
/// Speaks to everybody.
pub const MEGAPHONE: &str = "M4 10v4h3l9 4.5v-13L7 10zM19 9.5a3.5 3.5 0 0 1 0 5";
/// Folds and unfolds.
pub const FOLD: &str = "M6.5 9.5L12 15l5.5-5.5";
/// Not allowed.
pub const BLOCKED: &str = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M6 6l12 12";
/// A lock.
pub const LOCK: &str = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3";
/// Back to what was.
pub const UNDO: &str = "M8.5 5L4.5 9l4 4M5 9h9a5.5 5.5 0 0 1 0 11h-3";
/// Two sheets.
pub const COPY: &str = "M9 9h10v10H9zM15 9V5H5v10h4";
/// A conversation.
pub const CHAT: &str = "M8.2 18.1 4 19.6l1.3-3.9a6.8 6.8 0 0 1-1.8-4.4C3.5 7.2 7.3 4 12 4s8.5 3.2 8.5 7.3-3.8 7.3-8.5 7.3c-1.3 0-2.6-.2-3.8-.5z";

/// An icon. It says nothing to screen readers: what it stands beside has words.
#[component]
pub fn Icon(
    /// One of the constants of this module.
    path: &'static str,
) -> AnyView {
    svg("svg")
        .attr("class", "icon")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg("path").attr("d", path))
        .into_any()
}
