//! `GetTranscript`: pages of what was said and happened, in any direction, into past conversations too.
//!
//! The scan direction says which page comes next; the sort order only sorts the page.

use axum::Json;
use axum::extract::State;
use chirrup_wire::connect::item::Item as WireItem;
use chirrup_wire::connect::rest::{GetTranscriptRequest, GetTranscriptResponse, StartPosition};

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::connect::authorize::{Bearer, denied};
use crate::connect::body::JsonBody;
use crate::connect::encode;
use crate::connect::page_token::PageToken;
use crate::domain::{ContactId, ItemId, Participant, Presence, Role, Room, RoomId};
use crate::store::{Direction, PageRequest, Reads};
use crate::token::TokenKind;

/// `POST /participant/transcript`.
pub(super) async fn handle(
    State(app): State<App>,
    bearer: Bearer,
    JsonBody(request): JsonBody<GetTranscriptRequest>,
) -> Result<Json<GetTranscriptResponse>, AppError> {
    let wanted = Wanted::check(request, &app.page_key)?;
    let page_key = app.page_key;
    let read = move |reads: &dyn Reads| -> Result<GetTranscriptResponse, AppError> {
        let (room, reader) = bearer.find(reads, TokenKind::Connection, Millis::now())?;
        if reader.presence == Presence::Left {
            return Err(denied());
        }
        let from = wanted.cursor(reads, &room, &reader)?;
        let (mut transcript, next) = match from {
            Some(cursor) => scan(reads, &room, &reader, cursor, wanted.limit)?,
            None => (Vec::new(), None),
        };
        if wanted.is_ascending != wanted.is_forward() {
            transcript.reverse();
        }
        Ok(GetTranscriptResponse {
            initial_contact_id: Some(room.id.to_string()),
            transcript,
            next_token: next.and_then(|token| token.seal(&page_key)),
        })
    };
    Ok(Json(app.store.read(read).await?))
}

/// Where a page may begin when no token says so.
enum Position {
    Item(ItemId),
    Time(Millis),
    MostRecent(u32),
}

/// A request that keeps all limits.
struct Wanted {
    contact: Option<ContactId>,
    limit: usize,
    direction: Direction,
    is_ascending: bool,
    position: Option<Position>,
    token: Option<PageToken>,
}

impl Wanted {
    fn check(request: GetTranscriptRequest, key: &[u8; 32]) -> Result<Self, AppError> {
        let limit = request.max_results.unwrap_or(10);
        let limit = usize::try_from(limit).ok().filter(|limit| *limit <= 100);
        let limit = limit.ok_or_else(|| AppError::validation("MaxResults is 0 to 100"))?;
        let contact = request.contact_id.map(ContactId::new);
        if contact.as_ref().is_some_and(|id| !(1..=256).contains(&id.as_str().chars().count())) {
            return Err(AppError::validation("ContactId has 1 to 256 characters"));
        }
        let position = position(request.start_position.unwrap_or_default())?;
        let token = match &request.next_token {
            None => None,
            Some(text) => Some(
                PageToken::open(text, key)
                    .ok_or_else(|| AppError::validation("NextToken is not one of ours"))?,
            ),
        };
        let direction = match (request.scan_direction.as_deref(), &token) {
            (Some("FORWARD"), _) => Direction::Forward,
            (None, Some(token)) if token.is_forward => Direction::Forward,
            (None, None) if position.is_some() => Direction::Forward,
            (Some("BACKWARD") | None, _) => Direction::Backward,
            (Some(_), _) => {
                return Err(AppError::validation("ScanDirection is FORWARD or BACKWARD"));
            }
        };
        if token.as_ref().is_some_and(|one| one.is_forward != (direction == Direction::Forward)) {
            return Err(AppError::validation("NextToken belongs to the other ScanDirection"));
        }
        let is_ascending = match request.sort_order.as_deref() {
            Some("ASCENDING") => true,
            Some("DESCENDING") | None => false,
            Some(_) => {
                return Err(AppError::validation("SortOrder is ASCENDING or DESCENDING"));
            }
        };
        Ok(Self { contact, limit, direction, is_ascending, position, token })
    }

