//! Requests: those that wait for their turn, those on their way, and what each is for.
//!
//! Where the backend counts every call, requests wait in one queue, unsigned, until there is room. The most
//! urgent goes first, and of equals the oldest. What is on its way is kept, so that it can go again.

use super::pages::PageKind;
use super::queue::Queue;
use crate::ids::{ItemId, ParticipantId, RequestId, RoomId, ServerId};
use crate::output::{Output, Request};
use crate::protocol::ReceiptKind;
use crate::room::Seen;

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Start,
    Connection,
    Attend,
    Page {
        room: RoomId,
        kind: PageKind,
    },
    /// History of another part of an elastic channel.
    PartPage {
        part: String,
    },
    Message {
        room: RoomId,
        token: String,
        is_markdown: bool,
    },
    Typing,
    Receipt {
        room: RoomId,
        kind: ReceiptKind,
        message: Seen,
    },
    End {
        room: RoomId,
    },
    Login {
        takeover: bool,
    },
    Nickname {
        nickname: String,
        is_check: bool,
    },
    Renew,
    Verdict,
    Standing {
        room: RoomId,
    },
    People {
        room: RoomId,
        list: PeopleList,
        so_far: Vec<ParticipantId>,
    },
    /// Something a person did, whose answer says only whether it worked.
    Deed,
    /// The same in another part of an elastic channel, where this person may not be yet.
    DeedElsewhere,
    Edit {
        room: RoomId,
        item: ItemId,
    },
    Redact {
        message: ServerId,
    },
    Burst,
    /// How many there are.
    Counts,
    /// Who somebody is.
    About,
}

/// A list of people that the backend has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PeopleList {
    Moderators,
    Admins,
    Bans,
    /// Parts of an elastic channel, whose ids are listed like those of people.
    Parts,
}

/// What matters more goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    /// Without it nothing else goes.
    Connection,
    /// Somebody waits for it.
    Person,
    History,
    People,
    Passing,
}

impl Call {
    fn urgency(&self) -> Urgency {
        match self {
            Self::Start
            | Self::Connection
            | Self::Attend
            | Self::End { .. }
            | Self::Login { .. }
            | Self::Nickname { .. }
            | Self::Renew
            | Self::Verdict
            | Self::Standing { .. } => Urgency::Connection,
            Self::Message { .. }
            | Self::Deed
            | Self::DeedElsewhere
            | Self::Edit { .. }
            | Self::Redact { .. } => Urgency::Person,
            Self::Page { .. } => Urgency::History,
            Self::PartPage { .. } | Self::People { .. } | Self::Counts | Self::About => {
                Urgency::People
            }
            Self::Typing | Self::Receipt { .. } | Self::Burst => Urgency::Passing,
        }
    }

    /// What was worth saying only at its moment.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Typing | Self::Burst)
    }
}

/// A request that is not signed yet, and how often it went.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(super) call: Call,
    pub(super) request: Request,
    pub(super) tries: u32,
}

#[derive(Debug, Default)]
pub(crate) struct Calls {
    made: u64,
    open: Vec<(RequestId, Call)>,
    /// Those of `open` that can go again, unsigned.
    again: Vec<(RequestId, Request, u32)>,
    waiting: Vec<Waiting>,
    /// Nothing goes until there are fresh keys.
    pub(super) is_held: bool,
}

impl Calls {
    pub(crate) fn make(&mut self, call: Call, request: Request, outputs: &mut Queue<Output>) {
        self.made += 1;
        let id = RequestId(self.made);
        self.open.push((id, call));
        outputs.push_back(Output::Request(id, request));
    }

    /// Puts a request into the queue.
    pub(super) fn wait(&mut self, waiting: Waiting) {
        self.waiting.push(waiting);
    }

    /// Puts a request back to where it came from.
    pub(super) fn wait_first(&mut self, waiting: Waiting) {
        self.waiting.insert(0, waiting);
    }

    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The request whose turn it is.
    pub(super) fn next_waiting(&mut self) -> Option<Waiting> {
        let urgencies = self.waiting.iter().map(|waiting| waiting.call.urgency()).enumerate();
        let (index, _) = urgencies.min_by_key(|(_, urgency)| *urgency)?;
        Some(self.waiting.remove(index))
    }

    /// Sends a request from the queue; `signed` is what goes out.
    pub(super) fn send(&mut self, waiting: Waiting, signed: Request, outputs: &mut Queue<Output>) {
        let Waiting { call, request, tries } = waiting;
        self.make(call, signed, outputs);
        self.again.push((RequestId(self.made), request, tries));
    }

    /// The request of an answer, if it can go again.
    pub(super) fn take_again(&mut self, id: RequestId) -> Option<(Request, u32)> {
        let index = self.again.iter().position(|(known, ..)| *known == id)?;
        let (_, request, tries) = self.again.remove(index);
        Some((request, tries))
    }

    /// The call of an answer; nothing when it was given up.
    pub(crate) fn take(&mut self, id: RequestId) -> Option<Call> {
        let index = self.open.iter().position(|(open, _)| *open == id)?;
        Some(self.open.remove(index).1)
    }

    /// Whether such a call is on its way or waits for its turn.
    pub(crate) fn is_open(&self, is: impl Fn(&Call) -> bool) -> bool {
        let waiting = self.waiting.iter().map(|waiting| &waiting.call);
        self.open.iter().map(|(_, call)| call).chain(waiting).any(is)
    }

    /// Gives up what matches.
    pub(crate) fn cancel(&mut self, is: impl Fn(&Call) -> bool, outputs: &mut Queue<Output>) {
        self.waiting.retain(|waiting| !is(&waiting.call));
        let again = &mut self.again;
        self.open.retain(|(id, call)| {
            let given_up = is(call);
            if given_up {
                again.retain(|(known, ..)| known != id);
                outputs.push_back(Output::CancelRequest(*id));
            }
            !given_up
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, Calls, PageKind, Waiting};
    use crate::ids::RoomId;
    use crate::output::{Method, Request};

    #[test]
    fn what_a_person_waits_for_goes_before_history_before_the_rest() {
        let mut calls = Calls::default();
        let request = || Request {
            method: Method::Get,
            url: String::new(),
            headers: Vec::new(),
            body: chirrup_wire::Secret::default(),
            timeout_millis: 1,
        };
        let room = RoomId(1);
        let message = |token: &str| Call::Message { room, token: token.into(), is_markdown: false };
        let page = Call::Page { room, kind: PageKind::Older };
        for call in [Call::Typing, page.clone(), message("a"), Call::Connection, message("b")] {
            calls.wait(Waiting { call, request: request(), tries: 0 });
        }
        let order: Vec<_> =
            std::iter::from_fn(|| calls.next_waiting()).map(|waiting| waiting.call).collect();
        assert_eq!(order, [Call::Connection, message("a"), message("b"), page, Call::Typing]);
    }
}
