//! The one place that maps what is in front to its view.

use leptos::prelude::*;

use super::ask::{Ask, Why};
use super::card::Card;
use super::log::Log;
use super::menu::{RowMenu, actions, time_outs};
use super::private::Private;
use super::review::Review;
use super::rules::Rules;
use super::{Front, Moderating};
use crate::ui::erased::live;

/// What is in front of the messages.
#[component]
pub fn Fronts(moderating: Moderating) -> AnyView {
    live(move || {
        let front = moderating.front.get()?;
        // Drawn once: what changes behind it must not take its focus away.
        Some(untrack(|| match front {
            Front::Menu(target) => {
                let label = (moderating.words.tools)(&target.name);
                let entries = actions(&target, moderating);
                view! { <RowMenu moderating item=target.item label entries /> }
            }
            Front::TimeOuts(target) => {
                let label = moderating.words.time_out_for.to_owned();
                let entries = time_outs(&target, moderating);
                view! { <RowMenu moderating item=target.item label entries /> }
            }
            Front::Card(target) => view! { <Card moderating target /> },
            Front::Ask(question, target) => view! { <Ask moderating question target /> },
            Front::Private(target) => view! { <Private moderating target /> },
            Front::Why(deed) => view! { <Why moderating deed /> },
            Front::Review => view! { <Review moderating /> },
            Front::Log => view! { <Log moderating /> },
            Front::Rules => view! { <Rules moderating /> },
        }))
    })
}
