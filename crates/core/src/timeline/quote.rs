//! Messages that answer others, and what of those can be quoted.
//!
//! Invariant: whoever looks up what a message answers when they are told of it, and again at every change of it,
//! shows a quote exactly while the answered message is here and can be seen. So a message that is hidden, changed
//! or let go changes those that answer it too.

use std::sync::Arc;

use super::{Item, Timeline};
use crate::ids::ServerId;

impl Timeline {
    /// The message that others answer, while it is here and can be seen.
    pub fn quoted(&self, id: &ServerId) -> Option<&Arc<Item>> {
        self.find(id).filter(|item| item.seen().is_some())
    }

    /// What can be quoted of the message at a place is not what it was.
    pub(super) fn requote(&mut self, index: usize) {
        self.requoted.extend(self.get(index).and_then(|item| item.server_id.clone()));
    }

    /// Changes those that answer such messages: all at once, however many were hidden.
    pub(super) fn change_answers(&mut self) {
        let requoted = std::mem::take(&mut self.requoted);
        if requoted.is_empty() {
            return;
        }
        for index in 0..self.len() {
            let answered = self.get(index).and_then(|item| item.message()?.marks.reply_to.as_ref());
            if answered.is_some_and(|answered| requoted.contains(answered)) {
                self.change(index, |_| {});
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RichText;
    use crate::timeline::tests::{says, timeline};
    use crate::timeline::{Concealed, ItemKind, Marks, NewItem, TimelineDiff};

    fn answer(at: u64, id: &str, to: &str) -> NewItem {
        let mut new = says(at, id, "ben");
        if let ItemKind::Message(message) = &mut new.kind {
            message.marks.reply_to = Some(ServerId::from(to));
        }
        new
    }

    /// What a row shows of the message it answers, as somebody sees it who looks at every change.
    fn follow(seen: &mut Option<String>, timeline: &mut Timeline, row: crate::ItemId) {
        let told = timeline.take_diffs().into_iter().any(|diff| match diff {
            TimelineDiff::Insert { items, .. } => items.iter().any(|item| item.id == row),
            TimelineDiff::Update { item, .. } => item.id == row,
            TimelineDiff::Remove { .. } | TimelineDiff::Clear => false,
        });
        if told {
            let item = timeline.item(row).and_then(|item| item.message()?.marks.reply_to.clone());
            let quoted =
                item.and_then(|id| Some(timeline.quoted(&id)?.message()?.source.to_string()));
            *seen = quoted;
        }
    }

    #[test]
    fn a_quote_shows_what_can_be_seen_of_its_message_and_no_more() {
        let mut timeline = timeline();
        let said = timeline.merge(says(1_000, "m-1", "ana")).unwrap();
        let row = timeline.merge(answer(2_000, "m-2", "m-1")).unwrap();
        let mut seen = None;
        let mut check = |timeline: &mut Timeline, expected: Option<&str>| {
            follow(&mut seen, timeline, row);
            assert_eq!(seen.as_deref(), expected);
        };
        check(&mut timeline, Some("m-1"));
        timeline.conceal(said, Some(Concealed::Hidden), true);
        check(&mut timeline, None);
        timeline.conceal(said, None, true);
        check(&mut timeline, Some("m-1"));
        timeline.replace(said, RichText::plain("changed"), "changed", Marks::default());
        check(&mut timeline, Some("changed"));
        timeline.conceal(said, Some(Concealed::Redacted), false);
        check(&mut timeline, None);
    }

    #[test]
    fn a_quote_goes_with_a_message_that_is_let_go_of() {
        for deletes in [true, false] {
            let mut timeline = timeline();
            let said = timeline.merge(says(1_000, "m-1", "ana")).unwrap();
            for number in 0..60 {
                timeline.merge(says(2_000 + number, &format!("n-{number:02}"), "ana"));
            }
            let row = timeline.merge(answer(9_000, "m-2", "m-1")).unwrap();
            let mut seen = None;
            follow(&mut seen, &mut timeline, row);
            assert_eq!(seen.as_deref(), Some("m-1"));
            if deletes {
                timeline.remove(said);
            } else {
                timeline.prune(50);
            }
            follow(&mut seen, &mut timeline, row);
            assert_eq!(seen, None);
        }
    }
}
