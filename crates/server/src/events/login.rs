//! `POST /events/{event}/login`: a ticket code, or the device of an earlier login, against keys of the service.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Extension, Path, State};
use axum::http::uri::Scheme;
use axum::http::{HeaderMap, StatusCode};
use chirrup_wire::Secret;
use chirrup_wire::conventions::login::{
    Channel, Limits, LinkPolicy, LoginRequest, LoginResponse, Role as WireRole, User,
};
use serde_json::json;
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::clock::Millis;
use crate::events::code::{Code, TicketId};
use crate::events::issue::Ended;
use crate::events::remote::Remote;
use crate::events::session::{self, Body};
use crate::events::state::Ranks;
use crate::events::{Event, EventError, EventId, Role, Stage, Ticket, issue, nickname};
use crate::store::Tx;

/// Somebody who waits is told to ask again no later than this.
const LONGEST_WAIT_SECONDS: u64 = 30;

/// What the other device shows when its socket is closed.
const TAKEN_OVER: Ended<'_> = Ended::Elsewhere("Your ticket is now used on another device");
const OTHER_TICKET: Ended<'_> = Ended::Elsewhere("Another ticket is now used on this device");

pub(super) async fn handle(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Extension(scheme): Extension<Scheme>,
    Path(event_id): Path<String>,
    headers: HeaderMap,
    Body(request): Body<LoginRequest>,
) -> Result<Json<LoginResponse>, EventError> {
    let now = Millis::now();
    let device = session::device(request.device.as_ref())?;
    let address = session::caller(&app, &headers, address);
    if let Some(seconds) = app.events.wrong_codes.wait_seconds(&address, now) {
        return Err(EventError::too_many_attempts(seconds));
    }
    let found = if let Some(typed) = &request.ticket {
        let found = find(&app, &event_id, typed).await;
        if matches!(&found, Err(error) if error.is_about_the_code()) {
            app.events.wrong_codes.note(address, now);
        }
        found?
    } else {
        let id = event_id.clone();
        app.store.read(move |reads| session::signed_in(reads, &id, &device, now)).await?
    };
    let (event, ticket) = found;
    if let Some(seconds) = app.events.tries.wait_seconds(&ticket.id, now) {
        return Err(EventError::too_many_attempts(seconds));
    }
    app.events.tries.note(ticket.id.clone(), now);
    let remote = app.events.remote().ok_or_else(EventError::internal)?;
    if ticket.is_banned || issue::is_banned(&app, remote, &event.id, &ticket.id).await? {
        return Err(EventError::ticket_banned());
    }
    session::check_time(&event, ticket.role, now)?;
    let takeover = request.takeover.unwrap_or(false);
    let ticket = sign_in(&app, &event, &ticket.id, device, takeover, request.nickname).await?;
    if ticket.stage != Stage::Ready {
        return Err(waiting(&app, &event, &ticket).await?);
    }
    let credentials = issue::issue(&app, remote, &event.id, &ticket.id).await?;
    let Ranks { moderators, artists } = app.events.ranks(&app, &event.id).await?;
    app.events.see(&event.id, &ticket.id, now);
    tracing::debug!(event = %event.id, ticket = %ticket.id, "logged in");
    Ok(Json(LoginResponse {
        user: User {
            arn: remote.user_arn(ticket.id.as_str()),
            nickname: ticket.nickname.unwrap_or_default(),
        },
        role: ticket.role.into(),
        channel: Channel { arn: remote.channel_arn(event.id.as_str()), name: event.settings.name },
        region: remote.region.clone(),
        messaging_endpoint: endpoint(remote, &headers, &scheme),
        credentials,
        link_policy: LinkPolicy::Plain,
        limits: Limits {
            message_chars: event.settings.message_chars,
            slow_mode_seconds: event.settings.slow_mode_seconds,
        },
        moderators,
        artists,
    }))
}

