//! What happens because of an entry, whether it came in a frame or on a page.

use super::Session;
use crate::event::{Event, RoomChange};
use crate::ids::{ItemId, RoomId, ServerId};
use crate::output::{Output, StoreKey};
use crate::protocol::{Accepted, Entry, EntryKind, Receipt, Said};
use crate::room::roster::News;
use crate::room::{EndReason, Room};
use crate::session::config::Side;
use crate::time::Millis;
use crate::timeline::receipt::Reach;
use crate::timeline::{
    Author, Delivery, GroupPlace, Item, ItemKind, Message, NewItem, Notice, Origin,
};
use chirrup_wire::Secret;

impl Session {
    /// An entry that came in a frame.
    pub(super) fn take_live_entry(&mut self, room_id: RoomId, entry: Entry, now: Millis) {
        let clock = self.backend_time(now);
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        if let EntryKind::Burst { emoji, count } = entry.kind {
            if let Some(author) = entry.author.filter(|author| room.hears(author, clock)) {
                let who = author.id;
                self.events.push_back(Event::Burst { room: room_id, who, emoji, count });
            }
            return;
        }
        if matches!(entry.kind, EntryKind::Typing) {
            if let Some(author) = entry.author.filter(|author| room.hears(author, clock))
                && room.typists.note(&author, now)
            {
                room.tell_typing();
            }
            return;
        }
        if matches!(entry.kind, EntryKind::Rehydrated) {
            room.pages.reopen();
            self.want_missed();
            return;
        }
        let place = entry.at.map(|at| (at, entry.id.clone()));
        let is_over = match entry.kind {
            EntryKind::Ended { is_past } => !is_past,
            // An agent's part is over when somebody else takes the contact.
            EntryKind::Transferred => self.adapter.side() == Side::Agent,
            EntryKind::Message(_)
            | EntryKind::Typing
            | EntryKind::Joined
            | EntryKind::Left
            | EntryKind::Invited
            | EntryKind::Idle
            | EntryKind::Returned
            | EntryKind::AutoDisconnected
            | EntryKind::Renamed
            | EntryKind::TransferFailed
            | EntryKind::Rehydrated
            | EntryKind::Receipts(_)
            | EntryKind::Opaque(_)
            | EntryKind::Action(_)
            | EntryKind::Burst { .. }
            | EntryKind::Redacted
            | EntryKind::Deleted
            | EntryKind::Nothing => false,
        };
        let is_receipt = matches!(entry.kind, EntryKind::Receipts(_));
        self.take_entry(room_id, entry, true, now);
        if let Some((at, id)) = place.filter(|_| !is_receipt)
            && let Some(room) = self.rooms.get_mut(room_id)
        {
            room.pages.note_live(at, &id);
        }
        if is_over {
            let own = self.end_asked.is_some();
            self.finish(if own { EndReason::Own } else { EndReason::Remote }, now);
        }
    }

