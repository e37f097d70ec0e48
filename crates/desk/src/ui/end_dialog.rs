//! Ending a contact, after a question.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::i18n;
use crate::model::ContactId;
use crate::state::use_desk;

/// The button and its dialog. The browser's own modal dialog keeps focus inside and gives it back.
#[component]
pub fn EndDialog(
    /// Which contact.
    contact: ContactId,
    /// The visitor's name.
    customer: Memo<String>,
) -> impl IntoView {
    let desk = use_desk();
    let contact = StoredValue::new(contact);
    let dialog = NodeRef::<Dialog>::new();
    let ask = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // Refused only for a dialog that is open already.
            _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let end = move |_| {
        close();
        desk.end(&contact.get_value());
    };
    view! {
        <button type="button" class="button button--danger" on:click=ask>{i18n::END}</button>
        <dialog class="dialog" node_ref=dialog aria-label=i18n::END_QUESTION>
            <h3 class="dialog__heading">{i18n::END_QUESTION}</h3>
            <p class="dialog__text">{move || i18n::end_hint(&customer.get())}</p>
            <div class="dialog__buttons">
                <button type="button" class="button" on:click=move |_| close()>{i18n::CANCEL}</button>
                <button type="button" class="button button--danger" on:click=end>{i18n::END}</button>
            </div>
        </dialog>
    }
}
