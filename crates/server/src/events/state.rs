//! What the events know beside the store: who watches, who guesses, and what the provisioner is told.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Mutex, OnceLock, PoisonError};

use tokio::sync::Notify;

use crate::app::App;
use crate::chime::arn::Arn;
use crate::clock::Millis;
use crate::config::EventsConfig;
use crate::events::attempts::Attempts;
use crate::events::code::{CodeKey, TicketId};
use crate::events::counts::Cached;
use crate::events::issue::Ended;
use crate::events::name::Reserved;
use crate::events::pace::Pace;
use crate::events::provisioner::{Bell, Meter};
use crate::events::remote::{Keys, Remote};
use crate::events::staff::Staff;
use crate::events::{Event, EventId, Role, issue};
use crate::store::{StoreError, Tx};

/// Who was not heard of for so long does not watch. The widget asks for the counts every half minute.
const WATCHING_SECONDS: u64 = 75;
/// Keys that are ended in one transaction.
const SENT_HOME_AT_ONCE: u32 = 500;
/// Why they end.
const OVER: Ended<'_> = Ended::Out("The event has ended");

/// Who is more than a fan, as ARNs.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    /// Those whose actions count.
    pub(super) moderators: Vec<String>,
    /// Those whom the event is about.
    pub(super) artists: Vec<String>,
}

/// The events of a server.
pub struct Events {
    pub(super) key: CodeKey,
    pub(super) reserved: Reserved,
    pub(super) pace: Pace,
    pub(super) bell: Bell,
    pub(super) meter: Meter,
    pub(super) wrong_codes: Attempts<IpAddr>,
    pub(super) tries: Attempts<TicketId>,
    pub(super) wrong_admins: Attempts<IpAddr>,
    pub(super) uploading: Mutex<BTreeSet<EventId>>,
    /// Rung when there is something to do about messages that wait.
    pub(super) review_bell: Notify,
    pub(super) cached: Mutex<BTreeMap<EventId, Cached>>,
    pub(super) staff: Staff,
    remote: OnceLock<Remote>,
    watching: Mutex<BTreeMap<EventId, BTreeMap<TicketId, Millis>>>,
    /// Whose rooms a moderator asks about.
    asked_for: Mutex<BTreeSet<EventId>>,
    asked_bell: Notify,
    trouble: Mutex<BTreeMap<EventId, String>>,
    moderators: Mutex<BTreeMap<EventId, BTreeSet<String>>>,
}

impl Events {
    /// Nobody watches yet.
    pub fn new(config: &EventsConfig, data: &std::path::Path) -> std::io::Result<Self> {
        Ok(Self {
            key: CodeKey::of_folder(data)?,
            reserved: Reserved::new(&config.reserved_names),
            // Where the ceiling is lifted the service is one's own, and nobody counts.
            pace: if config.lift_ceiling {
                Pace::new(config.rate)
            } else {
                Pace::after_another(config.rate)
            },
            bell: Bell::default(),
            meter: Meter::new(),
            wrong_codes: Attempts::new(config.wrong_codes),
            tries: Attempts::new(config.tries_per_code),
            wrong_admins: Attempts::new(config.wrong_codes),
            uploading: Mutex::default(),
            review_bell: Notify::new(),
            cached: Mutex::default(),
            staff: Staff::default(),
            remote: OnceLock::new(),
            watching: Mutex::default(),
            asked_for: Mutex::default(),
            asked_bell: Notify::new(),
            trouble: Mutex::default(),
            moderators: Mutex::default(),
        })
    }

    /// Which service it is, known once the server listens.
    pub(super) fn open(&self, remote: Remote) {
        // Events are started once; a second start changes nothing.
        drop(self.remote.set(remote));
    }

    pub(super) fn remote(&self) -> Option<&Remote> {
        self.remote.get()
    }

    /// Somebody is there.
    pub(super) fn see(&self, event: &EventId, ticket: &TicketId, now: Millis) {
        let mut watching = lock(&self.watching);
        watching.entry(event.clone()).or_default().insert(ticket.clone(), now);
    }

