//! When the desk's socket is opened, given up and opened again, and what the connection strip says.
//!
//! Sans-IO: after every call drain [`Link::poll_output`] and set one timer to [`Link::poll_timeout`].
//! The link is live when the first state has arrived, not when the socket opened: a socket that
//! answers nothing is as good as none.

use std::collections::VecDeque;

use chirrup_core::Millis;
pub use chirrup_core::session::Network;

/// How long a try may take.
const TRY_MILLIS: u64 = 10_000;
/// Shortest wait before the next try.
const WAIT_MIN_MILLIS: u64 = 500;
/// Longest wait before the next try.
const WAIT_MAX_MILLIS: u64 = 30_000;
/// How long a loss stays silent.
const SILENT_MILLIS: u64 = 2_000;
/// How long the strip says that all is well again.
const RESTORED_MILLIS: u64 = 1_500;

/// What to do outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOutput {
    /// Open a socket, in place of any that is there.
    Open,
    /// Close the socket.
    Close,
}

/// What the connection strip says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Strip {
    /// Nothing.
    #[default]
    Fine,
    /// The first connection takes long, or a connection was lost.
    Connecting,
    /// The browser says that there is no network.
    Offline,
    /// Back since a moment.
    Restored,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Resting,
    Trying { give_up: Millis },
    Waiting { until: Millis },
    Live { strip_until: Option<Millis> },
}

/// The life of the desk's socket.
#[derive(Debug)]
pub struct Link {
    phase: Phase,
    network: Network,
    /// Tries since the link was last live.
    tries: u32,
    /// Since when it is not live.
    since: Millis,
    random: u64,
    outputs: VecDeque<LinkOutput>,
}

impl Link {
    /// A link at rest. `seed` spreads the tries of many desks.
    pub fn new(seed: u64) -> Self {
        Self {
            phase: Phase::Resting,
            network: Network::Online,
            tries: 0,
            since: Millis(0),
            random: seed | 1,
            outputs: VecDeque::new(),
        }
    }

    // Getters.

    /// What the strip says.
    pub fn strip(&self, now: Millis) -> Strip {
        match self.phase {
            Phase::Live { strip_until } if strip_until.is_some_and(|until| now < until) => {
                Strip::Restored
            }
            Phase::Resting | Phase::Live { .. } => Strip::Fine,
            Phase::Trying { .. } | Phase::Waiting { .. } => match self.network {
                Network::Offline => Strip::Offline,
                Network::Online if now.since(self.since) < SILENT_MILLIS => Strip::Fine,
                Network::Online => Strip::Connecting,
            },
        }
    }

    // Inputs.

    /// A state came in.
    pub fn handle_state(&mut self, now: Millis) {
        match self.phase {
            Phase::Trying { .. } | Phase::Waiting { .. } => {
                let shown = self.strip(now) != Strip::Fine;
                self.tries = 0;
                self.phase = Phase::Live { strip_until: shown.then(|| now + RESTORED_MILLIS) };
            }
            Phase::Live { .. } | Phase::Resting => {}
        }
    }

    /// The socket closed or could not be opened.
    pub fn handle_closed(&mut self, now: Millis) {
        match self.phase {
            Phase::Live { .. } => {
                self.since = now;
                self.wait(now);
            }
            Phase::Trying { .. } => self.wait(now),
            Phase::Waiting { .. } | Phase::Resting => {}
        }
    }

    /// The browser's network came or went.
    pub fn handle_network(&mut self, network: Network, now: Millis) {
        self.network = network;
        match (network, self.phase) {
            (Network::Online, Phase::Waiting { .. }) => self.open(now),
            (Network::Offline, Phase::Live { .. }) => {
                self.since = now;
                self.outputs.push_back(LinkOutput::Close);
                self.wait(now);
            }
            (Network::Online, Phase::Live { .. } | Phase::Trying { .. } | Phase::Resting)
            | (Network::Offline, Phase::Trying { .. } | Phase::Waiting { .. } | Phase::Resting) => {
            }
        }
    }

    /// The time of [`Link::poll_timeout`] is here.
    pub fn handle_timeout(&mut self, now: Millis) {
        match self.phase {
            Phase::Trying { give_up } if now >= give_up => {
                self.outputs.push_back(LinkOutput::Close);
                self.wait(now);
            }
            Phase::Waiting { until } if now >= until => self.open(now),
            Phase::Live { strip_until: Some(until) } if now >= until => {
                self.phase = Phase::Live { strip_until: None };
            }
            Phase::Trying { .. } | Phase::Waiting { .. } | Phase::Live { .. } | Phase::Resting => {}
        }
    }

    // Commands.

