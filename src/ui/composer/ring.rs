//! What the send button shows in slow mode: a ring that empties, and the seconds that are left.

use leptos::html::svg;
use leptos::prelude::*;

use crate::state::Wait;

/// The ring of a wait.
pub fn ring(wait: Wait) -> AnyView {
    let share = u64::from(wait.left) * 100 / u64::from(wait.of.max(1));
    let circle = |class: &'static str| {
        svg("circle")
            .attr("class", class)
            .attr("cx", "18")
            .attr("cy", "18")
            .attr("r", "16")
            .attr("pathLength", "100")
    };
    let left = circle("ring__left").attr("stroke-dasharray", [&share.to_string(), " 100"].concat());
    let drawing = svg("svg")
        .attr("class", "ring")
        .attr("viewBox", "0 0 36 36")
        .attr("aria-hidden", "true")
        .child(circle("ring__all"))
        .child(left);
    view! {
        {drawing}
        <span class="ring__seconds" aria-hidden="true">{wait.left.to_string()}</span>
    }
}
