//! The golden files: each is decoded as its type and encoded again, and must come out the same. They bind
//! the widget and the server to the same shapes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that goes wrong should stop at once")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chirrup_wire::chime::{authority, channel, frame, membership, message, rest};
use chirrup_wire::connect::frame::{ClientFrame, FrameContent, ServerFrame};
use chirrup_wire::connect::item::{Item, ItemType, ParticipantRole};
use chirrup_wire::connect::rest::{
    CreateParticipantConnectionRequest, CreateParticipantConnectionResponse,
    DisconnectParticipantRequest, ErrorBody, GetTranscriptRequest, GetTranscriptResponse,
    SendEventRequest, SendEventResponse, SendMessageRequest, SendMessageResponse,
};
use chirrup_wire::connect::start::{
    StartChatContactRequest, StartChatContactResponse, StartChatEnvelope,
};
use chirrup_wire::conventions::audience::{Counts, CountsRequest, Person, PersonRequest};
use chirrup_wire::conventions::login::{
    Credentials, ErrorEnvelope, LoginRequest, LoginResponse, NicknameRequest, NicknameResponse,
    RenewRequest, RenewResponse,
};
use chirrup_wire::conventions::{Action, Deed, Metadata};
use chirrup_wire::object::Tree;
use chirrup_wire::{desk, sigv4};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(folder("").join(file)).unwrap()
}

/// The file says the same before and after it went through `T`.
fn round<T: Serialize + DeserializeOwned>(file: &str) {
    let text = read(file);
    let decoded: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let golden: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(&decoded).unwrap(), golden, "{file}");
    // The widget reads with a parser of its own.
    assert_eq!(Tree::read(&text), serde_json::from_str(&text).ok(), "{file}");
}

/// Which type a file of `fixtures/connect` is, by the beginning of its name.
fn round_connect(name: &str) {
    let file = format!("connect/{name}");
    let begins = |prefix: &str| name.starts_with(prefix);
    if begins("start-request") {
        round::<StartChatContactRequest>(&file);
    } else if begins("start-response") {
        round::<StartChatContactResponse>(&file);
    } else if begins("start-envelope") {
        round::<StartChatEnvelope>(&file);
    } else if begins("connection-request") {
        round::<CreateParticipantConnectionRequest>(&file);
    } else if begins("connection-response") {
        round::<CreateParticipantConnectionResponse>(&file);
    } else if begins("message-request") {
        round::<SendMessageRequest>(&file);
    } else if begins("message-response") {
        round::<SendMessageResponse>(&file);
    } else if begins("event-request") {
        round::<SendEventRequest>(&file);
    } else if begins("event-response") {
        round::<SendEventResponse>(&file);
    } else if begins("transcript-request") {
        round::<GetTranscriptRequest>(&file);
    } else if begins("transcript-response") {
        round::<GetTranscriptResponse>(&file);
    } else if begins("disconnect-request") {
        round::<DisconnectParticipantRequest>(&file);
    } else if begins("error") {
        round::<ErrorBody>(&file);
    } else if begins("frame-") && name.ends_with("-request.json") {
        round::<ClientFrame>(&file);
    } else if begins("frame-") {
        round::<ServerFrame>(&file);
    } else if begins("item-") {
        round::<Item>(&file);
    } else {
        panic!("{name} is of no known type");
    }
}

