//! The rate table of the service (protocol sheet §6): calls per bearer, per channel and so on, each kind with
//! buckets of its own.
//!
//! Buckets are kept by a hash of whose they are, so that a long name takes no more memory than a short one.
//! Invariant: full buckets are forgotten, so their number is bounded by the calls of the last second or two.

mod about;

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use serde::Deserialize;

pub use about::About;

use super::arn::Arn;
use super::call::Caller;
use super::error::ChimeError;
use super::operation::Operation;

/// Calls per second; as many may come at once after a pause.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChimeThrottle {
    /// Whether calls are throttled at all.
    pub enabled: bool,
    /// Any messaging call, per bearer.
    pub bearer: NonZeroU32,
    /// Sending, changing and removing messages, per channel or sub-channel.
    pub channel_messages: NonZeroU32,
    /// Listing messages and reading one, per channel or sub-channel and operation.
    pub channel_reads: NonZeroU32,
    /// Creating, changing and removing channels, per instance.
    pub channels: NonZeroU32,
    /// `ListChannels`, per instance.
    pub channel_lists: NonZeroU32,
    /// `DescribeChannel`, per channel.
    pub channel_describes: NonZeroU32,
    /// Making and removing members, moderators and bans, per channel.
    pub people: NonZeroU32,
    /// The same, per elastic channel.
    pub elastic_people: NonZeroU32,
    /// Listing them, per channel; and what a user's channels are, per user.
    pub people_lists: NonZeroU32,
    /// Each batch call, per channel.
    pub batches: NonZeroU32,
    /// Sockets, per user.
    pub connects: NonZeroU32,
    /// Making, changing and removing instances and their admins, of the whole server.
    pub instance_writes: NonZeroU32,
    /// Making, changing and removing users, of the whole server.
    pub user_writes: NonZeroU32,
    /// Describing either, of the whole server.
    pub identity_describes: NonZeroU32,
    /// Listing either, of the whole server.
    pub identity_lists: NonZeroU32,
    /// All identity calls together.
    pub identity: NonZeroU32,
}

const fn rate(per_second: u32) -> NonZeroU32 {
    match NonZeroU32::new(per_second) {
        Some(rate) => rate,
        None => NonZeroU32::MIN,
    }
}

impl Default for ChimeThrottle {
    /// As in us-east-1.
    fn default() -> Self {
        Self {
            enabled: true,
            bearer: rate(10),
            channel_messages: rate(30),
            channel_reads: rate(30),
            channels: rate(15),
            channel_lists: rate(10),
            channel_describes: rate(20),
            people: rate(15),
            elastic_people: rate(30),
            people_lists: rate(15),
            batches: rate(1),
            connects: rate(1),
            instance_writes: rate(5),
            user_writes: rate(10),
            identity_describes: rate(20),
            identity_lists: rate(10),
            identity: rate(50),
        }
    }
}

/// Buckets of one size. They are looked through for full ones after this many calls.
struct Buckets<C: Clock> {
    limiter: RateLimiter<u64, HashMapStateStore<u64>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    calls: AtomicU64,
}

const SWEEP_AFTER_CALLS: u64 = 1024;

impl<C: Clock + Clone> Buckets<C> {
    fn new(rate: NonZeroU32, clock: &C) -> Self {
        let limiter = RateLimiter::hashmap_with_clock(Quota::per_second(rate), clock.clone());
        Self { limiter, clock: clock.clone(), calls: AtomicU64::new(0) }
    }

    /// How many seconds to wait, when it is too many.
    fn take(&self, whose: u64) -> Result<(), u64> {
        if self.calls.fetch_add(1, Ordering::Relaxed).is_multiple_of(SWEEP_AFTER_CALLS) {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&whose).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.clock.now());
            wait.as_secs().saturating_add(1)
        })
    }
}