    /// An entry of any origin. `is_news` when the person could not have seen it before.
    pub(super) fn take_entry(&mut self, room_id: RoomId, entry: Entry, is_news: bool, now: Millis) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Entry { id, at, author, kind } = entry;
        let at = at.unwrap_or_else(|| room.timeline.newest_confirmed().map_or(now, |item| item.at));
        let old_name = author.as_ref().and_then(|author| room.roster.name(&author.id));
        if let Some(author) = &author {
            room.take_news(author, &kind, at);
        }
        let notice = match (kind, author) {
            (EntryKind::Message(said), Some(author)) => {
                self.take_message(room_id, id, at, author, said, is_news, now);
                return;
            }
            (EntryKind::Receipts(receipts), _) => {
                self.take_receipts(room_id, &receipts);
                return;
            }
            (EntryKind::Action(action), Some(author)) => {
                self.take_action(room_id, id, at, &author, action, now);
                return;
            }
            (EntryKind::Redacted, author) => {
                room.take_redacted(id, at, author);
                return;
            }
            (EntryKind::Deleted, _) => {
                room.take_deleted(&id);
                return;
            }
            (EntryKind::Message(_), None) => Notice::Opaque { content_type: "text".into() },
            // What this person does needs no notice; they were there.
            (
                EntryKind::Joined
                | EntryKind::Left
                | EntryKind::Invited
                | EntryKind::Idle
                | EntryKind::Returned
                | EntryKind::Renamed,
                Some(author),
            ) if room.is_own(&author.id) => return,
            (EntryKind::Joined, Some(author)) => Notice::Joined(author),
            (EntryKind::Left, Some(author)) => Notice::Left(author),
            (EntryKind::Invited, Some(author)) => Notice::Invited(author),
            (EntryKind::Idle, Some(author)) => Notice::Idle(author),
            (EntryKind::Returned, Some(author)) => Notice::Returned(author),
            (EntryKind::Renamed, Some(who)) => {
                Notice::Renamed { who, from: old_name.unwrap_or_default() }
            }
            (EntryKind::AutoDisconnected, author) => Notice::AutoDisconnected(author),
            (EntryKind::Transferred, _) => Notice::Transferred,
            (EntryKind::TransferFailed, _) => Notice::TransferFailed,
            (EntryKind::Ended { .. }, _) => Notice::Ended,
            (EntryKind::Opaque(content_type), _) => Notice::Opaque { content_type },
            (
                EntryKind::Joined
                | EntryKind::Left
                | EntryKind::Invited
                | EntryKind::Idle
                | EntryKind::Returned
                | EntryKind::Renamed
                | EntryKind::Typing
                | EntryKind::Rehydrated
                | EntryKind::Action(_)
                | EntryKind::Burst { .. }
                | EntryKind::Nothing,
                _,
            ) => return,
        };
        room.timeline.merge(NewItem { server_id: id, at, kind: ItemKind::Notice(notice) });
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one entry, taken apart once")]
    fn take_message(
        &mut self,
        room_id: RoomId,
        id: ServerId,
        at: Millis,
        author: Author,
        said: Said,
        is_news: bool,
        now: Millis,
    ) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        if room.typists.clear(&author.id) {
            room.tell_typing();
        }
        let receipts = said.receipts.clone();
        let known = room.timeline.find(&id).map(|item| item.id);
        let item = if room.is_own(&author.id) {
            match known {
                Some(item) => room.take_again(item, at, &said),
                None => self.take_echo(room_id, id, at, said, now),
            }
            None
        } else if let Some(item) = known.filter(|_| room.capabilities.crowd) {
            room.take_again(item, at, &said);
            None
        } else if let Some(item) = known {
            room.take_piece(item, &id, &said).then_some(item)
        } else {
            room.take_others_message(&id, at, author, &said)
        };
        self.take_receipts(room_id, &receipts);
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some(item) = item.and_then(|item| room.timeline.item(item)).cloned() else { return };
        if known.is_none() && room.is_unread(&item) && Room::is_shown(&item) {
            room.set_unread(room.unread.saturating_add(1));
        }
        let is_whole = item.server_id.as_ref().is_none_or(|id| !room.is_streaming(id));
        if is_news && is_whole && Room::is_shown(&item) {
            room.want_delivered(&item, now);
            self.tell_timeline(room_id);
            self.events.push_back(Event::MessageReceived { room: room_id, item });
        }
    }

    /// An own message that is not here by its id: the echo of one of the outbox, or from elsewhere.
    fn take_echo(&mut self, room_id: RoomId, id: ServerId, at: Millis, said: Said, now: Millis) {
        let clock = self.backend_time(now);
        let Said { source, markup, marks, token, review, .. } = said;
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let is_waited_for =
            |token: &String| room.outbox.unsent.iter().any(|unsent| unsent.token == *token);
        if let Some(token) = token.filter(is_waited_for) {
            let accepted = Accepted { id, at: Some(at), review };
            self.confirm_unsent(room_id, &token, accepted, now);
            return;
        }
        if room.capabilities.crowd {
            // Its token says that it is none of these.
            room.note_own(&id, at, clock);
            let detail = marks.detail.clone();
            let item = room.insert_own(&id, at, &source, markup, marks);
            if let Some(item) = item {
                room.show_review(item, review, detail);
            }
            room.review_row(&id);
            return;
        }
        self.take_own_message(room_id, id, at, source, markup);
    }

    fn take_receipts(&mut self, room_id: RoomId, receipts: &[Receipt]) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let mut seen = None;
        for receipt in receipts {
            let own = receipt.recipient.as_ref().is_some_and(|recipient| room.is_own(recipient));
            if !own {
                let reach = if receipt.is_read { Reach::Read } else { Reach::Delivered };
                room.take_reach(&receipt.message, reach);
            } else if receipt.is_read {
                // Read by this person on another device.
                let item = room.timeline.find(&receipt.message).map(|item| item.id);
                seen = seen.max(item.and_then(|item| room.seen_up_to(item)));
            }
        }
        if let Some(seen) = seen
            && room.see(seen)
        {
            self.keep_seen(room_id);
        }
    }

    pub(super) fn keep_seen(&mut self, room_id: RoomId) {
        let seen = self.rooms.get(room_id).and_then(|room| room.seen.as_ref());
        if let Some(seen) = seen {
            let value = Secret::from(seen.to_text());
            self.outputs.push_back(Output::Store { key: StoreKey::Seen, value });
        }
    }
}

