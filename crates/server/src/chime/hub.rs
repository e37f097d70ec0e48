//! Fan-out of channels: who listens, to which channels, and a bounded queue for each socket.
//!
//! A person's sockets hear the same channels, so a person joins or leaves with all of them. The hub knows no
//! store: it is told who belongs where. Invariants: telling never waits; whoever does not read is dropped and
//! nobody else notices; counting those who watch a channel does not look at them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::{mpsc, oneshot};

use super::arn::Arn;
use super::news::Audience;
use crate::metrics::Metrics;

/// Why the hub ends a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It reads too slowly.
    TooSlow,
    /// The keys of its user are worth nothing any more.
    Revoked {
        /// What its client is closed with.
        code: u16,
        /// A sentence for people.
        reason: String,
    },
}

/// Part of an elastic channel.
pub type SubChannel = Option<Arc<str>>;

/// Channels that somebody hears, each with the part of it if it is elastic. Who moderates may hear several.
pub type Heard = Vec<(Arn, SubChannel)>;

/// Who listens to what.
pub struct Hub {
    state: Mutex<State>,
    metrics: Arc<Metrics>,
}

#[derive(Default)]
struct State {
    people: HashMap<Arn, Person>,
    channels: HashMap<Arn, Channel>,
    next_line: u64,
}

/// Somebody with at least one socket.
#[derive(Default)]
struct Person {
    lines: Vec<Line>,
    /// What they hear, and what they left since their first socket came.
    channels: BTreeMap<Arn, Vec<Part>>,
}

/// What is known of somebody in a part of a channel. It stays when they leave, because a list that was read
/// before must not bring it back.
struct Part {
    id: SubChannel,
    is_heard: bool,
}

/// One socket.
struct Line {
    id: u64,
    queue: mpsc::Sender<Utf8Bytes>,
    cut: Option<oneshot::Sender<Cut>>,
}

/// The sockets that hear a channel.
#[derive(Default)]
struct Channel {
    /// By part and socket. A channel that is not elastic has one part, without an id.
    parts: BTreeMap<SubChannel, BTreeMap<u64, Ear>>,
    /// How many different people they belong to.
    people: usize,
}

#[derive(Clone)]
struct Ear {
    user: Arn,
    queue: mpsc::Sender<Utf8Bytes>,
}

impl Hub {
    /// A hub nobody listens to.
    pub fn new(metrics: Arc<Metrics>) -> Self {
        Self { state: Mutex::default(), metrics }
    }

    /// How many people have a socket that hears the channel.
    pub fn watching(&self, channel: &Arn) -> usize {
        self.lock().channels.get(channel).map_or(0, |channel| channel.people)
    }

    /// Adds a socket of a user while the listener lives; nothing when there are `limit` already. It hears
    /// what the user's other sockets hear; what else there is comes with [`Self::add_channels`].
    pub fn listen(self: &Arc<Self>, user: &Arn, limit: usize, queue: usize) -> Option<Listener> {
        let mut state = self.lock();
        let State { people, channels, next_line } = &mut *state;
        if people.get(user).is_some_and(|person| person.lines.len() >= limit) || limit == 0 {
            return None;
        }
        let person = people.entry(user.clone()).or_default();
        *next_line += 1;
        let id = *next_line;
        let (sender, waiting) = mpsc::channel(queue);
        let (cut, is_cut) = oneshot::channel();
        let ear = Ear { user: user.clone(), queue: sender.clone() };
        for (arn, parts) in &person.channels {
            let Some(channel) = channels.get_mut(arn) else { continue };
            for part in parts.iter().filter(|part| part.is_heard) {
                channel.parts.entry(part.id.clone()).or_default().insert(id, ear.clone());
            }
        }
        person.lines.push(Line { id, queue: sender, cut: Some(cut) });
        self.metrics.sockets_open.inc();
        let place = Place { hub: Arc::clone(self), user: user.clone(), id };
        Some(Listener { waiting, is_cut, place })
    }

    /// Lets a user hear the channels of a list that was read after [`Self::listen`]. What the user joined or
    /// left since then stays so.
    pub fn add_channels(&self, user: &Arn, list: Heard) {
        let mut state = self.lock();
        for (channel, sub_channel) in list {
            let person = state.people.get(user);
            if person.is_some_and(|person| person.part(&channel, &sub_channel).is_none()) {
                state.join(user, &channel, &sub_channel);
            }
        }
    }

    /// A member hears a channel from here on, in this part of it.
    pub fn join(&self, user: &Arn, channel: &Arn, sub_channel: &SubChannel) {
        self.lock().join(user, channel, sub_channel);
    }

    /// A member hears a part of a channel no more, and goes on hearing the others.
    pub fn leave(&self, user: &Arn, channel: &Arn, sub_channel: &SubChannel) {
        self.lock().leave(user, channel, sub_channel);
    }

    /// Tells a channel or a part of it, or some people.
    pub fn tell(
        &self,
        channel: &Arn,
        sub_channel: &SubChannel,
        audience: &Audience,
        frame: &Utf8Bytes,
    ) {
        let mut state = self.lock();
        let mut slow = Vec::new();
        match audience {
            Audience::Members => {
                let channel = state.channels.get(channel);
                for (id, ear) in channel.into_iter().flat_map(|channel| channel.ears(sub_channel)) {
                    if is_full(&ear.queue, frame) {
                        slow.push((ear.user.clone(), *id));
                    }
                }
            }
            Audience::Only(users) => {
                for user in users {
                    let lines = state.people.get(user).map(|person| &person.lines);
                    for line in lines.into_iter().flatten() {
                        if is_full(&line.queue, frame) {
                            slow.push((user.clone(), line.id));
                        }
                    }
                }
            }
        }
        for (user, id) in slow {
            self.metrics.slow_readers_dropped.inc();
            if let Some(mut line) = state.hang_up(&user, id) {
                line.end(Cut::TooSlow);
            }
        }
    }

