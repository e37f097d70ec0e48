//! The client core at work: a session with a pump, as a page has it.

mod pump;

use std::collections::BTreeMap;
use std::sync::Arc;

use chirrup_core::room::HistoryState;
use chirrup_core::session::{Backend, ConnectConfig, JoinDetails, Side, StartDetails};
use chirrup_core::{
    Item, ItemKind, Millis, Pairs, Phase, RoomId, Session, SessionConfig, StoreKey,
};
use chirrup_wire::Secret;
use serde_json::Value;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::PATIENCE;
use pump::{Clock, Pump};

/// What a page keeps, and what it knows when it is loaded anew.
#[derive(Clone)]
pub(crate) struct Kept {
    config: ConnectConfig,
    clock: Clock,
    stored: BTreeMap<StoreKey, Secret>,
}

/// A session that runs, until it is dropped like a page that is closed.
pub(crate) struct Client {
    pump: Arc<Pump>,
    kept: Kept,
    _stop: DropGuard,
}

impl Client {
    /// A page that was never here, on a server or on a proxy before it.
    pub(crate) fn new(root: &str, side: Side) -> Self {
        let config = ConnectConfig {
            start_url: format!("{root}/connect/start-chat"),
            endpoint: format!("{root}/connect"),
            instance_id: "i-1".into(),
            contact_flow_id: "f-1".into(),
            side,
        };
        Self::load(Kept { config, clock: Clock::start(), stored: BTreeMap::new() })
    }

    /// A page with what an earlier load kept.
    pub(crate) fn load(kept: Kept) -> Self {
        let config = SessionConfig {
            backend: Backend::connect(kept.config.clone()),
            utc_offset_minutes: 0,
            seed: uuid::Uuid::new_v4().as_u128(),
            stored: kept.stored.clone().into_iter().collect::<Pairs<_, _>>(),
        };
        let session = Session::new(config, kept.clock.now());
        let stop = CancellationToken::new();
        let pump = Pump::start(session, kept.stored.clone(), kept.clock, stop.clone());
        Self { pump, kept, _stop: stop.drop_guard() }
    }

    /// Closes the page without a word to anybody, and gives what it kept.
    pub(crate) fn close(self) -> Kept {
        Kept { stored: self.pump.lock().stored.clone(), ..self.kept }
    }

    pub(crate) fn act<T>(&self, act: impl FnOnce(&mut Session, Millis) -> T) -> T {
        self.pump.act(act)
    }

    /// Starts a chat and waits until it is live and its beginning is read.
    pub(crate) async fn start(&self, name: &str) {
        let details = StartDetails { display_name: name.into(), ..StartDetails::default() };
        self.act(|session, now| session.start(details, now));
        self.ready().await;
    }

    /// Joins as the desk does with what an accept answered.
    pub(crate) async fn join(&self, accepted: &Value) {
        let text = |field: &str| accepted[field].as_str().expect("an id").to_owned();
        let details = JoinDetails {
            contact_id: text("contactId"),
            initial_contact_id: text("initialContactId"),
            participant_id: text("participantId"),
            participant_token: Secret::new(text("participantToken")),
            display_name: "Ana".into(),
        };
        self.act(|session, now| session.join(details, now));
        self.ready().await;
    }

    pub(crate) async fn ready(&self) {
        self.until("a live chat", |session| {
            let is_read = matches!(history(session), HistoryState::More | HistoryState::Complete);
            session.phase() == Phase::Live && is_read
        })
        .await;
    }

    pub(crate) fn send(&self, text: &str) {
        self.act(|session, now| session.send(room(session), text, now)).expect("taken");
    }

    /// Waits until something holds. Says what it waited for when it never does.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Session) -> bool) {
        let mut changes = self.pump.changes.subscribe();
        let wait = async {
            while !holds(&self.pump.lock().session) {
                changes.changed().await.expect("the pump lives");
            }
        };
        let in_time = timeout(PATIENCE, wait).await.is_ok();
        assert!(in_time, "{what}: never, {:?}, {:?}", self.phase(), self.shown());
    }

    pub(crate) async fn until_shown(&self, text: &str) {
        self.until(text, |session| shown(session).iter().any(|(_, shown)| shown == text)).await;
    }

    /// Waits until nothing is left to send and nothing is missing.
    pub(crate) async fn until_settled(&self) {
        self.until("a settled chat", |session| {
            let is_done = |item: &Arc<Item>| match item.kind {
                ItemKind::Message(_) | ItemKind::Notice(_) => item.server_id.is_some(),
                ItemKind::Gap => false,
                ItemKind::DayDivider(_) | ItemKind::UnreadDivider => true,
            };
            session.phase() == Phase::Live && items(session).all(is_done)
        })
        .await;
    }

    /// Scrolls up to the beginning.
    pub(crate) async fn read_everything(&self) {
        while self.act(|session, _| history(session)) != HistoryState::Complete {
            let before = self.shown().len();
            self.act(|session, now| session.load_older(room(session), now));
            self.until("an older page", |session| {
                shown(session).len() > before || history(session) == HistoryState::Complete
            })
            .await;
        }
    }

    /// Messages that the server confirmed, in order: id and text.
    pub(crate) fn shown(&self) -> Vec<(String, String)> {
        shown(&self.pump.lock().session)
    }

    pub(crate) fn phase(&self) -> Phase {
        self.pump.lock().session.phase()
    }

    pub(crate) fn pages_asked(&self) -> Vec<Value> {
        self.pump.lock().pages_asked.clone()
    }

    pub(crate) fn unanswered(&self) -> usize {
        self.pump.lock().unanswered
    }
}

pub(crate) fn room(session: &Session) -> RoomId {
    session.rooms().next().expect("a room").id()
}

pub(crate) fn history(session: &Session) -> HistoryState {
    session.rooms().next().map(chirrup_core::Room::history).unwrap_or_default()
}

fn items(session: &Session) -> impl Iterator<Item = &Arc<Item>> {
    session.rooms().flat_map(|room| room.timeline().items())
}

fn shown(session: &Session) -> Vec<(String, String)> {
    let confirmed = items(session).filter_map(|item| {
        let id = item.server_id.as_ref()?.as_str().to_owned();
        Some((id, item.message()?.source.to_string()))
    });
    confirmed.collect()
}