impl Room {
    pub(super) fn tell_typing(&mut self) {
        let typing = self.typing();
        self.changes.push(RoomChange::Typing(typing));
    }

    /// What an entry says of who is in the room.
    fn take_news(&mut self, author: &Author, kind: &EntryKind, at: Millis) {
        let news = match kind {
            EntryKind::Message(_) | EntryKind::Joined => News::Came,
            EntryKind::Left | EntryKind::AutoDisconnected => News::Went,
            EntryKind::Idle => News::FellSilent,
            EntryKind::Returned => News::CameBack,
            EntryKind::Renamed => News::Renamed,
            EntryKind::Invited
            | EntryKind::Typing
            | EntryKind::Transferred
            | EntryKind::TransferFailed
            | EntryKind::Ended { .. }
            | EntryKind::Rehydrated
            | EntryKind::Receipts(_)
            | EntryKind::Opaque(_)
            | EntryKind::Action(_)
            | EntryKind::Burst { .. }
            | EntryKind::Redacted
            | EntryKind::Deleted
            | EntryKind::Nothing => return,
        };
        if self.capabilities.crowd {
            if matches!(kind, EntryKind::Message(_)) {
                self.crowd.note(author);
            }
            return;
        }
        if news == News::Went && self.typists.clear(&author.id) {
            self.tell_typing();
        }
        if self.roster.take(author, news, at) {
            let present = self.roster.present();
            self.changes.push(RoomChange::Participants(present));
        }
    }

    /// A message of somebody else that is not here yet. The pieces of a streamed answer begin with the first
    /// or with the whole.
    fn take_others_message(
        &mut self,
        id: &ServerId,
        at: Millis,
        author: Author,
        said: &Said,
    ) -> Option<ItemId> {
        if let Some(piece) = said.piece.filter(|piece| !piece.is_whole) {
            if piece.number != 1 {
                return None;
            }
            self.streams.push((id.clone(), 1));
        }
        let author = self.enroll(id, author);
        let kind = ItemKind::Message(Message {
            author,
            origin: Origin::Other,
            text: std::sync::Arc::new(said.markup.parse(&said.source)),
            source: said.source.as_str().into(),
            delivery: Delivery::Received,
            group: GroupPlace::Single,
            marks: said.marks.clone(),
        });
        let item = self.timeline.merge(NewItem { server_id: id.clone(), at, kind });
        self.review_row(id);
        item
    }

    /// Whether an answer is still being written.
    fn is_streaming(&self, id: &ServerId) -> bool {
        self.streams.iter().any(|(known, _)| known == id)
    }

    /// The next piece of an answer, or the whole of it. Pieces out of order are dropped; the whole heals the
    /// text. Answers whether the answer is complete because of this.
    fn take_piece(&mut self, item: ItemId, id: &ServerId, said: &Said) -> bool {
        let Some(index) = self.streams.iter().position(|(known, _)| known == id) else {
            return false;
        };
        let Some((_, last)) = self.streams.get_mut(index) else { return false };
        let written = |item: &Item| item.message().map(|message| message.source.clone());
        let so_far = self.timeline.item(item).and_then(|item| written(item));
        let source = match said.piece {
            Some(piece) if !piece.is_whole => {
                if piece.number != *last + 1 {
                    return false;
                }
                *last = piece.number;
                [so_far.as_deref().unwrap_or_default(), &said.source].concat()
            }
            Some(_) | None => {
                self.streams.remove(index);
                said.source.clone()
            }
        };
        self.timeline.rewrite(item, said.markup.parse(&source), &source);
        !self.is_streaming(id)
    }
}