/// The ticket of a code. Codes are looked up by an id made under the server's key and then compared whole, in a
/// time that tells nothing.
async fn find(app: &App, event_id: &str, typed: &Secret) -> Result<(Event, Ticket), EventError> {
    let id = EventId::parse(event_id).ok_or_else(EventError::event_unknown)?;
    let code = Code::parse(typed.reveal());
    let named = code.map(|code| app.events.key.ticket(&id, &code));
    let find = move |reads: &dyn crate::store::Reads| -> Result<_, EventError> {
        let event = session::event(reads, id.as_str())?;
        let Some((ticket_id, hash)) = named else { return Err(EventError::ticket_unknown()) };
        let ticket = reads.events().ticket(&id, &ticket_id)?;
        let ticket = ticket.filter(|ticket| bool::from(ticket.code.0.ct_eq(&hash.0)));
        Ok((event, ticket.ok_or_else(EventError::ticket_unknown)?))
    };
    app.store.read(find).await
}

/// Binds the ticket to the device, with its name, in one step. Whoever is not ready is asked for.
async fn sign_in(
    app: &App,
    event: &Event,
    ticket: &TicketId,
    device: [u8; 32],
    takeover: bool,
    name: Option<String>,
) -> Result<Ticket, EventError> {
    let (app, event, ticket) = (app.clone(), event.clone(), ticket.clone());
    let (store, bell) = (app.store.clone(), app.events.clone());
    let is_named = name.is_some();
    let sign_in = move |tx: &mut Tx<'_>| -> Result<Ticket, EventError> {
        let remote = app.events.remote();
        let events = tx.records().event_writes();
        let ticket = events.ticket(&event.id, &ticket)?.ok_or_else(EventError::ticket_unknown)?;
        let is_elsewhere = ticket.device.is_some_and(|other| !bool::from(other.ct_eq(&device)));
        if is_elsewhere && !takeover {
            return Err(EventError::ticket_used_elsewhere());
        }
        if let Some(name) = name {
            nickname::claim(tx, &app.events.reserved, &event, &ticket, &name)?;
        }
        let before = events.sign_in(&ticket, &device)?;
        if ticket.stage != Stage::Ready {
            events.ask_for(&ticket, tx.now())?;
        }
        if is_elsewhere {
            issue::revoke(tx, remote, &ticket.id, TAKEN_OVER)?;
        }
        if let Some(before) = before {
            issue::revoke(tx, remote, &before.id, OTHER_TICKET)?;
        }
        let ticket = tx.reads().events().ticket(&event.id, &ticket.id)?;
        ticket.ok_or_else(EventError::ticket_unknown)
    };
    let ticket = store.write(sign_in).await?;
    if is_named || ticket.stage != Stage::Ready {
        bell.bell.ring();
    }
    Ok(ticket)
}

/// The ticket is good, and its user is still being made.
async fn waiting(app: &App, event: &Event, ticket: &Ticket) -> Result<EventError, EventError> {
    let (id, ticket) = (event.id.clone(), ticket.id.clone());
    let count = move |reads: &dyn crate::store::Reads| reads.events().waiting_before(&id, &ticket);
    let before = app.store.read::<_, crate::store::StoreError>(count).await?;
    // A user, a place in the channel, and those of everybody before.
    let seconds = (u64::from(before) + 1) * 2 / u64::from(app.config.events.rate.max(1)) + 1;
    Ok(EventError::ticket_waiting(before, seconds.min(LONGEST_WAIT_SECONDS)))
}

impl From<Role> for WireRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Moderator => Self::Moderator,
            Role::Artist => Self::Artist,
            Role::Fan => Self::Fan,
        }
    }
}

/// Where the browser finds the service: what the config says, or where it found this call.
fn endpoint(remote: &Remote, headers: &HeaderMap, scheme: &Scheme) -> String {
    if let Some(public) = &remote.public {
        return public.clone();
    }
    let host = headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    host.map_or_else(|| remote.messaging.clone(), |host| format!("{scheme}://{host}/chime"))
}

impl EventError {
    fn ticket_waiting(position: u32, seconds: u64) -> Self {
        let message = "Your place in the chat is being prepared. It takes a moment";
        Self::new(StatusCode::TOO_EARLY, "ticket-waiting", message)
            .with("position", json!(position))
            .retry_after(seconds)
    }
}
