//! A button that opens a short menu.
//!
//! Arrow keys open it at either end and, as Home and End do, move inside it; Escape, Tab and a press
//! elsewhere close it; focus goes back to the button. An open menu takes Escape for itself, so the panel
//! below does not close with it.

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
    // The list exists only while it is open, so focus has to wait until it is there.
    let list = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(list) = list.get()
            && let Some(entry) = open.get_untracked().and_then(|entry| find(&list, entry))
        {
            focus_quietly(&entry);
        }
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        let is_open = open.get_untracked().is_some();
        match event.key().as_str() {
            "ArrowDown" if !is_open => open.set(Some(FIRST)),
            "ArrowUp" if !is_open => open.set(Some(LAST)),
            _ if !is_open => return,
            "Escape" => close(),
            "Tab" => {
                open.set(None);
                return;
            }
            key => {
                let Some(root) = root.get_untracked() else { return };
                if !move_focus(&root, key) {
                    return;
                }
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_focusout = move |event: ev::FocusEvent| {
        let inside = root.try_get_untracked().flatten().is_some_and(|root| {
            let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
            root.contains(next.as_ref())
        });
        // Focus that goes nowhere is a press on something without focus, or another window: that closes too.
        if !inside {
            // A menu that leaves the page with focus in it loses that too, when its signals are gone.
            open.try_set(None);
        }
    };

    view! {
        <div class="menu" node_ref=root on:keydown=on_keydown on:focusout=on_focusout>
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
            >
                <Icon path=icon />
            </button>
            {live(move || {
                open.get().map(|_| {
                    // A list that is drawn anew under a person's fingers loses the focus in it.
                    let entries = untrack(|| entries.run(()));
                    let pick = move |entry: MenuEntry| {
                        close();
                        entry.on_pick.run(());
                    };
                    view! {
                        <div class="menu__list" role="menu" aria-label=label part="menu" node_ref=list>
                            {entries.into_iter().map(|entry| entry_view(entry, pick)).collect_view()}
                        </div>
                    }
                })
            })}
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
fn move_focus(root: &HtmlElement, key: &str) -> bool {
    let Ok(entries) = root.query_selector_all("[role=menuitem]") else { return false };
    let count = entries.length();
    let focused = find(root, "[role=menuitem]:focus");
    let at = (0..count).find(|&index| {
        entries
            .item(index)
            .is_some_and(|node| focused.as_ref().is_some_and(|it| it.is_same_node(Some(&node))))
    });
    let last = count.saturating_sub(1);
    let next = match (key, at) {
        ("ArrowDown", Some(at)) if at < last => at + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => last,
        _ => return false,
    };
    if let Some(entry) = entries.item(next).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        focus_quietly(&entry);
    }
    true
}
