//! Before a conversation: who comes, and at the door of an event how long until the next try, and the try that
//! comes by itself.

use chirrup_core::Millis;
use chirrup_core::session::{Admission, NicknameRefusal, TicketRefusal};
use leptos::prelude::*;

/// Everybody waits for the same minute, so not everybody knocks in the same second.
const SPREAD_MILLIS: u128 = 5_000;
/// A clock that is ahead of the backend's does not make this device knock without end.
const LEAST_MILLIS: u64 = 10_000;
/// Long waits are looked at again on the way: a device that slept has missed its timer.
const MOST_MILLIS: u64 = 60_000;
const SECOND_MILLIS: u64 = 1_000;

/// The signals of somebody who is not in a conversation yet. Written by `apply` only.
#[derive(Clone, Copy)]
pub(super) struct Door {
    /// Where the person stands on the way into an event; nothing in a support chat.
    pub(super) admission: RwSignal<Option<Admission>>,
    /// What became of the nickname that was asked about last.
    pub(super) nickname_check: RwSignal<Option<NicknameCheck>>,
    /// Seconds until another ticket is looked at.
    pub(super) wait_seconds: RwSignal<u32>,
    /// The name for the form.
    pub(super) start_name: RwSignal<String>,
}

impl Door {
    /// Nobody yet. The signals belong to the owner that is current.
    pub(super) fn new() -> Self {
        Self {
            admission: RwSignal::new(None),
            nickname_check: RwSignal::new(None),
            wait_seconds: RwSignal::new(0),
            start_name: RwSignal::new(String::new()),
        }
    }
}

/// What became of a nickname that was looked up while it was being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NicknameCheck {
    /// The nickname, as it would be.
    pub nickname: String,
    /// Why it cannot be had; nothing when it is free.
    pub refusal: Option<NicknameRefusal>,
}

/// What to show, and what to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) wait_seconds: u32,
    pub(super) next: Option<Next>,
}

/// What to do when.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Look again.
    Look { after_millis: u64 },
    /// Try the ticket again.
    Try { after_millis: u64 },
}

/// Looks at the wait as it is; `random` spreads the tries of many.
pub(super) fn look(admission: Option<&Admission>, now: Millis, random: u128) -> Look {
    let Some(Admission::Ticket { refusal: Some(refusal) }) = admission else {
        return Look { wait_seconds: 0, next: None };
    };
    match *refusal {
        TicketRefusal::TooManyAttempts { until } => {
            let left = until.since(now);
            let next =
                (left > 0).then(|| Next::Look { after_millis: (left - 1) % SECOND_MILLIS + 1 });
            let seconds = left.div_ceil(SECOND_MILLIS);
            Look { wait_seconds: u32::try_from(seconds).unwrap_or(u32::MAX), next }
        }
        TicketRefusal::NotOpen { opens_at: Some(opens_at) } => {
            let left = opens_at.since(now);
            let next = if left > MOST_MILLIS {
                Next::Look { after_millis: MOST_MILLIS }
            } else {
                let spread = u64::try_from(random % SPREAD_MILLIS).unwrap_or_default();
                Next::Try { after_millis: left.max(LEAST_MILLIS) + spread }
            };
            Look { wait_seconds: 0, next: Some(next) }
        }
        TicketRefusal::NotOpen { opens_at: None }
        | TicketRefusal::Unknown
        | TicketRefusal::UsedElsewhere { .. }
        | TicketRefusal::Banned
        | TicketRefusal::Ended
        | TicketRefusal::NoEvent
        | TicketRefusal::Unreachable => Look { wait_seconds: 0, next: None },
    }
}

#[cfg(test)]
mod tests {
    use super::{Admission, Look, Millis, Next, TicketRefusal, look};

    fn at(refusal: TicketRefusal, now: u64, random: u128) -> Look {
        look(Some(&Admission::Ticket { refusal: Some(refusal) }), Millis(now), random)
    }

    #[test]
    fn seconds_are_counted_down_on_the_second() {
        let refusal = TicketRefusal::TooManyAttempts { until: Millis(10_000) };
        let looked = at(refusal, 7_400, 0);
        assert_eq!(looked.wait_seconds, 3);
        assert_eq!(looked.next, Some(Next::Look { after_millis: 600 }));
        assert_eq!(at(refusal, 8_000, 0).next, Some(Next::Look { after_millis: 1_000 }));
        assert_eq!(at(refusal, 10_000, 0), Look { wait_seconds: 0, next: None });
    }

    #[test]
    fn thousands_who_wait_for_the_same_minute_come_one_after_the_other() {
        let refusal = TicketRefusal::NotOpen { opens_at: Some(Millis(3_600_000)) };
        assert_eq!(at(refusal, 0, 1).next, Some(Next::Look { after_millis: 60_000 }));
        assert_eq!(at(refusal, 3_570_000, 1_200).next, Some(Next::Try { after_millis: 31_200 }));
    }

    #[test]
    fn a_clock_that_is_ahead_does_not_knock_without_end() {
        let refusal = TicketRefusal::NotOpen { opens_at: Some(Millis(1_000)) };
        assert_eq!(at(refusal, 900_000, 0).next, Some(Next::Try { after_millis: 10_000 }));
    }
}
