//! Who calls: the token in `X-Amz-Bearer`. The `authorization` header that AWS clients add means nothing.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chirrup_wire::connect::rest::BEARER_HEADER;

use crate::app_error::AppError;
use crate::clock::Millis;
use crate::domain::{Participant, ParticipantId, Presence, Room};
use crate::store::Reads;
use crate::token::{TokenHash, TokenKind};

/// The hash of the token that came with a call.
#[derive(Clone, Copy)]
pub(super) struct Bearer(TokenHash);

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        let header = parts.headers.get(BEARER_HEADER).and_then(|value| value.to_str().ok());
        header.map(|token| Self(TokenHash::of(token))).ok_or_else(denied)
    }
}

impl Bearer {
    /// The caller and their room, whatever has become of them.
    pub(super) fn find(
        self,
        reads: &dyn Reads,
        kind: TokenKind,
        now: Millis,
    ) -> Result<(Room, Participant), AppError> {
        let token = reads.token(kind, &self.0, now)?.ok_or_else(denied)?;
        let room_id = token.room_id.ok_or_else(denied)?;
        let room = reads.room(&room_id)?.ok_or_else(denied)?;
        let id = ParticipantId::new(token.holder);
        let participant = room.participant(&id).cloned().ok_or_else(denied)?;
        Ok((room, participant))
    }

    /// The caller and their room, while they are on the chat.
    pub(super) fn find_present(
        self,
        reads: &dyn Reads,
        kind: TokenKind,
        now: Millis,
    ) -> Result<(Room, Participant), AppError> {
        let (room, participant) = self.find(reads, kind, now)?;
        match participant.presence {
            Presence::Expected | Presence::Active => Ok((room, participant)),
            Presence::Left | Presence::Ended => Err(denied()),
        }
    }
}

/// One answer for every reason, so that nobody learns which.
pub(super) fn denied() -> AppError {
    AppError::access_denied("Access denied")
}
