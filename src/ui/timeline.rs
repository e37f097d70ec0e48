//! The transcript: rows, what stands above and below them, and where the reader looks.
//!
//! Components here draw; [`mounted`] alone puts rows into the document and takes them out, [`follow`] alone
//! moves the scroll position, [`reading`] alone decides what was read, [`keys`] alone moves focus among rows.
//! Each row is one element, in the order of `RoomState::rows`; of a long list only those near the view are there.

pub mod anchor;
pub mod arrivals;
pub mod follow;
pub mod keys;
pub mod mounted;
pub mod paging;
pub mod reading;

pub mod row;

pub mod bubble;
pub mod divider;
pub mod emoji;
pub mod empty;
pub mod notice;
pub mod older;
pub mod pill;
pub mod receipt;
pub mod rich_text;
pub mod skeleton;
pub mod typing;

pub use receipt::state_text;
pub use rich_text::plain_text;
pub use row::message_label;
pub use skeleton::Skeleton;

use chirrup_core::room::HistoryState;
use chirrup_core::timeline::Origin;
use chirrup_core::{ItemId, ItemKind};
use leptos::{ev, html, prelude::*};

use self::empty::Empty;
use self::follow::Follow;
use self::older::Older;
use self::pill::JumpPill;
use self::row::RowContext;
use self::typing::Typing;
use super::dom::SizeObserver;
use super::erased::{effect, live, nothing};
use super::live::answer::on_press;
use super::live::beside::Beside;
use super::live::bursts::Bursts;
use super::live::pause::PauseBar;
use super::live::top::LiveTop;
use super::tools;
use crate::i18n::use_locale;
use crate::state::{RoomState, Row, use_chat};

/// The transcript of a room.
#[component]
pub fn Timeline(
    /// Which room.
    room: RoomState,
    /// The scroll container, for those who page through it from outside.
    list: NodeRef<html::Div>,
    /// Where focus goes when it leaves the transcript.
    composer: NodeRef<html::Textarea>,
) -> AnyView {
    let chat = use_chat();
    let locale = use_locale();
    let words = locale.words();
    let content = NodeRef::<html::Div>::new();
    let rows = NodeRef::<html::Div>::new();
    let last_own = Memo::new(move |_| {
        let has_receipts = room.capabilities.with(|it| it.receipts);
        has_receipts.then(|| room.rows.with(|rows| last_own(rows))).flatten()
    });
    let kit = tools::installed().map(|tools| (tools.of_room)(chat, room, locale, list));
    let tools = StoredValue::new(kit.clone());
    let shared = RowContext { chat, room, locale, last_own, composer, tools };
    let follow = Follow::new(room, list, rows, shared);
    let beside = Beside::new(follow, shared);
    let [bar, toast, front] = match &kit {
        Some(kit) => {
            kit.set_follow(follow);
            [kit.bar(), kit.toast(), kit.front()]
        }
        None => [nothing(), nothing(), nothing()],
    };

    let observer = StoredValue::new(None);
    effect(move || {
        if let (Some(list), Some(content), Some(rows)) = (list.get(), content.get(), rows.get()) {
            let settle = move || follow.settle();
            // The content fills the view, so rows of a short conversation change no size but their own.
            observer.set_value(Some(SizeObserver::new(&[&list, &content, &rows], settle)));
        }
    });
    effect(move || follow.on_rows());
    effect(move || follow.on_paused());
    on_cleanup(move || {
        if room.paused.try_get_untracked().flatten().is_some() {
            chat.set_following(true);
        }
    });
    for listener in [
        window_event_listener(ev::focus, move |_| follow.reading().look()),
        window_event_listener(ev::blur, move |_| follow.reading().look()),
        window_event_listener(ev::visibilitychange, move |_| follow.reading().look()),
    ] {
        on_cleanup(move || listener.remove());
    }
    effect(move || {
        chat.panel().track();
        room.unread.track();
        follow.reading().look();
    });

    let is_crowd = Memo::new(move |_| room.capabilities.with(|can| can.crowd));
    let throws = Memo::new(move |_| room.capabilities.with(|can| can.bursts));
    // Not written into the view: see `Spinner`.
    let no_room = mounted::EMPTY_ROOM;
    view! {
        {bar}
        <div class="timeline">
            {live(move || is_crowd.get().then(|| view! { <LiveTop room /> }))}
            <div
                class="timeline__list"
                part="list"
                role="region"
                tabindex="0"
                aria-label=words.messages
                aria-busy=move || matches!(room.history.get(), HistoryState::Opening).then_some("true")
                node_ref=list
                on:scroll=move |_| follow.on_scroll()
                on:keydown=move |event| keys::on_keydown(&event, follow, shared)
                on:click=move |event| on_press(&event, follow, shared)
                on:pointerover=move |event| beside.point(&event)
                on:pointerleave=move |event| beside.leave(&event)
                on:focusin=move |event| beside.point(&event)
            >
                <div class="timeline__content" node_ref=content>
                    <Older room />
                    <div class=no_room></div>
                    <div class="timeline__rows" node_ref=rows></div>
                    <div class=no_room></div>
                    <Empty room />
                    <Typing room />
                </div>
            </div>
            {live(move || {
                if is_crowd.get() {
                    view! { <PauseBar room follow /> }
                } else {
                    view! { <JumpPill follow /> }
                }
            })}
            {live(move || throws.get().then(|| view! { <Bursts room /> }))}
            {toast}
        </div>
        {front}
    }
}

/// The last message of this person: receipts stand on its group only.
fn last_own(rows: &[Row]) -> Option<ItemId> {
    let is_own = |row: &&Row| match &row.item.get_untracked().kind {
        ItemKind::Message(message) => message.origin == Origin::Own,
        ItemKind::Notice(_) | ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => {
            false
        }
    };
    rows.iter().rev().find(is_own).map(|row| row.id)
}