/// All buckets, and the clock that fills them.
pub struct Throttle<C: Clock = DefaultClock> {
    enabled: bool,
    hasher: RandomState,
    bearer: Buckets<C>,
    channel_messages: Buckets<C>,
    channel_reads: Buckets<C>,
    channels: Buckets<C>,
    channel_lists: Buckets<C>,
    channel_describes: Buckets<C>,
    people: Buckets<C>,
    elastic_people: Buckets<C>,
    people_lists: Buckets<C>,
    batches: Buckets<C>,
    connects: Buckets<C>,
    instance_writes: Buckets<C>,
    user_writes: Buckets<C>,
    identity_describes: Buckets<C>,
    identity_lists: Buckets<C>,
    identity: Buckets<C>,
}

impl Throttle {
    /// Full buckets.
    pub fn new(config: &ChimeThrottle) -> Self {
        Self::with_clock(config, &DefaultClock::default())
    }
}

impl<C: Clock + Clone> Throttle<C> {
    fn with_clock(config: &ChimeThrottle, clock: &C) -> Self {
        Self {
            enabled: config.enabled,
            hasher: RandomState::new(),
            bearer: Buckets::new(config.bearer, clock),
            channel_messages: Buckets::new(config.channel_messages, clock),
            channel_reads: Buckets::new(config.channel_reads, clock),
            channels: Buckets::new(config.channels, clock),
            channel_lists: Buckets::new(config.channel_lists, clock),
            channel_describes: Buckets::new(config.channel_describes, clock),
            people: Buckets::new(config.people, clock),
            elastic_people: Buckets::new(config.elastic_people, clock),
            people_lists: Buckets::new(config.people_lists, clock),
            batches: Buckets::new(config.batches, clock),
            connects: Buckets::new(config.connects, clock),
            instance_writes: Buckets::new(config.instance_writes, clock),
            user_writes: Buckets::new(config.user_writes, clock),
            identity_describes: Buckets::new(config.identity_describes, clock),
            identity_lists: Buckets::new(config.identity_lists, clock),
            identity: Buckets::new(config.identity, clock),
        }
    }

    /// Takes a call from the bucket of its bearer and from the one of what it is about.
    ///
    /// # Errors
    /// One of them is empty.
    pub fn take(
        &self,
        operation: Operation,
        caller: &Caller,
        about: &About,
    ) -> Result<(), ChimeError> {
        if !self.enabled {
            return Ok(());
        }
        let kind = Kind::of(operation);
        let is_identity = matches!(
            kind,
            Kind::InstanceWrite | Kind::UserWrite | Kind::IdentityDescribe | Kind::IdentityList
        );
        let taken = if is_identity {
            self.identity.take(0)
        } else if let Some(bearer) = &caller.bearer {
            self.bearer.take(self.key(0, bearer.as_str()))
        } else {
            Ok(())
        };
        taken
            .and_then(|()| self.take_kind(kind, operation, caller, about))
            .map_err(ChimeError::throttled)
    }

    /// Takes a socket of a user.
    ///
    /// # Errors
    /// The bucket is empty.
    pub fn take_connect(&self, user: &Arn) -> Result<(), ChimeError> {
        if !self.enabled {
            return Ok(());
        }
        self.connects.take(self.key(0, user.as_str())).map_err(ChimeError::throttled)
    }

    fn take_kind(
        &self,
        kind: Kind,
        operation: Operation,
        caller: &Caller,
        about: &About,
    ) -> Result<(), u64> {
        let each = operation as u64;
        // Members of an elastic channel share theirs with those of their sub-channel.
        let place = |each| self.hasher.hash_one((each, &about.arn, &about.sub_channel));
        let people = if about.is_elastic { &self.elastic_people } else { &self.people };
        let about = about.arn.as_str();
        let bearer = caller.bearer.as_ref().map_or("", Arn::as_str);
        // Those who make and list channels call for a user of the instance in which they do.
        let instance = || {
            let instance = caller.bearer.as_ref().map(Arn::instance_of);
            self.key(0, instance.as_ref().map_or("", Arn::as_str))
        };
        match kind {
            Kind::Message => self.channel_messages.take(place(0)),
            Kind::Read => self.channel_reads.take(place(each)),
            Kind::Channel => self.channels.take(instance()),
            Kind::ChannelList => self.channel_lists.take(instance()),
            Kind::ChannelDescribe => self.channel_describes.take(self.key(0, about)),
            Kind::People => people.take(self.key(0, about)),
            Kind::PeopleList => self.people_lists.take(self.key(each, about)),
            Kind::OwnList => self.people_lists.take(self.key(each, bearer)),
            Kind::Batch => self.batches.take(self.key(0, about)),
            Kind::InstanceWrite => self.instance_writes.take(0),
            Kind::UserWrite => self.user_writes.take(0),
            Kind::IdentityDescribe => self.identity_describes.take(0),
            Kind::IdentityList => self.identity_lists.take(0),
            Kind::Other => Ok(()),
        }
    }

