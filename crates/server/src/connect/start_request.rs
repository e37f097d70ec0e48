//! The request of `StartChatContact` and its limits, for both forms of it.
//!
//! Two parameters are checked and then change nothing, because there is nothing here that they could change:
//!
//! - `DisconnectOnCustomerExit: ["AGENT"]` takes the agents off a chat that its customer has left. A chat
//!   ends with its customer here in any case, and everybody on it is disconnected.
//! - `ParticipantConfiguration.ResponseMode` says whether a bot's answer comes whole (`COMPLETE`) or in pieces
//!   as it is written (`INCREMENTAL`). The bot has its answers from a script and knows them whole, so that
//!   the first piece would be the last one: both modes get one message.

use std::collections::BTreeMap;

use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::start::{PersistentChat, StartChatContactRequest};
use serde::Deserialize;

use crate::app_error::AppError;
use crate::connect::credentials::Wanted;
use crate::domain::FirstWords;

/// The request with the parameters that only the server cares about.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct StartRequest {
    #[serde(flatten)]
    pub(super) base: StartChatContactRequest,
    segment_attributes: Option<BTreeMap<String, serde_json::Value>>,
    participant_configuration: Option<ParticipantConfiguration>,
    disconnect_on_customer_exit: Option<Vec<String>>,
    connection_types: Option<Vec<String>>,
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

/// A request that keeps all limits.
pub(super) struct Checked {
    pub(super) display_name: String,
    pub(super) content_types: Vec<String>,
    pub(super) duration_seconds: u64,
    pub(super) first_words: Option<FirstWords>,
    pub(super) attributes: String,
    pub(super) client_token: Option<String>,
    pub(super) persistent: Option<PersistentChat>,
    pub(super) wanted: Wanted,
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
        let wanted = self.check_connection_types()?;
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
            wanted,
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
        let too_long = |value: &serde_json::Value| {
            let text = value.get("ValueString").and_then(serde_json::Value::as_str);
            text.is_some_and(|text| text.chars().count() > 1024)
        };
        if self.segment_attributes.iter().flatten().any(|(_, value)| too_long(value)) {
            return Err(AppError::invalid_request(
                "SegmentAttributes: a ValueString has at most 1024 characters",
            ));
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

    fn check_connection_types(&self) -> Result<Wanted, AppError> {
        let mut wanted = Wanted::default();
        for kind in self.connection_types.iter().flatten() {
            match kind.as_str() {
                "WEBSOCKET" => wanted.socket = true,
                "CONNECTION_CREDENTIALS" => wanted.credentials = true,
                _ => {
                    return Err(AppError::invalid_request(
                        "ConnectionTypes must be of WEBSOCKET, CONNECTION_CREDENTIALS",
                    ));
                }
            }
        }
        Ok(wanted)
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
