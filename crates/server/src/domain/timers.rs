//! What time does to a room: the missing customer, the longest duration, silence, the bot's pause.
//!
//! A room has one next moment ([`Room::next_wake`]); at or after it, [`Room::wake`] does what is due.

use serde::{Deserialize, Serialize};

use super::item::{Body, Item};
use super::participant::{Participant, Role};
use super::phase::Phase;
use super::room::Room;
use crate::clock::Millis;

/// How long silence may last while a customer talks with an agent. Nothing means for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Idle {
    /// Seconds until others are told that the customer is idle.
    pub customer_seconds: Option<u64>,
    /// Seconds until others are told that the agent is idle.
    pub agent_seconds: Option<u64>,
    /// Seconds of the customer's silence until everybody else is taken off and the chat ends.
    pub disconnect_seconds: Option<u64>,
}

/// What waking a room brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wake {
    /// What happened.
    pub items: Vec<Item>,
    /// Whether the bot must answer.
    pub bot_is_due: bool,
}

impl Room {
    /// The next moment at which something may be due.
    pub fn next_wake(&self) -> Option<Millis> {
        let silences = self.silences().map(|(at, _)| at);
        match self.phase {
            Phase::Ended { .. } => None,
            Phase::Expected | Phase::Bot | Phase::Waiting { .. } | Phase::Open { .. } => {
                [self.connect_by, self.bot_due, Some(self.ends_at)]
                    .into_iter()
                    .flatten()
                    .chain(silences)
                    .min()
            }
        }
    }

    /// Does what is due.
    pub fn wake(&mut self, now: Millis) -> Wake {
        let is_past = |at: Millis| at <= now;
        if self.is_ended() {
            return Wake::default();
        }
        if is_past(self.ends_at) || self.connect_by.is_some_and(is_past) {
            return Wake { items: self.end(now), bot_is_due: false };
        }
        let mut items = Vec::new();
        let due: Vec<Silence> =
            self.silences().filter(|(at, _)| is_past(*at)).map(|(_, silence)| silence).collect();
        for silence in due {
            match silence {
                Silence::Disconnect(who) => {
                    items.push(self.make(Body::AutoDisconnection, Some(&who), now));
                    for agent in self.active_agents() {
                        items.push(self.make(Body::Left, Some(&agent), now));
                    }
                    items.extend(self.end(now));
                    return Wake { items, bot_is_due: false };
                }
                Silence::Idle(who) => {
                    items.push(self.make(Body::Idle, Some(&who), now));
                    if let Some(one) = self.participants.iter_mut().find(|one| one.id == who.id) {
                        one.is_idle = true;
                    }
                }
            }
        }
        Wake { items, bot_is_due: self.bot_due.is_some_and(is_past) }
    }

    fn active_agents(&self) -> Vec<Participant> {
        let people = self.participants.iter();
        people.filter(|one| one.is_active_person() && one.role == Role::Agent).cloned().collect()
    }

    /// Moments at which somebody has been silent for too long. Only while an agent is there, because
    /// a customer who waits in the queue has nothing to say.
    fn silences(&self) -> impl Iterator<Item = (Millis, Silence)> + '_ {
        let is_open = matches!(self.phase, Phase::Open { .. });
        self.participants.iter().filter(move |one| is_open && one.is_active_person()).flat_map(
            |one| {
                let limit = match one.role {
                    Role::Customer => self.idle.customer_seconds,
                    Role::Agent => self.idle.agent_seconds,
                    Role::System => None,
                };
                let idle = limit.filter(|_| !one.is_idle).map(|seconds| {
                    (one.heard_at.plus_seconds(seconds), Silence::Idle(one.clone()))
                });
                let disconnect =
                    self.idle.disconnect_seconds.filter(|_| one.role == Role::Customer).map(
                        |seconds| {
                            (one.heard_at.plus_seconds(seconds), Silence::Disconnect(one.clone()))
                        },
                    );
                [disconnect, idle].into_iter().flatten()
            },
        )
    }
}

enum Silence {
    Disconnect(Participant),
    Idle(Participant),
}
