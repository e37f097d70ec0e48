//! Coming back: what is kept of a conversation between page loads, and between tabs.
//!
//! Nothing is kept before a conversation was started, and a reset leaves nothing.

use super::Session;
use super::phase::Phase;
use crate::event::{Event, RoomChange};
use crate::ids::RoomId;
use crate::output::{Output, StoreKey};
use crate::pairs::Pairs;
use crate::protocol::connect::Contact;
use crate::room::{EndReason, Seen};
use crate::session::config::Side;
use crate::time::Millis;
use chirrup_wire::Secret;

/// Names the format, so that a later version can tell.
const FORMAT: &str = "connect 1";
/// How long the transcript of a conversation that is over can be come back to.
const ENDED_KEPT_MILLIS: u64 = 24 * 3_600_000;

/// What is needed to come back: one value per line, because a derived format is kilobytes of the widget.
#[derive(Debug)]
struct Kept {
    contact: Contact,
    /// Reads history even when the conversation is over.
    token: Option<Secret>,
    ended_at: Option<Millis>,
}

impl Kept {
    fn to_text(&self) -> String {
        let Contact { display_name, markdown, .. } = &self.contact;
        let lines = [
            FORMAT,
            &self.contact.contact_id,
            &self.contact.initial_contact_id,
            &self.contact.participant_id,
            self.contact.participant_token.reveal(),
            &display_name.replace(['\n', '\r'], " "),
            if *markdown { "markdown" } else { "plain" },
            self.token.as_ref().map_or("", Secret::reveal),
            &self.ended_at.map_or(String::new(), |at| at.0.to_string()),
        ];
        lines.join("\n")
    }

    /// Nothing when the text is not what this version writes.
    fn from_text(text: &str) -> Option<Self> {
        let lines: Vec<_> = text.split('\n').collect();
        let [FORMAT, contact_id, initial, participant, secret, name, markup, token, ended_at] =
            lines[..]
        else {
            return None;
        };
        let contact = Contact {
            contact_id: contact_id.to_owned(),
            initial_contact_id: initial.to_owned(),
            participant_id: participant.to_owned(),
            participant_token: Secret::new(secret),
            display_name: name.to_owned(),
            markdown: markup == "markdown",
        };
        let token = Some(token).filter(|token| !token.is_empty()).map(Secret::new);
        let ended_at = ended_at.parse().ok().map(Millis);
        Some(Self { contact, token, ended_at })
    }
}

impl Session {
    /// Drops what an earlier page load kept when it is too old to come back to.
    pub(super) fn forget_stale(&mut self, now: Millis) {
        let kept = self.kept();
        let stale = kept
            .as_ref()
            .is_none_or(|kept| kept.ended_at.is_some_and(|at| now.since(at) >= ENDED_KEPT_MILLIS));
        if stale && self.adapter.side() == Side::Customer {
            for (key, _) in std::mem::take(&mut self.stored) {
                self.outputs.push_back(Output::Forget { key });
            }
        }
    }

    pub(super) fn has_kept(&self) -> bool {
        self.kept().is_some()
    }

    pub(super) fn come_back(&mut self, now: Millis) {
        let Some(kept) = self.kept() else { return };
        self.resumed = true;
        self.adapter.contact = Some(kept.contact);
        self.adapter.token = kept.token;
        self.open_room(now);
        if kept.ended_at.is_some() {
            self.finish(EndReason::Expired, now);
        } else {
            self.set_phase(Phase::Connecting { attempt: 1 });
            self.connect();
        }
    }

    /// Keeps what is needed to come back. An agent comes back through the desk.
    pub(super) fn keep_resume(&mut self, ended_at: Option<Millis>) {
        let Some(contact) = self.adapter.contact.clone() else { return };
        if self.adapter.side() == Side::Agent {
            return;
        }
        let token = self.adapter.token.clone();
        let value = Secret::from(Kept { contact, token, ended_at }.to_text());
        self.outputs.push_back(Output::Store { key: StoreKey::Resume, value });
    }

