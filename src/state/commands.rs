//! What components can tell a chat. A chat that is gone takes every command and does nothing.

use chirrup_core::session::{JoinDetails, SendError, StartDetails};
use chirrup_core::{ItemId, ItemKind, Millis, RoomId, Session};
use chirrup_wire::Secret;

use super::{Chat, HostEvent, Panel, apply, transcript};

impl Chat {
    /// Starts a conversation with the answers of the pre-chat form. What the host page set with `identify`
    /// and `setAttributes` goes along; the person's answers win.
    pub fn start(self, mut details: StartDetails) {
        apply::start_name(self, &details.display_name);
        if let Some(works) = self.works() {
            for (name, value) in works.carried.borrow().attributes.clone() {
                if details.attributes.get(&name).is_none() {
                    details.attributes.insert(name, value);
                }
            }
        }
        self.command(|session, now| session.start(details, now));
    }

    /// Joins a conversation that somebody else started: the agent's way in.
    pub fn join(self, details: JoinDetails) {
        self.command(|session, now| session.join(details, now));
    }

    /// Comes into an event with a ticket.
    pub fn sign_in(self, ticket: &str) {
        if let Some(works) = self.works() {
            *works.ticket.borrow_mut() = Secret::new(ticket);
        }
        self.command(|session, now| session.sign_in(ticket, now));
    }

    /// Comes into an event with the ticket that was tried last, or with what this device did before.
    pub fn sign_in_again(self) {
        let ticket = self.works().map(|works| works.ticket.borrow().clone()).unwrap_or_default();
        match ticket.reveal() {
            "" => self.command(Session::resume),
            ticket => self.command(|session, now| session.sign_in(ticket, now)),
        }
    }

    /// Moves the person's place in an event here, from the device that has it, or back into the room.
    pub fn take_over(self) {
        self.command(Session::take_over);
    }

    /// Asks whether a nickname could be had.
    pub fn check_nickname(self, nickname: &str) {
        apply::nickname_asked(self);
        self.command(|session, now| session.check_nickname(nickname, now));
    }

    /// Takes a nickname, and goes into the room with it.
    pub fn claim_nickname(self, nickname: &str) {
        apply::nickname_asked(self);
        self.command(|session, now| session.claim_nickname(nickname, now));
    }

    /// Sends a text and follows it. The composer clears itself on `Ok` only.
    ///
    /// # Errors
    /// The text was not taken.
    pub fn send(self, text: &str) -> Result<ItemId, SendError> {
        self.room_command(|session, room, now| session.send(room, text, now))
            .unwrap_or(Err(SendError::Ended))
    }

    /// Sends a failed message again.
    pub fn retry(self, item: ItemId) {
        self.room_command(|session, room, now| session.retry(room, item, now));
    }

    /// Takes an unsent message away.
    pub fn discard(self, item: ItemId) {
        self.room_command(|session, room, now| session.discard(room, item, now));
    }

    /// Takes an own message back, for everybody and for good.
    pub fn delete(self, item: ItemId) {
        self.room_command(|session, room, now| session.delete(room, item, now));
    }

    /// Puts an item's text on the clipboard.
    pub fn copy(self, item: ItemId) {
        let (Some(works), Some(room)) = (self.works(), self.room.get_untracked()) else {
            return;
        };
        let row = room.rows.with_untracked(|rows| rows.iter().find(|row| row.id == item).cloned());
        let Some(item) = row.map(|row| row.item.get_untracked()) else {
            return;
        };
        if let ItemKind::Message(message) = &item.kind {
            works.driver.outside().copy_text(&message.source);
        }
    }

    /// Loads the next older page.
    pub fn load_older(self) {
        self.room_command(Session::load_older);
    }

    /// The person has seen everything up to this item.
    pub fn mark_read(self, item: ItemId) {
        self.room_command(|session, room, now| session.mark_read(room, item, now));
    }

    /// The person is at the end of the transcript, or reads further up.
    pub fn set_following(self, is_following: bool) {
        self.room_command(|session, room, now| session.set_following(room, is_following, now));
    }

    /// The composer's text changed.
    pub fn set_draft(self, text: &str) {
        self.room_command(|session, room, now| session.set_draft(room, text, now));
    }

    /// Ends the conversation for good.
    pub fn end(self) {
        apply::problem_seen(self);
        self.room_command(Session::end);
    }

    /// Forgets the ended conversation and shows the pre-chat form.
    pub fn start_over(self) {
        self.command(Session::reset);
    }

    /// Hands the person a text file of the whole conversation, older pages included.
    pub fn download_transcript(self) {
        transcript::begin(self);
    }

    /// Asks the loader to close the window.
    pub fn close(self) {
        if let Some(works) = self.works() {
            works.tell(HostEvent::CloseAsked);
        }
    }

    /// Asks the loader for moderators' tools once more.
    pub fn fetch_tools(self) {
        if let Some(works) = self.works() {
            works.tell(HostEvent::KeepsOrder);
        }
    }

    /// Those could not be had.
    pub fn lack_tools(self) {
        apply::lack_tools(self);
    }

    /// The window opened or closed.
    pub fn set_panel(self, panel: Panel) {
        if self.panel.try_get_untracked().is_none_or(|before| before == panel) {
            return;
        }
        apply::panel(self, panel);
        if let Some(works) = self.works() {
            works.driver.command(|session, now| session.attend(panel != Panel::Closed, now));
        }
        if panel != Panel::Closed {
            self.visit();
        }
    }

    /// The person came back to the conversation.
    pub(super) fn visit(self) {
        self.room_command(Session::visit);
    }

    fn command(self, give: impl FnOnce(&mut Session, Millis)) {
        apply::problem_seen(self);
        if let Some(works) = self.works() {
            works.driver.command(give);
        }
    }

    pub(super) fn room_command<R>(
        self,
        give: impl FnOnce(&mut Session, RoomId, Millis) -> R,
    ) -> Option<R> {
        let room = self.room.try_get_untracked().flatten()?.id;
        Some(self.works()?.driver.command(|session, now| give(session, room, now)))
    }
}
