//! Which rulings count, and what looks different because of them.

use std::sync::Arc;

use chirrup_wire::conventions::Deed;

use super::ruling::{Ruling, Topic};
use super::{Change, Moderation};
use crate::ids::{ParticipantId, ServerId};
use crate::order::sort;
use crate::time::Millis;

impl Moderation {
    /// The lists are known: counts a ruling, or puts it to those that do not count.
    pub(super) fn decide(&mut self, ruling: Arc<Ruling>) {
        if !self.authority.has(&ruling.by) {
            self.waiting.enter(ruling);
            return;
        }
        if self.log.enter(ruling.clone()) {
            self.change(Change::Log);
        }
        if self.subjects.take(&ruling, &self.authority) {
            let (topic, name) = ruling.subject();
            self.tell(topic, name);
        }
    }

    /// The lists changed.
    pub(super) fn decide_again(&mut self, now: Millis) {
        self.change(Change::Authorities);
        if self.authority.is_known() {
            let Self { authority, log, waiting, .. } = self;
            let fallen = log.take(|ruling| !authority.has(&ruling.by));
            if !fallen.is_empty() {
                self.changes.push(Change::Log);
            }
            for ruling in fallen {
                waiting.enter(ruling);
            }
            let risen = waiting.take(|ruling| authority.has(&ruling.by));
            for (topic, name) in self.subjects.settle(&self.authority) {
                self.tell(topic, &name);
            }
            for ruling in risen {
                self.decide(ruling);
            }
        }
        self.tell_composing(now);
    }

    /// Another ruling counts on a subject.
    fn tell(&mut self, topic: Topic, name: &str) {
        match topic {
            Topic::Message => {
                self.change(Change::Message(ServerId::from(name)));
                if self.pin().is_some_and(|pin| pin.as_str() == name) {
                    self.change(Change::Pin);
                }
                self.schedule_redaction(name);
            }
            Topic::Person => {
                self.change(Change::Person(ParticipantId::from(name)));
                self.change(Change::Pin);
            }
            Topic::Clear => {
                self.change(Change::Messages);
                self.change(Change::Pin);
            }
            Topic::Timeout | Topic::Ban | Topic::Approval => {
                self.change(Change::Standing(ParticipantId::from(name)));
            }
            Topic::Review => {
                self.held.retain(|held| held.subject().1 != name);
                let ruling = self.subjects.counted(topic, name);
                let held = ruling.filter(|ruling| matches!(ruling.deed, Deed::Held { .. }));
                self.held.extend(held.cloned());
                sort(&mut self.held, |a, b| b.is_after(a));
                self.change(Change::Held);
            }
            Topic::SlowMode => {
                let seconds = self.slow_mode_seconds();
                self.changes.retain(|change| !matches!(change, Change::SlowMode(_)));
                self.change(Change::SlowMode(seconds));
            }
            Topic::Pin => self.change(Change::Pin),
            Topic::Announcement => self.change(Change::Announcement),
            Topic::Mode => {
                let mode = self.mode();
                self.changes.retain(|change| !matches!(change, Change::Mode(_)));
                self.change(Change::Mode(mode));
            }
        }
    }

    /// An own hiding that counts ends in a redaction, and one that does not, does not.
    pub(super) fn schedule_redaction(&mut self, message: &str) {
        self.redactions.retain(|(_, known)| known.as_str() != message);
        let hide = self.counted(Topic::Message, message);
        let hide = hide.filter(|ruling| {
            matches!(ruling.deed, Deed::Hide { .. }) && ruling.by == self.setup.own
        });
        if let Some(due) = hide.map(|hide| hide.undo_until()) {
            self.redactions.push((due, ServerId::from(message)));
        }
    }

    pub(super) fn tell_composing(&mut self, now: Millis) {
        let composing = self.composing(now);
        if composing != self.told {
            self.told = composing.clone();
            self.changes.retain(|change| !matches!(change, Change::Composing(_)));
            self.change(Change::Composing(composing));
        }
    }

    pub(super) fn change(&mut self, change: Change) {
        // What concerns one of many is told as it comes: to look for it among all would cost more.
        let is_of_one =
            matches!(change, Change::Message(_) | Change::Person(_) | Change::Standing(_));
        if is_of_one || !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }
}