    /// Connects and stays connected.
    pub fn start(&mut self, now: Millis) {
        self.since = now;
        self.tries = 0;
        self.open(now);
    }

    /// Closes and rests.
    pub fn stop(&mut self) {
        if self.phase != Phase::Resting {
            self.phase = Phase::Resting;
            self.outputs.push_back(LinkOutput::Close);
        }
    }

    // Polls.

    /// The next thing to do outside.
    pub fn poll_output(&mut self) -> Option<LinkOutput> {
        self.outputs.pop_front()
    }

    /// When [`Link::handle_timeout`] is due, or the strip may change.
    pub fn poll_timeout(&self, now: Millis) -> Option<Millis> {
        let due = match self.phase {
            Phase::Resting => return None,
            Phase::Live { strip_until } => return strip_until,
            Phase::Trying { give_up } => give_up,
            Phase::Waiting { until } => until,
        };
        let loud = self.since + SILENT_MILLIS;
        Some(if now < loud { due.min(loud) } else { due })
    }

    fn open(&mut self, now: Millis) {
        self.tries = self.tries.saturating_add(1);
        self.phase = Phase::Trying { give_up: now + TRY_MILLIS };
        self.outputs.push_back(LinkOutput::Open);
    }

    fn wait(&mut self, now: Millis) {
        let reach = WAIT_MIN_MILLIS.saturating_mul(1 << self.tries.min(6)).min(WAIT_MAX_MILLIS);
        let spread = reach.saturating_sub(WAIT_MIN_MILLIS).max(1);
        let wait = WAIT_MIN_MILLIS + self.next_random() % spread;
        self.phase = Phase::Waiting { until: now + wait };
    }

    /// Xorshift: good enough to spread tries.
    fn next_random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(link: &mut Link) -> Vec<LinkOutput> {
        std::iter::from_fn(|| link.poll_output()).collect()
    }

    fn live() -> Link {
        let mut link = Link::new(7);
        link.start(Millis(0));
        link.handle_state(Millis(100));
        assert_eq!(outputs(&mut link), [LinkOutput::Open]);
        link
    }

    #[test]
    fn a_quick_start_says_nothing() {
        let link = live();

        assert_eq!(link.strip(Millis(100)), Strip::Fine);
        assert_eq!(link.poll_timeout(Millis(100)), None);
    }

    #[test]
    fn a_loss_is_silent_for_two_seconds_and_its_end_is_told() {
        let mut link = live();

        link.handle_closed(Millis(10_000));
        assert_eq!(link.strip(Millis(11_999)), Strip::Fine);
        assert_eq!(link.strip(Millis(12_000)), Strip::Connecting);
        link.handle_timeout(Millis(12_500));
        link.handle_state(Millis(13_000));

        assert_eq!(link.strip(Millis(13_000)), Strip::Restored);
        assert_eq!(link.poll_timeout(Millis(13_000)), Some(Millis(14_500)));
        assert_eq!(link.strip(Millis(14_500)), Strip::Fine);
    }

    #[test]
    fn tries_never_end_and_wait_half_a_second_to_thirty() {
        let mut link = live();
        let mut now = Millis(10_000);
        link.handle_closed(now);
        for _ in 0..200 {
            let Phase::Waiting { until } = link.phase else { panic!("{:?}", link.phase) };
            assert!((WAIT_MIN_MILLIS..=WAIT_MAX_MILLIS).contains(&until.since(now)));
            now = until;
            link.handle_timeout(now);
            assert_eq!(outputs(&mut link), [LinkOutput::Open]);
            link.handle_closed(now);
        }
    }

    #[test]
    fn a_socket_that_answers_nothing_is_given_up() {
        let mut link = Link::new(7);
        link.start(Millis(0));
        outputs(&mut link);

        link.handle_timeout(Millis(TRY_MILLIS));

        assert_eq!(outputs(&mut link), [LinkOutput::Close]);
        assert!(matches!(link.phase, Phase::Waiting { .. }));
    }

    #[test]
    fn the_network_going_and_coming_is_followed_at_once() {
        let mut link = live();

        link.handle_network(Network::Offline, Millis(5_000));
        assert_eq!(outputs(&mut link), [LinkOutput::Close]);
        assert_eq!(link.strip(Millis(5_000)), Strip::Offline);

        link.handle_network(Network::Online, Millis(6_000));
        assert_eq!(outputs(&mut link), [LinkOutput::Open]);
    }

    #[test]
    fn a_stopped_link_rests_whatever_comes() {
        let mut link = live();

        link.stop();
        link.handle_closed(Millis(200));
        link.handle_network(Network::Online, Millis(300));

        assert_eq!(outputs(&mut link), [LinkOutput::Close]);
        assert_eq!(link.poll_timeout(Millis(300)), None);
    }
}
