//! People and events in words: what a row shows, a screen reader says, and the transcript file keeps.

use chirrup_core::room::Role;
use chirrup_core::timeline::{Author, Notice};

use super::Strings;

/// A notice in words.
pub fn notice_text(notice: &Notice, words: &Strings) -> String {
    match notice {
        Notice::Joined(who) => (words.joined)(&author_name(who, words)),
        Notice::Left(who) => (words.left)(&author_name(who, words)),
        Notice::Invited(who) => (words.invited)(&author_name(who, words)),
        Notice::Idle(who) => (words.idle)(&author_name(who, words)),
        Notice::Returned(who) => (words.returned)(&author_name(who, words)),
        Notice::AutoDisconnected(who) => {
            let name = who.as_ref().map(|who| author_name(who, words));
            (words.auto_disconnected)(name.as_deref())
        }
        Notice::Renamed { who, from } => (words.renamed)(from, &author_name(who, words)),
        Notice::Transferred => words.transferred.to_owned(),
        Notice::TransferFailed => words.transfer_failed.to_owned(),
        Notice::Ended => words.ended.to_owned(),
        Notice::Opaque { .. } => words.opaque.to_owned(),
    }
}

/// The author's name, or what they are.
pub fn author_name(author: &Author, words: &Strings) -> String {
    if !author.name.is_empty() {
        return author.name.to_string();
    }
    match author.role {
        Role::Bot => words.assistant.to_owned(),
        Role::Customer | Role::Agent | Role::Fan | Role::Artist | Role::Moderator => {
            words.somebody.to_owned()
        }
    }
}