    /// Ends all sockets of a user.
    pub fn revoke(&self, user: &Arn, code: u16, reason: &str) {
        let mut state = self.lock();
        let lines = state.people.get(user).map(|person| person.lines.iter().map(|line| line.id));
        let lines: Vec<_> = lines.into_iter().flatten().collect();
        for id in lines {
            if let Some(mut line) = state.hang_up(user, id) {
                line.end(Cut::Revoked { code, reason: reason.to_owned() });
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Queues without waiting. A socket that is gone is not a slow one.
fn is_full(queue: &mpsc::Sender<Utf8Bytes>, frame: &Utf8Bytes) -> bool {
    matches!(queue.try_send(frame.clone()), Err(mpsc::error::TrySendError::Full(_)))
}

impl Line {
    fn end(&mut self, cut: Cut) {
        if let Some(sender) = self.cut.take() {
            // A socket that has ended by itself needs no reason.
            drop(sender.send(cut));
        }
    }
}

impl Person {
    fn part(&self, channel: &Arn, id: &SubChannel) -> Option<&Part> {
        self.channels.get(channel)?.iter().find(|part| part.id == *id)
    }

    /// Notes whether a part of a channel is heard, and says whether any part was heard before, and whether
    /// any is.
    fn note(&mut self, channel: &Arn, id: &SubChannel, is_heard: bool) -> (bool, bool) {
        // Nearly everybody is in one part.
        let parts = self.channels.entry(channel.clone()).or_insert_with(|| Vec::with_capacity(1));
        let before = parts.iter().any(|part| part.is_heard);
        match parts.iter_mut().find(|part| part.id == *id) {
            Some(part) => part.is_heard = is_heard,
            None => parts.push(Part { id: id.clone(), is_heard }),
        }
        (before, parts.iter().any(|part| part.is_heard))
    }
}

impl Channel {
    /// The sockets that hear a part; without one, those that hear any, each once.
    fn ears(&self, sub_channel: &SubChannel) -> impl Iterator<Item = (&u64, &Ear)> {
        let part = self.parts.get(sub_channel);
        let mut everywhere = BTreeMap::new();
        if part.is_none() && sub_channel.is_none() {
            everywhere.extend(self.parts.values().flatten());
        }
        part.into_iter().flatten().chain(everywhere)
    }
}

impl State {
    fn join(&mut self, user: &Arn, channel: &Arn, sub_channel: &SubChannel) {
        let Some(person) = self.people.get_mut(user) else { return };
        let (was_there, _) = person.note(channel, sub_channel, true);
        let room = self.channels.entry(channel.clone()).or_default();
        room.people += usize::from(!was_there);
        let ears = room.parts.entry(sub_channel.clone()).or_default();
        for line in &person.lines {
            ears.insert(line.id, Ear { user: user.clone(), queue: line.queue.clone() });
        }
    }

    fn leave(&mut self, user: &Arn, channel: &Arn, sub_channel: &SubChannel) {
        let Some(person) = self.people.get_mut(user) else { return };
        let (was_there, is_there) = person.note(channel, sub_channel, false);
        let lines: Vec<_> = person.lines.iter().map(|line| line.id).collect();
        self.clear_ears(channel, sub_channel, &lines);
        if was_there && !is_there {
            self.count_out(channel);
        }
    }

    /// Takes a socket out, and the person with the last one.
    fn hang_up(&mut self, user: &Arn, id: u64) -> Option<Line> {
        let person = self.people.get_mut(user)?;
        let place = person.lines.iter().position(|line| line.id == id)?;
        let line = person.lines.swap_remove(place);
        let is_last = person.lines.is_empty();
        let mut heard = Vec::new();
        for (channel, parts) in &person.channels {
            let parts = parts.iter().filter(|part| part.is_heard);
            let parts: Vec<_> = parts.map(|part| part.id.clone()).collect();
            heard.push((channel.clone(), parts));
        }
        for (channel, parts) in &heard {
            for part in parts {
                self.clear_ears(channel, part, &[id]);
            }
            if is_last && !parts.is_empty() {
                self.count_out(channel);
            }
        }
        if is_last {
            self.people.remove(user);
        }
        Some(line)
    }

    fn clear_ears(&mut self, channel: &Arn, sub_channel: &SubChannel, lines: &[u64]) {
        let Some(room) = self.channels.get_mut(channel) else { return };
        let Some(ears) = room.parts.get_mut(sub_channel) else { return };
        for id in lines {
            ears.remove(id);
        }
        if ears.is_empty() {
            room.parts.remove(sub_channel);
        }
    }

    /// A person less hears the channel.
    fn count_out(&mut self, channel: &Arn) {
        let Some(room) = self.channels.get_mut(channel) else { return };
        room.people = room.people.saturating_sub(1);
        if room.people == 0 {
            self.channels.remove(channel);
        }
    }
}

/// A socket's end of the hub.
pub struct Listener {
    /// What it is told.
    pub waiting: mpsc::Receiver<Utf8Bytes>,
    /// Why it is to end.
    pub is_cut: oneshot::Receiver<Cut>,
    /// Its place among the listeners, for as long as this lives.
    pub place: Place,
}

/// A place among the listeners.
pub struct Place {
    hub: Arc<Hub>,
    user: Arn,
    id: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.hub.metrics.sockets_open.dec();
        self.hub.lock().hang_up(&self.user, self.id);
    }
}

#[cfg(test)]
mod tests;
