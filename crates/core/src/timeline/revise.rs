//! Messages that change after they came: edited, hidden, brought back, or gone for good.
//!
//! A hidden text leaves the item, so that nothing can show it by mistake, and waits beside it to come back.

use std::sync::Arc;

use super::order::Key;
use super::{Author, Concealed, Item, ItemId, ItemKind, Marks, Message, Origin, Timeline};
use crate::room::Role;
use crate::text::RichText;
use crate::time::Millis;

/// A text that is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Withheld {
    text: Arc<RichText>,
    source: Arc<str>,
}

impl Timeline {
    /// The message says something else, or the same with other marks. What hides it still does.
    pub(crate) fn replace(&mut self, item: ItemId, text: RichText, source: &str, marks: Marks) {
        let Some(index) = self.position(item) else { return };
        let Some(message) = self.get(index).and_then(|item| item.message()) else { return };
        let old = message.marks.withheld.as_ref().map_or(&message.source, |kept| &kept.source);
        let same_marks = Marks {
            concealed: None,
            withheld: None,
            detail: marks.detail.clone(),
            ..message.marks.clone()
        };
        if **old == *source && same_marks == marks {
            return;
        }
        self.change_message(index, |message| {
            let Marks { concealed, withheld, .. } = message.marks.clone();
            let (text, source) = (Arc::new(text), Arc::from(source));
            if withheld.is_some() {
                let withheld = Some(Box::new(Withheld { text, source }));
                message.marks = Marks { concealed, withheld, ..marks };
            } else {
                message.text = text;
                message.source = source;
                message.marks = Marks { concealed, ..marks };
            }
        });
        self.requote(index);
    }

    /// Hides a message, brings it back, or takes its text for good. `keeps_text` when this person may read
    /// what is hidden.
    pub(crate) fn conceal(&mut self, item: ItemId, concealed: Option<Concealed>, keeps_text: bool) {
        let Some(index) = self.position(item) else { return };
        self.change_message(index, |message| {
            let withheld = message.marks.withheld.take();
            if let Some(Withheld { text, source }) = withheld.map(|kept| *kept) {
                message.text = text;
                message.source = source;
            }
            let (text, source) = (message.text.clone(), message.source.clone());
            let is_gone = match concealed {
                Some(Concealed::Redacted) => {
                    message.marks = Marks::default();
                    true
                }
                Some(Concealed::Hidden) if !keeps_text => {
                    message.marks.withheld = Some(Box::new(Withheld { text, source }));
                    true
                }
                Some(Concealed::Hidden) | None => false,
            };
            if is_gone {
                message.text = Arc::new(RichText::default());
                message.source = Arc::from("");
            }
            message.marks.concealed = concealed;
        });
        self.requote(index);
    }

    /// The backend's words on a message.
    pub(crate) fn set_detail(&mut self, item: ItemId, detail: Option<Arc<str>>) {
        let Some(index) = self.position(item) else { return };
        self.change_message(index, |message| message.marks.detail = detail);
    }

    /// People are something else than before: rows that show it change.
    pub(crate) fn set_roles(&mut self, role: impl Fn(&Author) -> Role) {
        for index in 0..self.len() {
            let message = self.get(index).and_then(|item| item.message());
            let Some(message) = message.filter(|message| message.origin == Origin::Other) else {
                continue;
            };
            let (before, after) = (message.author.role, role(&message.author));
            if before != after {
                self.change_message(index, |message| message.author.role = after);
            }
        }
    }

    /// The backend's time of an own message is known: it takes its place by it.
    pub(crate) fn retime(&mut self, item: ItemId, at: Millis) {
        let Some(index) = self.position(item) else { return };
        let Some(id) = self.get(index).and_then(|item| item.server_id.clone()) else { return };
        let Some(row) = self.remove_row(index) else { return };
        self.uncount_day(row.key.at);
        self.known.confirm_again(item, at);
        let mut item = Arc::unwrap_or_clone(row.item);
        item.at = at;
        let key = Key { at, tie: super::Tie::Server(id), edge: super::Edge::Itself };
        self.insert_content(key, item);
    }

    fn change_message(&mut self, index: usize, how: impl FnOnce(&mut Message)) {
        self.change(index, |item: &mut Item| {
            if let ItemKind::Message(message) = &mut item.kind {
                how(message);
            }
        });
    }
}
