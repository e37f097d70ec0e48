//! What went wrong with a contact, until the agent has seen it.

use chirrup::ui::controls::button::IconButton;
use chirrup::ui::controls::icon;
use leptos::prelude::*;

use crate::i18n;
use crate::state::use_desk;

/// A bar above the stage.
#[component]
pub fn ProblemBar() -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="problem" role="alert" class:is-shown=move || desk.problem().get().is_some()>
            {move || {
                desk.problem().get().map(|problem| {
                    view! {
                        <span class="problem__text">{i18n::problem(&problem)}</span>
                        <IconButton icon=icon::CLOSE label=i18n::DISMISS
                            on_press=Callback::new(move |()| desk.dismiss_problem()) />
                    }
                })
            }}
        </div>
    }
}
