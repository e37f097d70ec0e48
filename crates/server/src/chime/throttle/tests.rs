//! The rate table, row by row, by a clock that stands still until it is moved.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::response::IntoResponse as _;
use governor::clock::FakeRelativeClock;

use super::{About, ChimeThrottle, SWEEP_AFTER_CALLS, Throttle, rate};
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Caller, Principal};
use crate::chime::error::ChimeError;
use crate::chime::operation::Operation;

/// A row of the protocol sheet, §6.
struct Row {
    per_second: u32,
    whose: Whose,
    /// Each group has buckets of its own.
    groups: &'static [&'static [Operation]],
}

/// Who takes from one bucket.
#[derive(Clone, Copy, Debug)]
enum Whose {
    Channel,
    User,
    Instance,
    Server,
}

/// Who calls, in which instance, about which channel.
type Place<'a> = (&'a str, &'a str, &'a str);

const HERE: Place<'_> = ("demo", "ulla", "one");

impl Whose {
    /// Somebody who takes from the bucket of those here.
    fn neighbour(self) -> Place<'static> {
        match self {
            Self::Channel => ("demo", "bo", "one"),
            Self::User => ("demo", "ulla", "two"),
            Self::Instance => ("demo", "bo", "two"),
            Self::Server => ("other", "bo", "two"),
        }
    }

    /// Somebody who differs in one thing, and so has another bucket.
    fn stranger(self) -> Option<Place<'static>> {
        match self {
            Self::Channel => Some(("demo", "ulla", "two")),
            Self::User => Some(("demo", "bo", "one")),
            Self::Instance => Some(("other", "ulla", "one")),
            Self::Server => None,
        }
    }
}

const TABLE: [Row; 13] = {
    use Operation as Op;
    [
        Row {
            per_second: 30,
            whose: Whose::Channel,
            groups: &[&[
                Op::SendChannelMessage,
                Op::UpdateChannelMessage,
                Op::RedactChannelMessage,
                Op::DeleteChannelMessage,
                Op::ChannelFlowCallback,
            ]],
        },
        Row {
            per_second: 30,
            whose: Whose::Channel,
            groups: &[&[Op::ListChannelMessages], &[Op::GetChannelMessage]],
        },
        Row {
            per_second: 15,
            whose: Whose::Instance,
            groups: &[&[Op::CreateChannel, Op::UpdateChannel, Op::DeleteChannel]],
        },
        Row { per_second: 10, whose: Whose::Instance, groups: &[&[Op::ListChannels]] },
        Row { per_second: 20, whose: Whose::Channel, groups: &[&[Op::DescribeChannel]] },
        Row {
            per_second: 15,
            whose: Whose::Channel,
            groups: &[&[
                Op::CreateChannelMembership,
                Op::DeleteChannelMembership,
                Op::CreateChannelModerator,
                Op::DeleteChannelModerator,
                Op::CreateChannelBan,
                Op::DeleteChannelBan,
            ]],
        },
        Row {
            per_second: 15,
            whose: Whose::Channel,
            groups: &[
                &[Op::ListChannelMemberships],
                &[Op::ListChannelModerators],
                &[Op::ListChannelBans],
                &[Op::ListSubChannels],
            ],
        },
        Row {
            per_second: 15,
            whose: Whose::User,
            groups: &[
                &[Op::ListChannelMembershipsForAppInstanceUser],
                &[Op::ListChannelsModeratedByAppInstanceUser],
            ],
        },
        Row {
            per_second: 1,
            whose: Whose::Channel,
            groups: &[&[Op::BatchCreateChannelMembership]],
        },
        Row {
            per_second: 5,
            whose: Whose::Server,
            groups: &[&[
                Op::CreateAppInstance,
                Op::UpdateAppInstance,
                Op::DeleteAppInstance,
                Op::CreateAppInstanceAdmin,
                Op::DeleteAppInstanceAdmin,
                Op::PutAppInstanceRetentionSettings,
            ]],
        },
        Row {
            per_second: 10,
            whose: Whose::Server,
            groups: &[&[
                Op::CreateAppInstanceUser,
                Op::UpdateAppInstanceUser,
                Op::DeleteAppInstanceUser,
                Op::PutAppInstanceUserExpirationSettings,
            ]],
        },
        Row {
            per_second: 20,
            whose: Whose::Server,
            groups: &[&[
                Op::DescribeAppInstance,
                Op::DescribeAppInstanceAdmin,
                Op::DescribeAppInstanceUser,
                Op::GetAppInstanceRetentionSettings,
            ]],
        },
        Row {
            per_second: 10,
            whose: Whose::Server,
            groups: &[&[Op::ListAppInstances, Op::ListAppInstanceAdmins, Op::ListAppInstanceUsers]],
        },
    ]
};