    /// What earlier page loads kept for this room: how far it was read, the draft, unsent messages.
    pub(super) fn restore_room(&mut self, room_id: RoomId, now: Millis) {
        let seen = self.stored.remove(&StoreKey::Seen);
        let draft = self.stored.remove(&StoreKey::Draft);
        if let Some(room) = self.rooms.get_mut(room_id) {
            room.seen = seen.and_then(|seen| Seen::from_text(seen.reveal()));
            if let Some(draft) = draft {
                draft.reveal().clone_into(&mut room.draft);
                room.changes.push(RoomChange::Draft(room.draft.clone()));
            }
        }
        self.restore_outbox(room_id, now);
    }

    /// Another tab stored or dropped a value.
    pub(super) fn take_stored(&mut self, key: &StoreKey, value: Option<Secret>, now: Millis) {
        match (key, value) {
            (StoreKey::Seen, Some(value)) => {
                let Some(seen) = Seen::from_text(value.reveal()) else { return };
                for room in self.rooms.iter_mut() {
                    room.see(seen.clone());
                }
            }
            (StoreKey::Draft, value) => {
                let draft = value.as_ref().map_or("", Secret::reveal);
                for room in self.rooms.iter_mut() {
                    if room.draft != draft {
                        draft.clone_into(&mut room.draft);
                        room.changes.push(RoomChange::Draft(room.draft.clone()));
                    }
                }
            }
            (StoreKey::Outbox(token), None) => self.drop_unsent(token),
            (StoreKey::Resume, None) => self.leave(),
            (StoreKey::Resume, Some(value)) => self.follow(value, now),
            // What another tab sends comes back as this person's message.
            (StoreKey::Seen, None) | (StoreKey::Outbox(_), Some(_)) => {}
        }
    }

    /// Another tab is in a conversation: a visitor has one, so this tab joins it.
    fn follow(&mut self, value: Secret, now: Millis) {
        let Some(kept) = parse(&value) else { return };
        let same = self
            .adapter
            .contact
            .as_ref()
            .is_some_and(|own| own.participant_id == kept.contact.participant_id);
        if same || kept.ended_at.is_some() || self.phase == Phase::Starting {
            return;
        }
        self.leave();
        self.stored.insert(StoreKey::Resume, value);
        self.come_back(now);
    }

    /// Leaves the conversation without touching what is kept.
    pub(super) fn leave(&mut self) {
        self.close_link("reset");
        self.calls.cancel(|_| true, &mut self.outputs);
        self.timers.keep_only_midnight();
        for room in self.rooms.iter() {
            self.events.push_back(Event::RoomClosed(room.id()));
        }
        self.rooms.clear();
        self.adapter.contact = None;
        self.adapter.token = None;
        self.stored = Pairs::new();
        self.starting = None;
        self.resumed = false;
        self.end_asked = None;
        self.last_typing = None;
        self.forget_attendance();
        self.set_phase(Phase::Idle);
    }

    fn kept(&self) -> Option<Kept> {
        parse(self.stored.get(&StoreKey::Resume)?)
    }
}

fn parse(value: &Secret) -> Option<Kept> {
    Kept::from_text(value.reveal())
}

#[cfg(test)]
mod tests {
    use super::{Contact, Kept, Millis, Secret};

    #[test]
    fn what_is_kept_is_read_back() {
        for (token, ended_at) in [(None, None), (Some(Secret::new("ctok")), Some(Millis(7)))] {
            let contact = Contact {
                contact_id: "c-1".into(),
                initial_contact_id: "c-0".into(),
                participant_id: "p-1".into(),
                participant_token: Secret::new("ptok"),
                display_name: "Mira\nsecond line".into(),
                markdown: true,
            };
            let text = Kept { contact, token: token.clone(), ended_at }.to_text();
            let kept = Kept::from_text(&text).expect("readable");
            assert_eq!(kept.contact.participant_token, Secret::new("ptok"));
            assert_eq!(kept.contact.display_name, "Mira second line");
            assert!(kept.contact.markdown);
            assert_eq!((kept.token, kept.ended_at), (token, ended_at));
        }
    }
}
