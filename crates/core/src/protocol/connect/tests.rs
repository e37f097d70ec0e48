//! Requests and frames go out as data; the wire types say whether the service can read them.

use chirrup_wire::Secret;
use chirrup_wire::connect::frame::{ClientFrame, Subscription};
use chirrup_wire::connect::rest::{
    CreateParticipantConnectionRequest, DisconnectParticipantRequest, GetTranscriptRequest,
    SendMessageRequest, StartPosition,
};
use chirrup_wire::connect::start::{ParticipantDetails, StartChatContactRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Adapter as _, Connect, Markup, Outgoing, PageStart, ReceiptKind};
use crate::ids::ServerId;
use crate::output::Request;
use crate::session::{ConnectConfig, JoinDetails, Side, StartDetails};

fn connect() -> Connect {
    let mut connect = Connect::new(ConnectConfig {
        start_url: "https://shop.example/start".into(),
        endpoint: "https://participant.example".into(),
        instance_id: "i-1".into(),
        contact_flow_id: "f-1".into(),
        side: Side::Customer,
    });
    connect.join(JoinDetails {
        contact_id: "c-1".into(),
        initial_contact_id: "c-0".into(),
        participant_id: "p-1".into(),
        participant_token: Secret::new("ptok"),
        display_name: "Mira".into(),
    });
    connect.token = Some(Secret::new("ctok"));
    connect
}

/// Nothing more and nothing less than the wire type's own encoding of these fields.
fn check<T>(text: &str, expected: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let read: T = serde_json::from_str(text).expect("readable");
    assert_eq!(read, *expected, "{text}");
    let values: [serde_json::Value; 2] = [
        serde_json::from_str(text).expect("JSON"),
        serde_json::to_value(expected).expect("encodable"),
    ];
    assert_eq!(values[0], values[1]);
}

fn check_call<T>(request: &Request, operation: &str, token: &str, expected: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(request.url, ["https://participant.example/participant/", operation].concat());
    assert!(request.headers.contains(&("x-amz-bearer", Secret::new(token))));
    check(request.body.reveal(), expected);
}

#[test]
fn a_start_says_who_and_where() {
    let attributes = [("tier", "\"gold\""), ("city", "Zürich")];
    for attributes in [&attributes[..], &[]] {
        let pairs = attributes.iter().map(|(name, text)| ((*name).into(), (*text).into()));
        let details = StartDetails {
            display_name: "Mira\n".into(),
            attributes: pairs.clone().collect(),
            initial_message: None,
        };
        let request = connect().start_request(&details, "t-1").expect("a customer can");
        assert!(request.headers.is_empty());
        let expected = StartChatContactRequest {
            instance_id: Some("i-1".into()),
            contact_flow_id: Some("f-1".into()),
            participant_details: Some(ParticipantDetails { display_name: "Mira\n".into() }),
            username: Some("Mira\n".into()),
            attributes: (!attributes.is_empty()).then(|| pairs.collect()),
            client_token: Some("t-1".into()),
            supported_messaging_content_types: Some(vec![
                "text/plain".into(),
                "text/markdown".into(),
            ]),
            ..StartChatContactRequest::default()
        };
        check(request.body.reveal(), &expected);
    }
}

#[test]
fn a_connection_is_asked_for_and_attended() {
    let kinds = vec!["WEBSOCKET".into(), "CONNECTION_CREDENTIALS".into()];
    let expected =
        CreateParticipantConnectionRequest { kinds: Some(kinds), connect_participant: None };
    check_call(&connect().connection_request(), "connection", "ptok", &expected);
    let expected =
        CreateParticipantConnectionRequest { kinds: None, connect_participant: Some(true) };
    assert_eq!(connect().attend_request(), None, "a visitor is there by being connected");
    let mut agent = connect();
    agent.config.side = Side::Agent;
    check_call(&agent.attend_request().expect("a request"), "connection", "ptok", &expected);
}

#[test]
fn messages_and_events_name_their_content_type() {
    let sent = |content_type: &str, content: Option<&str>| SendMessageRequest {
        content_type: Some(content_type.into()),
        content: content.map(str::to_owned),
        client_token: Some("t-1".into()),
    };
    let text = "**hi** \"there\"\n\\o/ \u{1}";
    for (markup, content_type) in
        [(Markup::PLAIN, "text/plain"), (Markup::MARKDOWN, "text/markdown")]
    {
        let request = connect().message_request(&Outgoing {
            target: None,
            text,
            markup,
            token: "t-1",
            metadata: None,
            mentioned: &[],
        });
        check_call(&request, "message", "ctok", &sent(content_type, Some(text)));
    }
    let typing = "application/vnd.amazonaws.connect.event.typing";
    check_call(&connect().typing_request("t-1"), "event", "ctok", &sent(typing, None));
    let read = "application/vnd.amazonaws.connect.event.message.read";
    let request = connect().receipt_request(ReceiptKind::Read, &ServerId::from("m-1"), "t-1");
    let request = request.expect("receipts are taken");
    check_call(&request, "event", "ctok", &sent(read, Some(r#"{"messageId":"m-1"}"#)));
}

#[test]
fn a_page_begins_where_it_should() {
    let page = |next_token: Option<&str>, id: Option<&str>| GetTranscriptRequest {
        max_results: Some(50),
        scan_direction: Some("BACKWARD".into()),
        sort_order: Some("ASCENDING".into()),
        start_position: id
            .map(|id| StartPosition { id: Some(id.into()), ..StartPosition::default() }),
        next_token: next_token.map(str::to_owned),
        contact_id: None,
    };
    let check_page = |start, expected| {
        check_call(&connect().page_request(start), "transcript", "ctok", &expected);
    };
    check_page(PageStart::Newest, page(None, None));
    check_page(PageStart::Next("n-1"), page(Some("n-1"), None));
    check_page(PageStart::At(&ServerId::from("m-1"), crate::Millis(1)), page(None, Some("m-1")));
}

#[test]
fn a_disconnect_has_a_token_of_its_own() {
    let expected = DisconnectParticipantRequest { client_token: Some("t-1".into()) };
    check_call(
        &connect().end_request("t-1").expect("a customer can"),
        "disconnect",
        "ctok",
        &expected,
    );
}

#[test]
fn frames_name_their_topic() {
    let frame = |topic: &str, content| ClientFrame { topic: topic.into(), content };
    let topics = Subscription { status: None, topics: vec!["aws/chat".into()] };
    let [subscription] = connect().subscribe_frames().try_into().expect("one");
    check(&subscription, &frame("aws/subscribe", Some(topics)));
    let [deep, shallow] = connect().heartbeat_frames().try_into().expect("two");
    check(&deep, &frame("aws/ping", None));
    check(&shallow, &frame("aws/heartbeat", None));
}
