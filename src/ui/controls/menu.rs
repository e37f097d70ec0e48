//! A short menu, and the button that opens one.
//!
//! Arrow keys open it at either end and, as Home and End do, move inside it; Escape, Tab and a press
//! elsewhere close it; focus goes back to the button. An open menu takes Escape for itself, so the panel
//! below does not close with it.
//!
//! Whoever opens a [`MenuList`] without this button closes it, and gives focus back.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::icon::Icon;
use crate::ui::dom::{find, focus_quietly};
use crate::ui::erased::{effect, live};

/// The first and the last entry.
const FIRST: &str = "[role=menuitem]";
const LAST: &str = "[role=menuitem]:last-child";

/// One entry of a menu.
#[derive(Clone, Copy)]
pub struct MenuEntry {
    /// One of the constants of [`super::icon`].
    pub icon: &'static str,
    /// What it does.
    pub label: &'static str,
    /// Whether it cannot be undone.
    pub danger: bool,
    /// What happens.
    pub on_pick: Callback<()>,
}

/// The ⋯ button with its menu.
#[component]
pub fn Menu(
    /// The button's icon.
    icon: &'static str,
    /// The button's name.
    label: &'static str,
    /// What can be picked at the moment.
    entries: Callback<(), Vec<MenuEntry>>,
) -> AnyView {
    // While it is open: the entry that has focus first.
    let open = RwSignal::new(None);
    let root = NodeRef::<html::Div>::new();
    let close = move || {
        open.set(None);
        if let Some(button) = root.get_untracked().and_then(|root| find(&root, "button")) {
            focus_quietly(&button);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => open.set(Some(FIRST)),
            "ArrowUp" => open.set(Some(LAST)),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_leave = Callback::new(move |by_tab| if by_tab { open.set(None) } else { close() });
    let on_focusout = move |event: ev::FocusEvent| {
        let inside = root.try_get_untracked().flatten().is_some_and(|root| {
            let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
            root.contains(next.as_ref())
        });
        // Focus that goes nowhere is a press on something without focus, or another window: that closes too.
        if !inside {
            // A menu that leaves the page with focus in it loses that too, when its signals are gone.
            open.set(None);
        }
    };

    view! {
        <div class="menu" node_ref=root on:focusout=on_focusout>
            <button
                type="button"
                class="icon-button"
                part="button"
                aria-label=label
                title=label
                aria-haspopup="menu"
                aria-expanded=move || if open.get().is_some() { "true" } else { "false" }
                // A press must not take focus from the list first: it would close and open again.
                on:mousedown=move |event| if open.get_untracked().is_some() { event.prevent_default() }
                on:click=move |_| if open.get_untracked().is_some() { close() } else { open.set(Some(FIRST)) }
                on:keydown=on_keydown
            >
                <Icon path=icon />
            </button>
            {live(move || {
                open.get().map(|at| {
                    // A list that is drawn anew under a person's fingers loses the focus in it.
                    let entries = untrack(|| entries.run(()));
                    view! { <MenuList label=label.to_owned() entries at on_leave /> }
                })
            })}
        </div>
    }
}

/// What can be picked. Focus is in it as soon as it is there.
#[component]
pub fn MenuList(
    /// Its name.
    label: String,
    /// What can be picked.
    entries: Vec<MenuEntry>,
    /// The entry that has focus first.
    #[prop(default = FIRST)]
    at: &'static str,
    /// The person left it, or picked: it is to go, and unless Tab took focus away already, focus goes back.
    on_leave: Callback<bool>,
) -> AnyView {
    // Focus has to wait until the list is there.
    let list = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(entry) = list.get().and_then(|list| find(&list, at)) {
            focus_quietly(&entry);
        }
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => on_leave.run(false),
            "Tab" => {
                on_leave.run(true);
                return;
            }
            key => {
                let Some(list) = list.get_untracked() else { return };
                if !move_focus(&list, key) {
                    return;
                }
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let pick = move |entry: MenuEntry| {
        on_leave.run(false);
        entry.on_pick.run(());
    };
    view! {
        <div
            class="menu__list"
            role="menu"
            aria-label=label
            part="menu"
            node_ref=list
            on:keydown=on_keydown
        >
            {entries.into_iter().map(|entry| entry_view(entry, pick)).collect_view()}
        </div>
    }
}

fn entry_view(entry: MenuEntry, pick: impl Fn(MenuEntry) + 'static) -> AnyView {
    let class = if entry.danger { "menu__entry is-danger" } else { "menu__entry" };
    view! {
        <button
            type="button"
            class=class
            role="menuitem"
            tabindex="-1"
            on:click=move |_| pick(entry)
        >
            <Icon path=entry.icon />
            {entry.label}
        </button>
    }
}

/// Moves focus among the entries. Says whether the key was one of ours.
fn move_focus(menu: &HtmlElement, key: &str) -> bool {
    let Ok(entries) = menu.query_selector_all("[role=menuitem]") else { return false };
    let count = entries.length();
    let focused = find(menu, "[role=menuitem]:focus");
    let at = (0..count).find(|&index| {
        entries
            .item(index)
            .is_some_and(|node| focused.as_ref().is_some_and(|it| it.is_same_node(Some(&node))))
    });
    let end = count.saturating_sub(1);
    let next = match (key, at) {
        ("ArrowDown", Some(at)) if at < end => at + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => end,
        _ => return false,
    };
    if let Some(entry) = entries.item(next).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        focus_quietly(&entry);
    }
    true
}