    fn is_forward(&self) -> bool {
        self.direction == Direction::Forward
    }

    /// Where the page begins; nowhere when newer items than the newest are asked for.
    fn cursor(
        &self,
        reads: &dyn Reads,
        room: &Room,
        reader: &Participant,
    ) -> Result<Option<PageToken>, AppError> {
        if let Some(token) = &self.token {
            if token.reader != reader.id {
                return Err(AppError::validation("NextToken is not one of ours"));
            }
            return Ok(Some(token.clone()));
        }
        if let Some(contact) = &self.contact {
            let of_room = reads.room_of(contact)?.is_some_and(|found| found.id == room.id);
            if !of_room {
                return Err(denied());
            }
        }
        let newest = Millis(i64::MAX);
        let from = match &self.position {
            None | Some(Position::MostRecent(0)) if self.is_forward() => return Ok(None),
            None | Some(Position::MostRecent(0)) => newest,
            Some(Position::Time(at)) => *at,
            Some(Position::Item(id)) => {
                let item = reads.item(&room.id, id)?;
                let seen = item.filter(|item| item.visibility.allows(reader.role));
                let unknown =
                    || AppError::validation("StartPosition.Id names no item of this chat");
                seen.ok_or_else(unknown)?.at
            }
            Some(Position::MostRecent(n)) => match reads.nth_newest(&room.id, *n)? {
                Some(at) => at,
                None => return Ok(None),
            },
        };
        Ok(Some(PageToken {
            reader: reader.id.clone(),
            contact: self.contact.clone(),
            is_forward: self.is_forward(),
            room: 0,
            from,
        }))
    }
}

fn position(start: StartPosition) -> Result<Option<Position>, AppError> {
    match (start.id, start.absolute_time, start.most_recent) {
        (None, None, None) => Ok(None),
        (Some(id), None, None) if (1..=256).contains(&id.chars().count()) => {
            Ok(Some(Position::Item(ItemId::new(id))))
        }
        (None, Some(time), None) => Millis::parse(&time)
            .map(|at| Some(Position::Time(at)))
            .ok_or_else(|| AppError::validation("StartPosition.AbsoluteTime is not a time")),
        (None, None, Some(n)) => u32::try_from(n)
            .ok()
            .filter(|n| *n <= 100)
            .map(|n| Some(Position::MostRecent(n)))
            .ok_or_else(|| AppError::validation("StartPosition.MostRecent is 0 to 100")),
        _ => Err(AppError::validation("StartPosition has one of Id, AbsoluteTime, MostRecent")),
    }
}

/// Reads from the cursor on, into the past conversations when the pages go backwards, and returns the
/// items in the order of the scan.
fn scan(
    reads: &dyn Reads,
    room: &Room,
    reader: &Participant,
    mut cursor: PageToken,
    limit: usize,
) -> Result<(Vec<WireItem>, Option<PageToken>), AppError> {
    let mut found = Vec::new();
    loop {
        let Some(room_id) = nth_room(room, cursor.room) else { return Ok((found, None)) };
        let direction = if cursor.is_forward { Direction::Forward } else { Direction::Backward };
        // One more than wanted tells whether there is a next page, and where it begins.
        let page = reads.page(&PageRequest {
            room_id: room_id.clone(),
            contact_id: cursor.contact.clone().filter(|_| cursor.room == 0),
            direction,
            from: cursor.from,
            limit: limit - found.len() + 1,
            with_agents_only: reader.role != Role::Customer,
        })?;
        for (item, receipts) in page {
            if found.len() == limit {
                cursor.from = item.at;
                return Ok((found, Some(cursor)));
            }
            found.push(encode::transcript_item(room, room_id, &item, &receipts));
        }
        let older =
            room.past.get(cursor.room).filter(|_| !cursor.is_forward && cursor.contact.is_none());
        let Some(older) = older else { return Ok((found, None)) };
        cursor.room += 1;
        cursor.from = older.until;
    }
}

fn nth_room(room: &Room, n: usize) -> Option<&RoomId> {
    match n.checked_sub(1) {
        None => Some(&room.id),
        Some(past) => room.past.get(past).map(|one| &one.room_id),
    }
}
