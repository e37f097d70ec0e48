//! A round button with an icon and a spoken name.

use leptos::prelude::*;

use super::icon::Icon;

/// A button that shows an icon only. Its name is its label and its tooltip.
#[component]
pub fn IconButton(
    /// One of the constants of [`super::icon`].
    icon: &'static str,
    /// What it does.
    label: &'static str,
    /// Name for `::part()`.
    #[prop(default = "button")]
    part: &'static str,
    /// What happens.
    on_press: Callback<()>,
) -> AnyView {
    view! {
        <button
            type="button"
            class="icon-button"
            part=part
            aria-label=label
            title=label
            on:click=move |_| on_press.run(())
        >
            <Icon path=icon />
        </button>
    }
}
