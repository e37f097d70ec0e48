//! Badges: what somebody is in a room, where the backend says so.
//!
//! A badge is an element of its own, before the name and outside of what the name can reorder. Invariant: it is
//! made of the role and nothing else, so no nickname looks like one.

use chirrup_core::room::Role;
use leptos::prelude::*;

use crate::i18n::Strings;
use crate::ui::controls::icon::{self, Icon};

/// The badge of a role: a shape and a word. The audience has none.
pub fn badge(role: Role, words: &'static Strings) -> Option<AnyView> {
    let (class, path) = match role {
        Role::Artist => ("badge badge--artist", icon::STAR),
        Role::Moderator => ("badge badge--moderator", icon::SHIELD),
        Role::Fan | Role::Customer | Role::Agent | Role::Bot => return None,
    };
    let word = role_word(role, words)?;
    Some(view! {
        <span class=class part="badge">
            <Icon path />
            {word}
        </span>
    })
}

/// What somebody is, in a word.
pub fn role_word(role: Role, words: &Strings) -> Option<&'static str> {
    match role {
        Role::Artist => Some(words.live.artist),
        Role::Moderator => Some(words.live.moderator),
        Role::Fan | Role::Customer | Role::Agent | Role::Bot => None,
    }
}

/// What a message of somebody in such a role is, for those who hear it.
pub fn role_description(role: Role, words: &Strings) -> Option<&'static str> {
    match role {
        Role::Artist => Some(words.live.artist_message),
        Role::Moderator => Some(words.live.moderator_message),
        Role::Fan | Role::Customer | Role::Agent | Role::Bot => None,
    }
}
