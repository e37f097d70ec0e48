//! The throttle table: one bucket per kind of call for the whole instance.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde::Deserialize;

/// Calls per second, and how many may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Calls per second in the long run.
    pub rate: NonZeroU32,
    /// Calls at once after a pause.
    pub burst: NonZeroU32,
}

impl Rate {
    const fn new(rate: u32, burst: u32) -> Self {
        match (NonZeroU32::new(rate), NonZeroU32::new(burst)) {
            (Some(rate), Some(burst)) => Self { rate, burst },
            _ => Self { rate: NonZeroU32::MIN, burst: NonZeroU32::MIN },
        }
    }
}

/// The table, as in the service's documentation unless the config says otherwise.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThrottleConfig {
    /// Whether calls are throttled at all.
    pub enabled: bool,
    /// `StartChatContact` and the start-chat form.
    pub start_chat: Rate,
    /// `CreateParticipantConnection`.
    pub connection: Rate,
    /// `SendMessage` and `SendEvent` together.
    pub send: Rate,
    /// `GetTranscript`.
    pub transcript: Rate,
    /// `DisconnectParticipant`.
    pub disconnect: Rate,
}

impl Default for ThrottleConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            start_chat: Rate::new(5, 8),
            connection: Rate::new(6, 9),
            send: Rate::new(10, 15),
            transcript: Rate::new(8, 12),
            disconnect: Rate::new(3, 5),
        }
    }
}

/// Calls that share a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Starting chats.
    StartChat,
    /// Connecting.
    Connection,
    /// Sending messages and events.
    Send,
    /// Reading.
    Transcript,
    /// Leaving.
    Disconnect,
}

/// The buckets.
pub struct Throttle {
    enabled: bool,
    start_chat: DefaultDirectRateLimiter,
    connection: DefaultDirectRateLimiter,
    send: DefaultDirectRateLimiter,
    transcript: DefaultDirectRateLimiter,
    disconnect: DefaultDirectRateLimiter,
}

impl Throttle {
    /// Full buckets.
    pub fn new(config: &ThrottleConfig) -> Self {
        let bucket =
            |rate: Rate| RateLimiter::direct(Quota::per_second(rate.rate).allow_burst(rate.burst));
        Self {
            enabled: config.enabled,
            start_chat: bucket(config.start_chat),
            connection: bucket(config.connection),
            send: bucket(config.send),
            transcript: bucket(config.transcript),
            disconnect: bucket(config.disconnect),
        }
    }

    /// Whether one more call may pass.
    pub fn allows(&self, bucket: Bucket) -> bool {
        let limiter = match bucket {
            Bucket::StartChat => &self.start_chat,
            Bucket::Connection => &self.connection,
            Bucket::Send => &self.send,
            Bucket::Transcript => &self.transcript,
            Bucket::Disconnect => &self.disconnect,
        };
        !self.enabled || limiter.check().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Throttle, ThrottleConfig};

    #[test]
    fn a_burst_passes_and_the_next_call_does_not() {
        let throttle = Throttle::new(&ThrottleConfig::default());
        assert!((0..5).all(|_| throttle.allows(Bucket::Disconnect)));
        assert!(!throttle.allows(Bucket::Disconnect));
        assert!(throttle.allows(Bucket::Send), "other calls have buckets of their own");
    }

    #[test]
    fn the_table_is_that_of_the_service() {
        let table = ThrottleConfig::default();
        let figures = [table.connection, table.send, table.transcript, table.disconnect];
        let figures = figures.map(|one| (one.rate.get(), one.burst.get()));
        assert_eq!(figures, [(6, 9), (10, 15), (8, 12), (3, 5)]);
        assert_eq!((table.start_chat.rate.get(), table.start_chat.burst.get()), (5, 8));
    }

    #[test]
    fn nothing_is_throttled_when_the_table_is_off() {
        let config = ThrottleConfig { enabled: false, ..ThrottleConfig::default() };
        let throttle = Throttle::new(&config);
        assert!((0..100).all(|_| throttle.allows(Bucket::Disconnect)));
    }
}
