//! The door of an event: ticket, waiting, nickname. What a person typed stays, whatever screen comes between.
//!
//! It shows where core says that the person stands, and decides nothing.

pub mod nickname;
pub mod ticket;
pub mod waiting;

pub mod code;

use chirrup_core::session::{Admission, TicketRefusal};
use leptos::prelude::*;

use super::controls::icon::Icon;
use super::erased::live;
use crate::state::use_chat;
use nickname::NicknameForm;
use ticket::TicketForm;
use waiting::{Closed, Returning, Waiting};

/// Names the form of a screen.
const TITLE: &str = "gate-title";

/// What is up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// The ticket field.
    Ticket,
    /// This device was in before, and what it may do is being asked.
    Returning,
    /// The place in the room is being made.
    Waiting,
    /// The nickname field.
    Nickname,
    /// No ticket helps.
    Closed(TicketRefusal),
}

/// The ticket as the person left it.
#[derive(Clone, Copy)]
pub struct Typed {
    /// What is in the field.
    text: RwSignal<String>,
    /// What was tried last.
    tried: RwSignal<String>,
}

/// The way in.
#[component]
pub fn Gate() -> AnyView {
    let chat = use_chat();
    let typed = Typed { text: RwSignal::new(String::new()), tried: RwSignal::new(String::new()) };
    let nickname = RwSignal::new(chat.start_name().get_untracked());
    let screen = Memo::new(move |_| match chat.admission().get() {
        Some(Admission::Checking) if typed.tried.with(String::is_empty) => Screen::Returning,
        Some(Admission::Waiting { .. }) => Screen::Waiting,
        Some(Admission::Nickname { .. } | Admission::Admitted { .. }) => Screen::Nickname,
        Some(Admission::Ticket {
            refusal: Some(refusal @ (TicketRefusal::Ended | TicketRefusal::NoEvent)),
        }) => Screen::Closed(refusal),
        Some(Admission::Ticket { .. } | Admission::Checking) | None => Screen::Ticket,
    });
    live(move || match screen.get() {
        Screen::Ticket => view! { <TicketForm typed /> },
        Screen::Returning => view! { <Returning /> },
        Screen::Waiting => view! { <Waiting /> },
        Screen::Nickname => view! { <NicknameForm typed=nickname /> },
        Screen::Closed(refusal) => view! { <Closed refusal /> },
    })
}

/// What stands above the fields. Without a field under it, the heading is where focus goes.
#[component]
fn Hero(
    /// Drawn large.
    icon: &'static str,
    /// Whether something is under way.
    #[prop(default = false)]
    is_busy: bool,
    /// Whether there is a field under it.
    has_field: bool,
    /// Heading.
    title: &'static str,
    /// One sentence under it.
    text: &'static str,
) -> AnyView {
    let emblem = if is_busy { "emblem is-busy" } else { "emblem" };
    let (tabindex, focus) = if has_field { (None, None) } else { (Some("-1"), Some("")) };
    view! {
        <div class="prechat__hero">
            <span class=emblem aria-hidden="true"><Icon path=icon /></span>
            <div class="gate__words">
                <h3 class="prechat__greeting" id=TITLE tabindex=tabindex data-focus=focus>
                    {title}
                </h3>
                <p class="gate__text">{text}</p>
            </div>
        </div>
    }
}