    /// How many were there a moment ago.
    pub(super) fn watching(&self, event: &EventId, now: Millis) -> u64 {
        let mut watching = lock(&self.watching);
        let Some(seen) = watching.get_mut(event) else { return 0 };
        seen.retain(|_, at| at.plus_seconds(WATCHING_SECONDS) > now);
        u64::try_from(seen.len()).unwrap_or(u64::MAX)
    }

    /// A moderator wants to know: the room is followed soon, and not only when its turn comes.
    pub(super) fn follow_soon(&self, event: &EventId) {
        lock(&self.asked_for).insert(event.clone());
        self.asked_bell.notify_one();
    }

    /// Somebody was banned in a channel of our own service, or may come back: whose room that is, is followed at
    /// once. Amazon's service tells nobody, and its rooms have their turns.
    pub fn bans_changed(&self, channel: &Arn) {
        let own = self.remote().filter(|remote| matches!(remote.keys, Keys::Own));
        if let Some((remote, event)) = own.zip(EventId::parse(channel.id()))
            && remote.channel_arn(event.as_str()) == channel.as_str()
        {
            self.follow_soon(&event);
        }
    }

    /// Waits until somebody asks, and says about which rooms.
    pub(super) async fn asked(&self) -> BTreeSet<EventId> {
        self.asked_bell.notified().await;
        std::mem::take(&mut *lock(&self.asked_for))
    }

    /// A ticket became ready: what went wrong before is over.
    pub(super) fn made_ready(&self, event: &EventId) {
        lock(&self.trouble).remove(event);
    }

    /// What went wrong last with an event, for its organiser.
    pub(super) fn note_trouble(&self, event: &EventId, what: String) {
        let mut trouble = lock(&self.trouble);
        trouble.insert(event.clone(), what);
    }

    pub(super) fn trouble(&self, event: &EventId) -> Option<String> {
        lock(&self.trouble).get(event).cloned()
    }

    /// The service has listed the moderators of an event.
    pub(super) fn list_moderators(&self, event: &EventId, listed: BTreeSet<String>) {
        lock(&self.moderators).insert(event.clone(), listed);
    }

    /// The service has made somebody a moderator since it listed them.
    pub(super) fn add_moderator(&self, event: &EventId, arn: String) {
        if let Some(listed) = lock(&self.moderators).get_mut(event) {
            listed.insert(arn);
        }
    }

    /// Who is more than a fan. Moderators are as the service listed them last, and until it has, those that were
    /// made; artists are those of the tickets, which the service knows nothing of. It lists either to no member,
    /// so the login does.
    pub(super) async fn ranks(&self, app: &App, event: &EventId) -> Result<Ranks, StoreError> {
        let Some(remote) = self.remote() else { return Ok(Ranks::default()) };
        let listed = lock(&self.moderators).get(event).cloned();
        let (id, is_listed) = (event.clone(), listed.is_some());
        let made = app.store.read(move |reads| {
            let events = reads.events();
            let made =
                if is_listed { Vec::new() } else { events.with_role(&id, Role::Moderator)? };
            Ok::<_, StoreError>((made, events.with_role(&id, Role::Artist)?))
        });
        let (made, artists) = made.await?;
        let arn = |ticket: &TicketId| remote.user_arn(ticket.as_str());
        let mut moderators = listed.unwrap_or_else(|| made.iter().map(arn).collect());
        moderators.insert(remote.admin_arn.clone());
        Ok(Ranks {
            moderators: moderators.into_iter().collect(),
            artists: artists.iter().map(arn).collect(),
        })
    }

    /// Ends all sessions of an event that is over, so that nothing more is said while its history is written.
    pub(super) async fn send_home(&self, app: &App, event: &Event) -> Result<(), StoreError> {
        loop {
            let (id, remote) = (event.id.clone(), self.remote.get().cloned());
            let send = move |tx: &mut Tx<'_>| -> Result<bool, StoreError> {
                let events = tx.records().event_writes();
                let tickets = events.signed_in(&id, SENT_HOME_AT_ONCE)?;
                for ticket in &tickets {
                    events.sign_out(ticket)?;
                }
                for ticket in &tickets {
                    issue::revoke(tx, remote.as_ref(), &ticket.id, OVER)?;
                }
                Ok(!tickets.is_empty())
            };
            if !app.store.write(send).await? {
                return Ok(());
            }
        }
    }
}

/// A lock whose holder may have panicked: what it guards is replaced whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
