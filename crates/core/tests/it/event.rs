//! Live events: the way in, the room, its moderators, and everything that can go wrong on the way.

mod login;
mod merged;
mod moderators;
mod network;
mod pace;
mod parts;
mod private;
mod room;
mod watch;

use chirrup_core::session::Admission;
use chirrup_core::timeline::Concealed;
use chirrup_core::{Event, Phase, Session};

use crate::pair::{Faults, Pair};

impl Pair {
    /// Guests with these tickets who are in the room, over a good network.
    pub(crate) fn event(tickets: &[&str]) -> Self {
        let mut pair = Self::new(1, Faults::none());
        for ticket in tickets {
            let client = pair.add_guest();
            pair.sign_in(client, ticket);
        }
        pair.drive(5_000);
        for client in 0..tickets.len() {
            assert_eq!(pair.phase(client), Phase::Live, "{:?}", pair.admission(client));
        }
        pair
    }

    pub(crate) fn sign_in(&mut self, client: usize, ticket: &str) {
        self.act(client, |session, now| session.sign_in(ticket, now));
    }

    pub(crate) fn admission(&self, client: usize) -> Admission {
        self.clients[client].session.admission().expect("a way in").clone()
    }

    /// What the stage has is what everybody sees.
    pub(crate) fn assert_event(&mut self, story: &str) {
        for client in 0..self.clients.len() {
            while matches!(
                self.the_room(client).history(),
                chirrup_core::room::HistoryState::More | chirrup_core::room::HistoryState::Failed
            ) {
                let room = self.room(client);
                self.act(client, |session, now| session.load_older(room, now));
                self.drive(60_000);
            }
            assert_eq!(self.shown(client), self.stage.shown(), "{story}, client {client}");
            assert_eq!(self.texts(client).len(), self.shown(client).len(), "{story}: unsent");
        }
    }

    /// Which messages are concealed, and how.
    pub(crate) fn concealed(&self, client: usize) -> Vec<Concealed> {
        let messages = self.clients[client].mirror.iter().filter_map(|item| item.message());
        messages.filter_map(|message| message.marks.concealed).collect()
    }

    pub(crate) fn heard(&self, client: usize, is: impl Fn(&Event) -> bool) -> usize {
        self.clients[client].events.iter().filter(|event| is(event)).count()
    }

    pub(crate) fn in_room(
        &mut self,
        client: usize,
        act: impl FnOnce(&mut Session, chirrup_core::RoomId, chirrup_core::Millis),
    ) {
        let room = self.room(client);
        self.act(client, |session, now| act(session, room, now));
    }
}