    fn key(&self, each: u64, whose: &str) -> u64 {
        self.hasher.hash_one((each, whose))
    }
}

/// Rows of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Message,
    Read,
    Channel,
    ChannelList,
    ChannelDescribe,
    People,
    PeopleList,
    OwnList,
    Batch,
    InstanceWrite,
    UserWrite,
    IdentityDescribe,
    IdentityList,
    Other,
}

impl Kind {
    fn of(operation: Operation) -> Self {
        use Operation as Op;
        match operation {
            Op::SendChannelMessage
            | Op::UpdateChannelMessage
            | Op::RedactChannelMessage
            | Op::DeleteChannelMessage
            | Op::ChannelFlowCallback => Self::Message,
            Op::ListChannelMessages | Op::GetChannelMessage => Self::Read,
            Op::CreateChannel | Op::UpdateChannel | Op::DeleteChannel => Self::Channel,
            Op::ListChannels => Self::ChannelList,
            Op::DescribeChannel => Self::ChannelDescribe,
            Op::CreateChannelMembership
            | Op::DeleteChannelMembership
            | Op::CreateChannelModerator
            | Op::DeleteChannelModerator
            | Op::CreateChannelBan
            | Op::DeleteChannelBan => Self::People,
            Op::ListChannelMemberships
            | Op::ListChannelModerators
            | Op::ListChannelBans
            | Op::ListSubChannels => Self::PeopleList,
            Op::ListChannelMembershipsForAppInstanceUser
            | Op::ListChannelsModeratedByAppInstanceUser => Self::OwnList,
            Op::BatchCreateChannelMembership => Self::Batch,
            Op::CreateAppInstance
            | Op::UpdateAppInstance
            | Op::DeleteAppInstance
            | Op::CreateAppInstanceAdmin
            | Op::DeleteAppInstanceAdmin
            | Op::PutAppInstanceRetentionSettings => Self::InstanceWrite,
            Op::CreateAppInstanceUser
            | Op::UpdateAppInstanceUser
            | Op::DeleteAppInstanceUser
            | Op::PutAppInstanceUserExpirationSettings => Self::UserWrite,
            Op::DescribeAppInstance
            | Op::DescribeAppInstanceAdmin
            | Op::DescribeAppInstanceUser
            | Op::GetAppInstanceRetentionSettings => Self::IdentityDescribe,
            Op::ListAppInstances | Op::ListAppInstanceAdmins | Op::ListAppInstanceUsers => {
                Self::IdentityList
            }
            Op::GetMessagingSessionEndpoint
            | Op::GetChannelMessageStatus
            | Op::UpdateChannelReadMarker
            | Op::SearchChannels
            | Op::ListChannelsAssociatedWithChannelFlow
            | Op::DescribeChannelMembershipForAppInstanceUser
            | Op::DescribeChannelModeratedByAppInstanceUser
            | Op::PutChannelExpirationSettings
            | Op::DescribeChannelMembership
            | Op::GetChannelMembershipPreferences
            | Op::PutChannelMembershipPreferences
            | Op::DescribeChannelModerator
            | Op::DescribeChannelBan
            | Op::CreateChannelFlow
            | Op::ListChannelFlows
            | Op::UpdateChannelFlow
            | Op::DescribeChannelFlow
            | Op::DeleteChannelFlow
            | Op::AssociateChannelFlow
            | Op::DisassociateChannelFlow => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests;
