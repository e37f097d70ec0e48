//! What one agent's desk shows.

use chirrup_wire::desk::{Agent, Contact, ContactState, DeskFrame, Preview};

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::role;
use crate::domain::{AgentId, Phase};
use crate::store::{DeskRoom, Reads};

/// Everything that this agent may see at this moment.
pub(super) async fn of(app: &App, agent: &AgentId) -> Result<DeskFrame, AppError> {
    let id = agent.clone();
    let read =
        move |reads: &dyn Reads| -> Result<Vec<DeskRoom>, AppError> { Ok(reads.desk_rooms(&id)?) };
    let rooms = app.store.read(read).await?;
    let agents = app.config.agents.iter().map(|one| Agent {
        id: one.id.to_string(),
        name: one.name.clone(),
        online: app.desk.is_online(&one.id),
    });
    Ok(DeskFrame::State {
        contacts: rooms.into_iter().filter_map(contact).collect(),
        agents: agents.collect(),
    })
}

fn contact(listed: DeskRoom) -> Option<Contact> {
    let DeskRoom { room, unread } = listed;
    let (state, since, transferred_by) = match &room.phase {
        Phase::Waiting { since, transferred_by, .. } => {
            (ContactState::Waiting, *since, transferred_by.clone())
        }
        Phase::Open { since, .. } => (ContactState::Open, *since, None),
        Phase::Expected | Phase::Bot | Phase::Ended { .. } => return None,
    };
    let (customer_id, customer_name) = room
        .customer()
        .map(|one| (one.id.to_string(), one.display_name.clone()))
        .unwrap_or_default();
    Some(Contact {
        contact_id: room.contact_id.to_string(),
        customer_id,
        customer_name,
        state,
        preview: room.preview.map(|preview| Preview {
            text: preview.text,
            role: role(preview.role),
            at: preview.at.to_string(),
        }),
        unread,
        transferred_by,
        since: since.to_string(),
    })
}
