//! Keys on a row: one opens its menu, and in triage single letters work through the messages.
//!
//! They work while the transcript has focus, never in a text field, and never with Ctrl, Alt or Meta.

use web_sys::HtmlElement;

use super::pointing::row_of;
use super::row::turn;
use super::{Front, Moderating};
use crate::ui::dom::find;

/// What Enter dives into.
const INSIDE: &str = "a, .text-button";

impl Moderating {
    /// The key that a letter stands for in triage; any other is itself.
    pub(super) fn key_of(self, key: String) -> String {
        if !self.triage.get_untracked() {
            return key;
        }
        match key.as_str() {
            "j" | "J" => "ArrowDown".to_owned(),
            "k" | "K" => "ArrowUp".to_owned(),
            _ => key,
        }
    }

    /// Takes a key that was pressed on a row, or on the transcript itself. Says whether it was one of ours.
    pub(super) fn take(self, key: &str, row: Option<&HtmlElement>) -> bool {
        if !self.room.capabilities.with_untracked(|can| can.moderation) {
            return false;
        }
        let triage = self.triage.get_untracked();
        let target = row.and_then(|row| self.target(row_of(Some(row))?));
        match (key, target, row) {
            ("Enter", Some(target), Some(row)) if find(row, INSIDE).is_none() => {
                self.open(Front::Menu(target));
            }
            ("." | "ContextMenu", Some(target), _) => self.open(Front::Menu(target)),
            ("t" | "T", Some(target), _) if triage => self.open(Front::TimeOuts(target)),
            ("h" | "H", Some(target), _) if triage => {
                let concealed = self.concealed(target.item);
                turn(&target, concealed, self);
            }
            ("u" | "U", _, _) if triage => self.chat.undo(),
            ("p" | "P", _, _) if triage => self.pause(),
            _ => return false,
        }
        true
    }

    /// Whether and how the message of a row is hidden.
    pub(super) fn concealed(
        self,
        item: chirrup_core::ItemId,
    ) -> Option<chirrup_core::timeline::Concealed> {
        self.room.rows.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == item)?;
            row.item.get_untracked().message()?.marks.concealed
        })
    }
}