/// The rates of the service, by a clock that is moved by hand.
fn throttle(config: &ChimeThrottle) -> (Throttle<FakeRelativeClock>, FakeRelativeClock) {
    let clock = FakeRelativeClock::default();
    (Throttle::with_clock(config, &clock), clock)
}

/// The rates of the service but for those that go across the rows.
fn rows_only() -> ChimeThrottle {
    ChimeThrottle { bearer: rate(100_000), identity: rate(100_000), ..ChimeThrottle::default() }
}

/// How long it takes until there is one call more, not a nanosecond less.
fn a_part(per_second: u32) -> Duration {
    Duration::from_nanos(1_000_000_000_u64.div_ceil(per_second.into()))
}

fn call(
    throttle: &Throttle<FakeRelativeClock>,
    operation: Operation,
    (instance, user, channel): Place<'_>,
) -> Result<(), ChimeError> {
    let instance = Arn::instance("us-east-1", "1", instance).expect("an instance");
    let bearer = instance.sibling(Kind::User, user);
    let channel = instance.sibling(Kind::Channel, channel).expect("a channel");
    let caller = Caller { principal: Principal::Owner, bearer };
    let about = About::of(operation, &[channel.to_string()], &[], &[]);
    throttle.take(operation, &caller, &about)
}

/// Takes the last call there is, and answers what the next one is told.
fn exhaust(
    throttle: &Throttle<FakeRelativeClock>,
    operations: &[Operation],
    per_second: u32,
    place: Place<'_>,
) -> ChimeError {
    let mut operations = operations.iter().cycle().copied();
    for number in 1..=per_second {
        let operation = operations.next().expect("one");
        let taken = call(throttle, operation, place);
        assert!(taken.is_ok(), "call {number} of {per_second}, {operation:?}: {taken:?}");
    }
    let operation = operations.next().expect("one");
    let refused = call(throttle, operation, place);
    refused.expect_err("one more than the rate")
}

#[test]
fn as_many_calls_as_a_row_has_are_taken_in_a_second_and_no_more() {
    for Row { per_second, groups, .. } in TABLE {
        for (at, group) in groups.iter().enumerate() {
            let (throttle, clock) = throttle(&rows_only());
            let error = exhaust(&throttle, group, per_second, HERE);
            assert_eq!((error.name(), error.status().as_u16()), ("ThrottledClientException", 429));
            for operation in *group {
                assert!(call(&throttle, *operation, HERE).is_err(), "{operation:?} is apart");
            }
            for (_, others) in groups.iter().enumerate().filter(|(other, _)| *other != at) {
                exhaust(&throttle, others, per_second, HERE);
            }
            // Each part of a second gives one call back; a whole one gives all back.
            clock.advance(a_part(per_second));
            exhaust(&throttle, group, 1, HERE);
            clock.advance(Duration::from_secs(1));
            exhaust(&throttle, group, per_second, HERE);
        }
    }
}

#[test]
fn a_bucket_belongs_to_whom_the_row_says() {
    for Row { per_second, whose, groups } in TABLE {
        for group in groups {
            let (throttle, _clock) = throttle(&rows_only());
            exhaust(&throttle, group, per_second, HERE);
            for operation in *group {
                let taken = call(&throttle, *operation, whose.neighbour());
                assert!(taken.is_err(), "{operation:?}: one bucket for all of a {whose:?}");
            }
            if let Some(stranger) = whose.stranger() {
                exhaust(&throttle, group, per_second, stranger);
            }
        }
    }
}

#[test]
fn each_app_instance_has_channels_of_its_own_to_make() {
    // All instances once took from one bucket, so that one could keep another from making channels.
    let (throttle, _clock) = throttle(&rows_only());
    for instance in ["demo", "other"] {
        exhaust(&throttle, &[Operation::CreateChannel], 15, (instance, "ulla", "one"));
        exhaust(&throttle, &[Operation::ListChannels], 10, (instance, "ulla", "one"));
    }
}

#[test]
fn each_sub_channel_has_messages_of_its_own() {
    // All sub-channels of a channel once took from one bucket: a large event could say no more than a small one.
    let (throttle, _clock) = throttle(&rows_only());
    let arn = "arn:aws:chime:us-east-1:1:app-instance/demo/channel/one".to_owned();
    let caller = Caller { principal: Principal::Owner, bearer: None };
    for part in ["a", "b"] {
        for operation in [Operation::DeleteChannelMessage, Operation::ListChannelMessages] {
            let query = [("sub-channel-id".to_owned(), part.to_owned())];
            let about = About::of(operation, std::slice::from_ref(&arn), &query, &[]);
            let taken = (0..40).filter(|_| throttle.take(operation, &caller, &about).is_ok());
            assert_eq!(taken.count(), 30, "{operation:?} in {part}");
        }
    }
}

