//! `StartChatContact`: the request, its limits, and the write behind both forms of it.

use std::collections::BTreeMap;

use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::start::{
    PersistentChat, StartChatContactRequest, StartChatContactResponse,
};
use serde::Deserialize;

use crate::app::App;
use crate::app_error::AppError;
use crate::domain::{ContactId, FirstWords, PastRoom, Room, Start};
use crate::store::{Reads, Token, Tx};
use crate::token::{self, TokenKind};

/// The request with the parameters that only the server cares about.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct StartRequest {
    #[serde(flatten)]
    pub(super) base: StartChatContactRequest,
    segment_attributes: Option<BTreeMap<String, serde_json::Value>>,
    participant_configuration: Option<ParticipantConfiguration>,
    disconnect_on_customer_exit: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ParticipantConfiguration {
    response_mode: Option<String>,
}

const CONTENT_TYPES: [&str; 5] = [
    ct::TEXT_PLAIN,
    ct::TEXT_MARKDOWN,
    ct::APPLICATION_JSON,
    ct::INTERACTIVE,
    ct::INTERACTIVE_RESPONSE,
];
const DEFAULT_MINUTES: i64 = 1500;
const MOST_ATTRIBUTE_BYTES: usize = 32_768;
const MOST_PAST_ROOMS: usize = 100;

/// A request that keeps all limits.
pub(super) struct Checked {
    display_name: String,
    content_types: Vec<String>,
    duration_seconds: u64,
    first_words: Option<FirstWords>,
    attributes: String,
    client_token: Option<String>,
    persistent: Option<PersistentChat>,
}

impl StartRequest {
    /// What only the signed call must have.
    pub(super) fn check_required(&self) -> Result<(), AppError> {
        length("InstanceId", self.base.instance_id.as_deref(), 1, 100, true)?;
        length("ContactFlowId", self.base.contact_flow_id.as_deref(), 1, 500, true)
    }

    /// Checks everything else.
    pub(super) fn check(self) -> Result<Checked, AppError> {
        let base = &self.base;
        length("InstanceId", base.instance_id.as_deref(), 1, 100, false)?;
        length("ContactFlowId", base.contact_flow_id.as_deref(), 1, 500, false)?;
        let details = base.participant_details.as_ref().map(|one| one.display_name.trim());
        let name = details.filter(|name| !name.is_empty()).or(base.username.as_deref());
        length("ParticipantDetails.DisplayName", name, 1, 256, true)?;
        length("ClientToken", base.client_token.as_deref(), 0, 500, false)?;
        length("RelatedContactId", base.related_contact_id.as_deref(), 1, 256, false)?;
        length("CustomerId", base.customer_id.as_deref(), 1, 128, false)?;
        let minutes = base.chat_duration_in_minutes.unwrap_or(DEFAULT_MINUTES);
        if !(60..=10_080).contains(&minutes) {
            return Err(AppError::invalid_request(
                "ChatDurationInMinutes must be between 60 and 10080",
            ));
        }
        let content_types = self.check_content_types()?;
        self.check_attributes()?;
        self.check_modes(&content_types)?;
        let first_words = self.check_first_words(&content_types)?;
        if let Some(persistent) = &base.persistent_chat {
            if base.related_contact_id.is_some() {
                return Err(AppError::invalid_request(
                    "PersistentChat and RelatedContactId exclude each other",
                ));
            }
            let source = Some(persistent.source_contact_id.as_str());
            length("PersistentChat.SourceContactId", source, 1, 256, true)?;
            if !["ENTIRE_PAST_SESSION", "FROM_SEGMENT"]
                .contains(&persistent.rehydration_type.as_str())
            {
                return Err(AppError::invalid_request(
                    "PersistentChat.RehydrationType must be ENTIRE_PAST_SESSION or FROM_SEGMENT",
                ));
            }
        }
        let attributes = base.attributes.clone().unwrap_or_default();
        Ok(Checked {
            display_name: name.unwrap_or_default().to_owned(),
            content_types,
            duration_seconds: u64::try_from(minutes).unwrap_or_default() * 60,
            first_words,
            attributes: serde_json::to_string(&attributes).map_err(|_| AppError::internal())?,
            client_token: self.base.client_token.filter(|token| !token.is_empty()),
            persistent: self.base.persistent_chat,
        })
    }

    fn check_content_types(&self) -> Result<Vec<String>, AppError> {
        let Some(types) = &self.base.supported_messaging_content_types else {
            return Ok(vec![ct::TEXT_PLAIN.to_owned()]);
        };
        if let Some(unknown) = types.iter().find(|one| !CONTENT_TYPES.contains(&one.as_str())) {
            return Err(AppError::invalid_parameter(format!(
                "SupportedMessagingContentTypes does not know {unknown}"
            )));
        }
        if !types.iter().any(|one| one == ct::TEXT_PLAIN) {
            return Err(AppError::invalid_request(
                "SupportedMessagingContentTypes must contain text/plain",
            ));
        }
        Ok(types.clone())
    }

