//! One write: the records, the time, and the news it makes.

use crate::clock::Millis;
use crate::domain::{Body, Item, ParticipantId, Phase, Room};
use crate::store::{ChimeWrites, News, Reads, Receipt, StoreError, Writes};

/// One write in progress.
pub struct Tx<'a> {
    records: &'a dyn Writes,
    now: Millis,
    news: Vec<News>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(records: &'a dyn Writes, now: Millis) -> Self {
        Self { records, now, news: Vec::new() }
    }

    pub(super) fn into_news(self) -> Vec<News> {
        self.news
    }

    /// The records, to change.
    pub fn records(&self) -> &dyn Writes {
        self.records
    }

    /// The records, to ask.
    pub fn reads(&self) -> &dyn Reads {
        self.records
    }

    /// Messaging and identity, to change.
    pub fn chime(&self) -> ChimeWrites<'a> {
        self.records.chime_writes()
    }

    /// The time of this write. Later writes never have an earlier order.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// Tells something after the commit.
    pub fn tell(&mut self, news: News) {
        self.news.push(news);
    }

    /// Keeps a room and the items that its change made, and tells them.
    pub fn keep(&mut self, room: &Room, items: Vec<Item>) -> Result<(), StoreError> {
        self.keep_said(room, items, None)
    }

    /// [`Self::keep`], with the client token of the message among the items.
    pub fn keep_said(
        &mut self,
        room: &Room,
        items: Vec<Item>,
        client_token: Option<&str>,
    ) -> Result<(), StoreError> {
        self.records.save_room(room)?;
        for item in items {
            if item.body.is_kept() {
                let token = client_token.filter(|_| item.body.is_message());
                self.records.add_item(&room.id, &item, token)?;
            }
            self.tell_item(room, item);
        }
        if room.is_ended() {
            self.tell(News::Over { room_id: room.id.clone() });
        }
        if let Some(at) = room.next_wake() {
            self.tell(News::Wake(at));
        }
        if !matches!(room.phase, Phase::Expected | Phase::Bot) {
            self.tell(News::Desk);
        }
        Ok(())
    }

    /// Tells that somebody types.
    pub fn tell_typing(&mut self, room: &Room, item: Item, who: &ParticipantId) {
        self.tell(News::Item { room_id: room.id.clone(), item, except: Some(who.clone()) });
    }

    /// Tells a receipt.
    pub fn tell_receipt(&mut self, room: &Room, receipt: Receipt) {
        let contact_id = room.contact_id.clone();
        self.tell(News::Receipt { room_id: room.id.clone(), contact_id, receipt });
    }

    fn tell_item(&mut self, room: &Room, item: Item) {
        let gone = match (&item.body, &item.sender) {
            (Body::Left, Some(sender)) => Some(sender.participant_id.clone()),
            _ => None,
        };
        self.tell(News::Item { room_id: room.id.clone(), item, except: None });
        if let Some(participant_id) = gone
            && !room.is_ended()
        {
            self.tell(News::Gone { room_id: room.id.clone(), participant_id });
        }
    }
}
