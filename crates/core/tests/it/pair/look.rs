//! What one can see of a [`Pair`]: the screens of its clients, and whether they show what the server has.

use std::sync::Arc;

use chirrup_core::room::Role;
use chirrup_core::timeline::{Delivery, Origin};
use chirrup_core::{Event, Item, ItemKind, Phase, Room, RoomId};

use super::Pair;

impl Pair {
    pub(crate) fn room(&self, client: usize) -> RoomId {
        self.the_room(client).id()
    }

    pub(crate) fn the_room(&self, client: usize) -> &Room {
        self.clients[client].session.rooms().next().expect("a room")
    }

    pub(crate) fn phase(&self, client: usize) -> Phase {
        self.clients[client].session.phase()
    }

    /// The confirmed messages on screen: ids and texts.
    pub(crate) fn shown(&self, client: usize) -> Vec<(String, String)> {
        self.clients[client]
            .mirror
            .iter()
            .filter_map(|item| {
                let id = item.server_id.as_ref()?.as_str().to_owned();
                Some((id, item.message()?.source.to_string()))
            })
            .collect()
    }

    /// The texts on screen.
    pub(crate) fn texts(&self, client: usize) -> Vec<String> {
        let messages = self.clients[client].mirror.iter().filter_map(|item| item.message());
        messages.map(|message| message.source.to_string()).collect()
    }

    pub(crate) fn deliveries(&self, client: usize) -> Vec<Delivery> {
        let messages = self.clients[client].mirror.iter().filter_map(|item| item.message());
        let own = messages.filter(|message| message.origin == Origin::Own);
        own.map(|message| message.delivery).collect()
    }

    pub(crate) fn last_item(&self, client: usize) -> Arc<Item> {
        self.clients[client].mirror.last().expect("an item").clone()
    }

    pub(crate) fn kinds(&self, client: usize) -> Vec<ItemKind> {
        self.clients[client].mirror.iter().map(|item| item.kind.clone()).collect()
    }

    pub(crate) fn typing(&self, client: usize) -> Vec<String> {
        self.the_room(client).typing().iter().map(|who| who.name.to_string()).collect()
    }

    pub(crate) fn received(&self, client: usize) -> Vec<String> {
        self.clients[client]
            .events
            .iter()
            .filter_map(|event| match event {
                Event::MessageReceived { item, .. } => Some(item.message()?.source.to_string()),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn participants(&self, client: usize) -> Vec<(String, Role)> {
        let people = self.the_room(client).participants();
        people.iter().map(|who| (who.name.to_string(), who.role)).collect()
    }

    /// Every client shows what the server has, and nothing waits.
    pub(crate) fn assert_equal(&mut self, story: &str) {
        for client in 0..self.clients.len() {
            while matches!(
                self.the_room(client).history(),
                chirrup_core::room::HistoryState::More | chirrup_core::room::HistoryState::Failed
            ) {
                let room = self.room(client);
                self.act(client, |session, now| session.load_older(room, now));
                self.drive(60_000);
            }
            assert_eq!(self.shown(client), self.server.messages(), "{story}, client {client}");
            assert_eq!(self.texts(client).len(), self.shown(client).len(), "{story}: unsent");
            let gaps = self.kinds(client).contains(&ItemKind::Gap);
            assert!(!gaps, "{story}: no gap is left");
        }
    }
}