    fn check_attributes(&self) -> Result<(), AppError> {
        let attributes = self.base.attributes.iter().flatten();
        let bytes: usize = attributes.clone().map(|(key, value)| key.len() + value.len()).sum();
        if bytes > MOST_ATTRIBUTE_BYTES {
            return Err(AppError::invalid_request(format!(
                "Attributes may have {MOST_ATTRIBUTE_BYTES} bytes in all"
            )));
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if attributes.clone().any(|(key, _)| key.is_empty() || !key.chars().all(fits)) {
            return Err(AppError::invalid_request(
                "Attribute names have letters, digits, - and _ only",
            ));
        }
        Ok(())
    }

    fn check_modes(&self, content_types: &[String]) -> Result<(), AppError> {
        let mode =
            self.participant_configuration.as_ref().and_then(|one| one.response_mode.as_deref());
        if mode.is_some_and(|mode| !["INCREMENTAL", "COMPLETE"].contains(&mode)) {
            return Err(AppError::invalid_request(
                "ParticipantConfiguration.ResponseMode must be INCREMENTAL or COMPLETE",
            ));
        }
        if self.disconnect_on_customer_exit.as_ref().is_some_and(|list| *list != ["AGENT"]) {
            return Err(AppError::invalid_request("DisconnectOnCustomerExit must be [\"AGENT\"]"));
        }
        let subtype = self.segment_attributes.as_ref().and_then(|map| map.get("connect:Subtype"));
        let is_guide = subtype.and_then(|value| value.get("ValueString"))
            == Some(&serde_json::Value::from("connect:Guide"));
        let has = |wanted: &str| content_types.iter().any(|one| one == wanted);
        if is_guide && !(has(ct::INTERACTIVE) && has(ct::INTERACTIVE_RESPONSE)) {
            return Err(AppError::invalid_request(
                "connect:Guide needs both interactive types in SupportedMessagingContentTypes",
            ));
        }
        Ok(())
    }

    fn check_first_words(&self, types: &[String]) -> Result<Option<FirstWords>, AppError> {
        let Some(message) = &self.base.initial_message else { return Ok(None) };
        if message.content_type == ct::INTERACTIVE || !types.contains(&message.content_type) {
            return Err(AppError::invalid_request(
                "InitialMessage.ContentType is none of the SupportedMessagingContentTypes",
            ));
        }
        if message.content.is_empty() || message.content.len() > 16_384 {
            return Err(AppError::invalid_request("InitialMessage.Content has 1 to 16384 bytes"));
        }
        Ok(Some(FirstWords {
            content_type: message.content_type.clone(),
            content: message.content.clone(),
        }))
    }
}

/// Starts the chat, or finds the one that this client token started.
pub(super) async fn start(
    app: &App,
    checked: Checked,
) -> Result<StartChatContactResponse, AppError> {
    let flow = app.flow.clone();
    let config = app.config.clone();
    let begin = move |tx: &mut Tx<'_>| -> Result<StartChatContactResponse, AppError> {
        if let Some(client_token) = &checked.client_token
            && let Some(room) = tx.reads().room_by_start_token(client_token)?
        {
            return answer(tx, &room, None);
        }
        if tx.reads().live_rooms()? >= config.limits.active_chats {
            return Err(AppError::limit_exceeded("Too many chats are active"));
        }
        let (past, continued_from) = match &checked.persistent {
            Some(persistent) => past_of(tx.reads(), persistent)?,
            None => (Vec::new(), None),
        };
        let start = Start {
            customer_name: checked.display_name,
            bot_name: flow.bot_name().to_owned(),
            content_types: checked.content_types,
            duration_seconds: checked.duration_seconds,
            connect_within_seconds: config.connect_within_seconds,
            idle: config.idle,
            first_words: checked.first_words,
            past,
        };
        let room = Room::start(start, tx.now());
        tx.keep(&room, Vec::new())?;
        let client_token = checked.client_token.as_deref();
        tx.records().save_start(&room.id, &checked.attributes, client_token)?;
        answer(tx, &room, continued_from)
    };
    app.store.write(begin).await.map_err(AppError::into_start_chat)
}

/// A fresh token each time: the ones given out before are kept as hashes only, and stay good.
fn answer(
    tx: &mut Tx<'_>,
    room: &Room,
    continued_from: Option<ContactId>,
) -> Result<StartChatContactResponse, AppError> {
    let customer = room.customer().ok_or_else(AppError::internal)?;
    let (token, hash) = token::fresh();
    tx.records().add_token(
        &hash,
        &Token {
            kind: TokenKind::Participant,
            room_id: Some(room.id.clone()),
            holder: customer.id.to_string(),
            expires_at: None,
        },
    )?;
    Ok(StartChatContactResponse {
        contact_id: room.contact_id.to_string(),
        participant_id: customer.id.to_string(),
        participant_token: token,
        continued_from_contact_id: continued_from.map(|id| id.to_string()),
    })
}

/// The conversations that a persistent chat continues, and the contact it continues from.
fn past_of(
    reads: &dyn Reads,
    persistent: &PersistentChat,
) -> Result<(Vec<PastRoom>, Option<ContactId>), AppError> {
    let source = ContactId::new(persistent.source_contact_id.clone());
    let unknown = || AppError::not_found("PersistentChat.SourceContactId names no contact");
    let room = reads.room_of(&source)?.ok_or_else(unknown)?;
    if !room.is_ended() {
        return Err(AppError::invalid_request("The chat of SourceContactId has not ended"));
    }
    let (until, from) = if persistent.rehydration_type == "FROM_SEGMENT" {
        (reads.end_of_contact(&source)?.unwrap_or(room.last_at), source)
    } else if source.to_room() == room.id {
        (room.last_at, room.contact_id.clone())
    } else {
        return Err(AppError::invalid_request(
            "ENTIRE_PAST_SESSION needs the first contact of the past session",
        ));
    };
    let mut past = vec![PastRoom { room_id: room.id, until }];
    past.extend(room.past);
    past.truncate(MOST_PAST_ROOMS);
    Ok((past, Some(from)))
}

fn length(
    name: &str,
    value: Option<&str>,
    least: usize,
    most: usize,
    required: bool,
) -> Result<(), AppError> {
    match value.map(|text| text.chars().count()) {
        None if required => Err(AppError::invalid_request(format!("{name} is required"))),
        Some(chars) if chars < least || chars > most => {
            Err(AppError::invalid_request(format!("{name} has {least} to {most} characters")))
        }
        None | Some(_) => Ok(()),
    }
}
