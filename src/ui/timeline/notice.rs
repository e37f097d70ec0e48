//! Things that happened and that people should read: one quiet, centred line each.

use chirrup_core::timeline::Notice;
use leptos::prelude::*;

use crate::i18n::{Locale, notice_text};
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
