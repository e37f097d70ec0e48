//! `POST /events/{event}/person`: what moderators see of somebody, earlier names included.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chirrup_wire::conventions::audience::{EarlierName, Person, PersonRequest};

use crate::app::App;
use crate::clock::Millis;
use crate::events::code::TicketId;
use crate::events::session::{self, Body};
use crate::events::{EventError, Role};
use crate::store::Reads;

pub(super) async fn handle(
    State(app): State<App>,
    Path(event_id): Path<String>,
    Body(request): Body<PersonRequest>,
) -> Result<Json<Person>, EventError> {
    let now = Millis::now();
    let device = session::device(request.device.as_ref())?;
    let user = request.user.ok_or_else(|| EventError::request_invalid("`user` is missing"))?;
    let find = move |reads: &dyn Reads| -> Result<Person, EventError> {
        let (event, asking) = session::signed_in(reads, &event_id, &device, now)?;
        if asking.role != Role::Moderator {
            let message = "Only moderators may see this";
            return Err(EventError::new(StatusCode::FORBIDDEN, "not-a-moderator", message));
        }
        let id = TicketId::new(user.rsplit('/').next().unwrap_or_default());
        let unknown =
            || EventError::new(StatusCode::NOT_FOUND, "person-unknown", "There is no such person");
        let ticket = reads.events().ticket(&event.id, &id)?.ok_or_else(unknown)?;
        let names = reads.events().names_of(&event.id, &id)?;
        let is_earlier = |name: &&(String, Millis)| Some(&name.0) != ticket.nickname.as_ref();
        let earlier = names
            .iter()
            .filter(is_earlier)
            .map(|(name, at)| EarlierName { nickname: name.clone(), since: at.to_string() });
        Ok(Person {
            user,
            earlier: earlier.collect(),
            nickname: ticket.nickname.unwrap_or_default(),
            role: ticket.role.into(),
            is_banned: ticket.is_banned,
        })
    };
    Ok(Json(app.store.read(find).await?))
}