fn names(of: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(folder(of)).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_connect_file_comes_out_as_it_went_in() {
    let names = names("connect");
    assert!(names.len() > 50);
    for name in names {
        round_connect(&name);
    }
}

#[test]
fn every_desk_file_comes_out_as_it_went_in() {
    for name in names("desk") {
        let file = format!("desk/{name}");
        match name.as_str() {
            "sign-in-request.json" => round::<desk::SignInRequest>(&file),
            "sign-in-response.json" => round::<desk::SignInResponse>(&file),
            "hello.json" => round::<desk::Hello>(&file),
            "accept-response.json" => round::<desk::AcceptResponse>(&file),
            "transfer-request.json" => round::<desk::TransferRequest>(&file),
            frame if frame.starts_with("frame-") => round::<desk::DeskFrame>(&file),
            other => panic!("{other} is of no known type"),
        }
    }
}

/// What a client writes says what the file says.
fn check_written(file: &str, written: &str) {
    let golden: Value = serde_json::from_str(&read(file)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(written).unwrap(), golden, "{file}");
}

/// The same for what a client writes and a server decodes with serde.
fn round_request<T: Serialize + DeserializeOwned>(file: &str, to_text: fn(&T) -> String) {
    round::<T>(file);
    check_written(file, &to_text(&serde_json::from_str(&read(file)).unwrap()));
}

/// Which type a file of `fixtures/conventions` is, by the beginning of its name.
fn round_conventions(name: &str) {
    let file = format!("conventions/{name}");
    let begins = |prefix: &str| name.starts_with(prefix);
    if begins("metadata") {
        check_written(&file, &Metadata::read(&read(&file)).to_text().unwrap());
    } else if begins("action-") {
        let action = Action::read(&read(&file)).unwrap();
        assert_ne!(action.deed, Deed::Unknown { name: action.deed.name().into() }, "{file}");
        assert_eq!(name, format!("action-{}.json", action.deed.name()));
        check_written(&file, &action.to_text());
    } else if begins("login-request") {
        round_request(&file, LoginRequest::to_text);
    } else if begins("nickname-request") {
        round_request(&file, NicknameRequest::to_text);
    } else if begins("renew-request") {
        round_request(&file, RenewRequest::to_text);
    } else if begins("counts-request") {
        round_request(&file, CountsRequest::to_text);
    } else if begins("person-request") {
        round_request(&file, PersonRequest::to_text);
    } else if begins("counts-response") {
        round::<Counts>(&file);
    } else if begins("person-response") {
        round::<Person>(&file);
    } else if begins("login-response") {
        round::<LoginResponse>(&file);
    } else if begins("nickname-response") {
        round::<NicknameResponse>(&file);
    } else if begins("renew-response") {
        round::<RenewResponse>(&file);
    } else if begins("error-") {
        round::<ErrorEnvelope>(&file);
    } else {
        panic!("{name} is of no known type");
    }
}

#[test]
fn every_conventions_file_comes_out_as_it_went_in() {
    for name in names("conventions") {
        round_conventions(&name);
    }
}

#[test]
fn a_login_brings_what_signs_and_shows_none_of_it() {
    let text = read("conventions/login-response.json");
    let login: LoginResponse = chirrup_wire::decode(&text).unwrap();
    let shown = format!("{login:?}");
    assert!(!shown.contains("c2VjcmV0") && !shown.contains("dG9rZW4"), "{shown}");
    let Credentials { expiration, .. } = &login.credentials;
    assert_eq!(expiration.as_deref(), Some("2026-05-01T11:00:00Z"));
    let credentials = sigv4::Credentials::from(login.credentials);
    assert_eq!(credentials.access_key_id, "ASIAEXAMPLE");
    assert_eq!(credentials.secret_access_key.reveal(), "c2VjcmV0");
    assert_eq!(credentials.session_token.unwrap().reveal(), "dG9rZW4");
    let request: LoginRequest =
        serde_json::from_str(&read("conventions/login-request.json")).unwrap();
    let shown = format!("{request:?}");
    assert!(!shown.contains("AB12") && !shown.contains("d-7f3a"), "{shown}");
}

#[test]
fn every_login_error_has_a_code_and_its_status() {
    for name in names("conventions") {
        let Some(code) = name.strip_prefix("error-").and_then(|name| name.strip_suffix(".json"))
        else {
            continue;
        };
        let envelope: ErrorEnvelope =
            chirrup_wire::decode(&read(&format!("conventions/{name}"))).unwrap();
        let error = envelope.error;
        assert_eq!(serde_json::to_value(error.code).unwrap(), code);
        let status = match code {
            "request-invalid" | "nickname-invalid" => 400,
            "device-unknown" => 401,
            "ticket-banned" => 403,
            "ticket-unknown" | "event-unknown" => 404,
            "event-ended" => 410,
            "ticket-waiting" | "event-not-open" => 425,
            "too-many-attempts" => 429,
            _ => 409,
        };
        assert_eq!(error.code.status(), status, "{code}");
    }
    let envelope: ErrorEnvelope =
        chirrup_wire::decode(r#"{"error":{"code":"moon-phase","message":"Later."}}"#).unwrap();
    assert_eq!(envelope.error.code, chirrup_wire::conventions::login::Code::Unknown);
}

/// Which type a file of `fixtures/chime` is.
fn round_chime(name: &str) {
    let file = format!("chime/{name}");
    match name.trim_end_matches(".json") {
        "endpoint-response" => round::<rest::GetMessagingSessionEndpointResponse>(&file),
        "error" => round::<rest::ErrorBody>(&file),
        "message-response" | "message-response-pending" => {
            round::<message::ChannelMessageResponse>(&file);
        }
        "update-request" => round::<message::UpdateChannelMessageRequest>(&file),
        "get-message-response" => round::<message::GetChannelMessageResponse>(&file),
        "message-status-response" => round::<message::GetChannelMessageStatusResponse>(&file),
        "message-in-frame" | "message-targeted" => round::<message::ChannelMessage>(&file),
        "processor-request" => round::<message::ProcessorRequest>(&file),
        "callback-request" => round::<message::ChannelFlowCallbackRequest>(&file),
        "callback-response" => round::<message::ChannelFlowCallbackResponse>(&file),
        "channel-response" => round::<channel::DescribeChannelResponse>(&file),
        "channel-update-request" => round::<channel::UpdateChannelRequest>(&file),
        "channel-arn-response" => round::<channel::ChannelArnResponse>(&file),
        "sub-channels-response" => round::<channel::ListSubChannelsResponse>(&file),
        "channels-response" => round::<channel::ListChannelsResponse>(&file),
        "memberships-response" => round::<membership::ListChannelMembershipsResponse>(&file),
        "membership-response" => round::<membership::DescribeChannelMembershipResponse>(&file),
        "member-request" => round::<membership::CreateChannelMembershipRequest>(&file),
        "member-response" => round::<membership::ChannelMemberResponse>(&file),
        "batch-request" => round::<membership::BatchCreateChannelMembershipRequest>(&file),
        "batch-response" => round::<membership::BatchCreateChannelMembershipResponse>(&file),
        "own-memberships-response" => {
            round::<membership::ListChannelMembershipsForAppInstanceUserResponse>(&file);
        }
        "own-membership-response" => {
            round::<membership::DescribeChannelMembershipForAppInstanceUserResponse>(&file);
        }
        "moderators-response" => round::<authority::ListChannelModeratorsResponse>(&file),
        "moderator-request" => round::<authority::CreateChannelModeratorRequest>(&file),
        "admins-response" => round::<authority::ListAppInstanceAdminsResponse>(&file),
        "ban-request" => round::<authority::CreateChannelBanRequest>(&file),
        "bans-response" => round::<authority::ListChannelBansResponse>(&file),
        "ban-response" => round::<authority::DescribeChannelBanResponse>(&file),
        "details" => round::<frame::ChannelDetails>(&file),
        name if name.starts_with("send-request") => {
            round::<message::SendChannelMessageRequest>(&file);
        }
        name if name.starts_with("redact-request") => {
            round::<message::RedactChannelMessageRequest>(&file);
        }
        name if name.starts_with("messages-response") => {
            round::<message::ListChannelMessagesResponse>(&file);
        }
        name if name.starts_with("frame-") => round::<frame::Frame>(&file),
        other => panic!("{other} is of no known type"),
    }
}

#[test]
fn every_chime_file_comes_out_as_it_went_in() {
    let names = names("chime");
    assert!(names.len() > 45);
    for name in names {
        round_chime(&name);
    }
}

#[test]
fn a_chime_frame_holds_its_payload_as_text() {
    let frame: frame::Frame = serde_json::from_str(&read("chime/frame-message.json")).unwrap();
    assert_eq!(frame.headers.event_type, frame::EventType::CreateChannelMessage);
    let message: message::ChannelMessage = serde_json::from_str(&frame.payload.unwrap()).unwrap();
    assert_eq!(message.created_timestamp.unwrap().millis(), 1_777_629_600_123);
}

#[test]
fn a_chat_frame_holds_an_item_as_text() {
    let frame: ServerFrame = serde_json::from_str(&read("connect/frame-chat.json")).unwrap();
    let Some(FrameContent::Text(text)) = frame.content else { panic!("no text") };
    let item: Item = serde_json::from_str(&text).unwrap();
    assert_eq!((item.kind, item.id.as_str()), (ItemType::Event, "e-2"));
}

#[test]
fn a_subscription_is_an_object() {
    let frame: ServerFrame = serde_json::from_str(&read("connect/frame-subscribe.json")).unwrap();
    let Some(FrameContent::Subscription(answer)) = frame.content else { panic!("no answer") };
    assert_eq!(answer.status.as_deref(), Some("success"));
}

#[test]
fn content_of_a_third_shape_is_an_error() {
    for content in ["7", "[]", "true"] {
        let text = format!(r#"{{"topic":"aws/chat","content":{content}}}"#);
        assert!(serde_json::from_str::<ServerFrame>(&text).is_err(), "{content}");
    }
}

#[test]
fn what_the_service_may_add_is_no_error() {
    let text = r#"{"Id":"x","Type":"BRAND_NEW","ParticipantRole":"WIZARD","Sparkle":{"a":[1]},
        "AbsoluteTime":"2026-05-01T10:00:00.000Z","Content":null,"MessageMetadata":null}"#;
    let item: Item = serde_json::from_str(text).unwrap();
    assert_eq!(item.kind, ItemType::Unknown);
    assert_eq!(item.participant_role, Some(ParticipantRole::Unknown));
    let text = r#"{"topic":"aws/new","statusCode":204,"extra":1}"#;
    assert!(serde_json::from_str::<ServerFrame>(text).is_ok());
}

#[test]
fn an_error_may_spell_its_message_in_lower_case() {
    let error: ErrorBody = serde_json::from_str(r#"{"message":"no"}"#).unwrap();
    assert_eq!(error.message, "no");
}
