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
        .erase()
}
