//! Requests that are on their way, and what each is for.

use super::pages::PageKind;
use super::queue::Queue;
use crate::ids::{RequestId, RoomId};
use crate::output::{Output, Request};
use crate::protocol::Markup;
use crate::protocol::connect::ReceiptKind;
use crate::room::Seen;

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Start,
    Connection,
    Attend,
    Page { room: RoomId, kind: PageKind },
    Message { room: RoomId, token: String, markup: Markup },
    Typing,
    Receipt { room: RoomId, kind: ReceiptKind, message: Seen },
    End { room: RoomId },
}

#[derive(Debug, Default)]
pub(crate) struct Calls {
    made: u64,
    open: Vec<(RequestId, Call)>,
}

impl Calls {
    pub(crate) fn make(&mut self, call: Call, request: Request, outputs: &mut Queue<Output>) {
        self.made += 1;
        let id = RequestId(self.made);
        self.open.push((id, call));
        outputs.push_back(Output::Request(id, request));
    }

    /// The call of an answer; nothing when it was given up.
    pub(crate) fn take(&mut self, id: RequestId) -> Option<Call> {
        let index = self.open.iter().position(|(open, _)| *open == id)?;
        Some(self.open.remove(index).1)
    }

    pub(crate) fn is_open(&self, is: impl Fn(&Call) -> bool) -> bool {
        self.open.iter().any(|(_, call)| is(call))
    }

    /// Gives up what matches.
    pub(crate) fn cancel(&mut self, is: impl Fn(&Call) -> bool, outputs: &mut Queue<Output>) {
        self.open.retain(|(id, call)| {
            let given_up = is(call);
            if given_up {
                outputs.push_back(Output::CancelRequest(*id));
            }
            !given_up
        });
    }
}
