//! Things that happened and that people should read: one quiet, centred line each.

use chirrup_core::timeline::Notice;
use leptos::prelude::*;

use super::row::author_name;
use crate::i18n::{Locale, Strings};
use crate::ui::controls::spinner::Spinner;

/// A notice.
pub fn notice(notice: &Notice, locale: Locale) -> AnyView {
    view! { <span class="notice" dir="auto">{notice_text(notice, locale.words())}</span> }
}

/// Messages are missing here and on their way.
pub fn gap(locale: Locale) -> AnyView {
    view! {
        <span class="notice notice--gap">
            <Spinner />
            {locale.words().gap}
        </span>
    }
}

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
