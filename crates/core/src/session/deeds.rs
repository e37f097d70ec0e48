//! What a moderator does here, on its way to the backend. What comes of it is told in frames.

use chirrup_wire::conventions::{Action, Deed};

use super::Session;
use super::calls::Call;
use super::phase::SessionError;
use crate::event::Event;
use crate::ids::RoomId;
use crate::output::{Response, TransportError};
use crate::time::Millis;

impl Session {
    /// Does what a moderator wants done.
    pub(super) fn act(&mut self, room_id: RoomId, deed: Deed, reason: Option<&str>) {
        let may = self.rooms.get(room_id).is_some_and(|room| room.capabilities.moderation);
        let token = self.random.token();
        let Some(event) = self.adapter.event().filter(|_| may) else { return };
        let of_bans = if let Deed::Ban { user } = &deed {
            Some(event.ban_request(user))
        } else if let Deed::Unban { user } = &deed {
            Some(event.unban_request(user))
        } else {
            None
        };
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        let action = Action { deed, reason: reason.map(str::to_owned) };
        let requests = event.action_requests(&action, &event.parts_of(&action.deed), &token);
        if let Some(request) = of_bans {
            self.ask(Call::Deed, request);
        }
        let mut call = Call::Deed;
        for request in requests {
            self.ask(std::mem::replace(&mut call, Call::DeedElsewhere), request);
        }
    }

    pub(super) fn on_deed(&mut self, result: Result<Response, TransportError>, now: Millis) {
        self.count_soon(now);
        if let Err(failure) = self.adapter.acknowledgement(result) {
            let reason = failure.reason();
            self.events.push_back(Event::Error(SessionError::CommandFailed { reason }));
        }
    }
}