#[test]
fn an_elastic_channel_takes_twice_as_many_changes_of_people() {
    let (throttle, _clock) = throttle(&rows_only());
    let caller = Caller { principal: Principal::Owner, bearer: None };
    for (is_elastic, per_second) in [(true, 30), (false, 15)] {
        let about = About { arn: "one".to_owned(), is_elastic, ..About::default() };
        let operation = Operation::CreateChannelBan;
        let taken = (0..40).filter(|_| throttle.take(operation, &caller, &about).is_ok());
        assert_eq!(taken.count(), per_second);
    }
}

#[test]
fn who_waits_as_long_as_told_is_served() {
    for Row { per_second, groups, .. } in TABLE {
        let (throttle, clock) = throttle(&rows_only());
        let response = exhaust(&throttle, groups[0], per_second, HERE).into_response();
        let seconds = response.headers()[RETRY_AFTER].to_str().expect("a text");
        clock.advance(Duration::from_secs(seconds.parse().expect("a number")));
        assert!(call(&throttle, groups[0][0], HERE).is_ok(), "after {seconds} s");
    }
}

#[test]
fn each_bearer_has_ten_calls_a_second_whatever_they_are() {
    let (throttle, clock) = throttle(&ChimeThrottle::default());
    let operations = [
        Operation::SendChannelMessage,
        Operation::DescribeChannelBan,
        Operation::GetChannelMessage,
    ];
    exhaust(&throttle, &operations, 10, HERE);
    assert!(call(&throttle, Operation::UpdateChannelReadMarker, ("demo", "ulla", "two")).is_err());
    exhaust(&throttle, &operations, 10, ("demo", "bo", "one"));
    clock.advance(Duration::from_millis(100));
    exhaust(&throttle, &operations, 1, HERE);
}

#[test]
fn all_calls_about_instances_and_users_together_are_fifty_a_second() {
    let rows = ChimeThrottle {
        instance_writes: rate(1_000),
        user_writes: rate(1_000),
        identity_describes: rate(1_000),
        identity_lists: rate(1_000),
        ..ChimeThrottle::default()
    };
    let (throttle, clock) = throttle(&rows);
    let operations = [
        Operation::UpdateAppInstance,
        Operation::CreateAppInstanceUser,
        Operation::DescribeAppInstanceUser,
        Operation::ListAppInstances,
    ];
    exhaust(&throttle, &operations, 50, HERE);
    assert!(call(&throttle, operations[0], ("other", "bo", "two")).is_err());
    assert!(call(&throttle, Operation::ListChannels, HERE).is_ok(), "messaging is apart");
    clock.advance(Duration::from_millis(20));
    exhaust(&throttle, &operations, 1, HERE);
}

#[test]
fn a_user_connects_once_a_second() {
    let (throttle, clock) = throttle(&ChimeThrottle::default());
    let instance = Arn::instance("us-east-1", "1", "demo").expect("an instance");
    let [ulla, bo] = ["ulla", "bo"].map(|id| instance.sibling(Kind::User, id).expect("a user"));
    assert!(throttle.take_connect(&ulla).is_ok());
    clock.advance(Duration::from_millis(999));
    assert!(throttle.take_connect(&ulla).is_err());
    assert!(throttle.take_connect(&bo).is_ok());
    clock.advance(Duration::from_millis(1));
    assert!(throttle.take_connect(&ulla).is_ok());
}

#[test]
fn what_no_row_names_is_counted_for_its_bearer_alone() {
    let (throttle, _clock) = throttle(&rows_only());
    let operations = [
        Operation::DescribeChannelMembership,
        Operation::DescribeChannelBan,
        Operation::SearchChannels,
        Operation::CreateChannelFlow,
        Operation::AssociateChannelFlow,
        Operation::UpdateChannelReadMarker,
        Operation::PutChannelMembershipPreferences,
    ];
    for operation in operations {
        assert!((0..1_000).all(|_| call(&throttle, operation, HERE).is_ok()), "{operation:?}");
    }
}

#[test]
fn a_throttle_that_is_off_takes_everything() {
    let (throttle, _clock) = throttle(&ChimeThrottle { enabled: false, ..rows_only() });
    for Row { groups, .. } in TABLE {
        assert!((0..1_000).all(|_| call(&throttle, groups[0][0], HERE).is_ok()));
    }
}

#[test]
fn buckets_of_those_who_are_gone_are_forgotten() {
    let (throttle, clock) = throttle(&ChimeThrottle::default());
    for number in 0..3 * SWEEP_AFTER_CALLS {
        let place = ("demo", &*format!("u{number}"), "one");
        call(&throttle, Operation::UpdateChannelReadMarker, place).expect("taken");
        clock.advance(Duration::from_millis(1));
    }
    assert!(throttle.bearer.limiter.len() < 2 * usize::try_from(SWEEP_AFTER_CALLS).unwrap());
}
