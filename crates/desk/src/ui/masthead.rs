//! Who is signed in, the way out, and how the desk's connection is.

use leptos::prelude::*;

use chirrup::ui::avatar::avatar;
use chirrup::ui::controls::button::IconButton;
use chirrup::ui::controls::icon;
use chirrup_core::room::Role;

use crate::i18n;
use crate::model::Strip;
use crate::state::{Door, use_desk};

/// The top of the lists.
#[component]
pub fn Masthead() -> impl IntoView {
    let desk = use_desk();
    let agent = move || match desk.door().get() {
        Door::Open(agent) => Some(agent),
        Door::Closed(_) | Door::Opening => None,
    };
    let strip = move || desk.strip().get();
    view! {
        <header class="masthead">
            <img class="masthead__mark" src="icon.svg" alt="" width=28 height=28 />
            <p class="masthead__brand">{i18n::BRAND}</p>
            {move || {
                agent().map(|agent| {
                    view! {
                        <span class="masthead__agent" data-testid="agent">
                            {avatar(&agent.name, &agent.id, Role::Agent)}
                            <span class="masthead__name">{agent.name}</span>
                        </span>
                    }
                })
            }}
            <IconButton icon=icon::LEAVE label=i18n::SIGN_OUT on_press=Callback::new(move |()| desk.sign_out()) />
        </header>
        <p class="strip" class:is-shown=move || strip() != Strip::Fine
            class:is-good=move || strip() == Strip::Restored role="status">
            {move || i18n::strip(strip())}
        </p>
    }
}
