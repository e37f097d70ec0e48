//! What is due when. All timers are data; the driver sets one real timer to the earliest.

use crate::time::Millis;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// Try to connect again.
    Connect,
    /// The socket should be open.
    SocketOpen,
    /// The subscription should be answered, or may be asked for again.
    Subscribe,
    /// Send heartbeats, and judge the ones before.
    Heartbeat,
    /// The socket's hour is nearly over.
    Renew,
    /// Send, or give up, what is in the outbox.
    Outbox,
    /// Ask for the page again.
    Pages,
    /// Send receipts.
    Receipts,
    /// A sign of typing expires.
    Typing,
    /// The backend should have said that the conversation is over.
    End,
    /// There is room for the next call.
    Calls,
    /// The next frame of emoji may go.
    Burst,
    /// How many watch is to be asked.
    Counts,
    /// A ruling has its time.
    Moderation,
    /// Ask the login endpoint again.
    Login,
    /// The keys are to be renewed.
    Credentials,
    /// Ask again where in the room this person is.
    Standing,
    /// A local day begins.
    Midnight,
}

#[derive(Debug, Default)]
pub(crate) struct Timers {
    /// At most one entry per timer. There are too few for anything cleverer than a list.
    due: Vec<(Timer, Millis)>,
}

impl Timers {
    pub(crate) fn set(&mut self, timer: Timer, at: Millis) {
        self.clear(timer);
        self.due.push((timer, at));
    }

    /// Sets a timer that several rooms share: the earliest counts.
    pub(crate) fn wake(&mut self, timer: Timer, at: Millis) {
        match self.due.iter_mut().find(|(known, _)| *known == timer) {
            Some((_, due)) => *due = at.min(*due),
            None => self.due.push((timer, at)),
        }
    }

    /// Rooms say anew when they want to be woken.
    pub(crate) fn clear_rooms(&mut self) {
        for timer in [
            Timer::Outbox,
            Timer::Pages,
            Timer::Receipts,
            Timer::Typing,
            Timer::Calls,
            Timer::Burst,
            Timer::Counts,
            Timer::Moderation,
        ] {
            self.clear(timer);
        }
    }

    pub(crate) fn clear(&mut self, timer: Timer) {
        self.due.retain(|(known, _)| *known != timer);
    }

    /// Nothing is going on any more but the calendar.
    pub(crate) fn keep_only_midnight(&mut self) {
        self.due.retain(|(timer, _)| *timer == Timer::Midnight);
    }

    pub(crate) fn next(&self) -> Option<Millis> {
        self.due.iter().map(|(_, at)| *at).min()
    }

    /// Takes one timer that is due, earliest first, with the time it was set to.
    pub(crate) fn take_due(&mut self, now: Millis) -> Option<(Timer, Millis)> {
        let (timer, at) = self.due.iter().copied().min_by_key(|(_, at)| *at)?;
        (at <= now).then(|| {
            self.clear(timer);
            (timer, at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Timer, Timers};
    use crate::time::Millis;

    #[test]
    fn timers_come_in_order_of_time_and_only_when_due() {
        let mut timers = Timers::default();
        timers.set(Timer::Connect, Millis(20));
        timers.set(Timer::Midnight, Millis(10));
        timers.set(Timer::Outbox, Millis(30));
        assert_eq!(timers.next(), Some(Millis(10)));
        assert_eq!(timers.take_due(Millis(25)), Some((Timer::Midnight, Millis(10))));
        assert_eq!(timers.take_due(Millis(25)), Some((Timer::Connect, Millis(20))));
        assert_eq!(timers.take_due(Millis(25)), None);
    }
}
