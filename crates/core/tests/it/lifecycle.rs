//! From the form to the end, and what happens in between.

use chirrup_core::room::{EndReason, Presence, Role};
use chirrup_core::session::{SessionError, Side, StartDetails};
use chirrup_core::timeline::{Delivery, Notice};
use chirrup_core::{Event, ItemKind, Phase, Response};
use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::item::{Attachment, Item, ItemType, MessageMetadata, ParticipantRole};

use crate::pair::{Faults, Pair};
use crate::server::{AGENT, CUSTOMER, status};

fn notices(pair: &Pair) -> Vec<Notice> {
    let kinds = pair.kinds(0);
    let notices = kinds.into_iter().filter_map(|kind| match kind {
        ItemKind::Notice(notice) => Some(notice),
        _ => None,
    });
    notices.collect()
}

fn errors(pair: &Pair) -> Vec<SessionError> {
    let events = pair.clients[0].events.iter();
    events
        .filter_map(|event| match event {
            Event::Error(error) => Some(error.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_start_is_asked_for_as_the_sample_proxy_wants_it() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add(Side::Customer);
    let details = StartDetails {
        display_name: "Mira".into(),
        attributes: [("tier".into(), "gold".into())].into(),
        initial_message: Some("hello".into()),
    };
    pair.act(0, |session, now| session.start(details, now));
    pair.drive(5_000);
    let (_, body) = &pair.server.requests[0];
    for part in [
        r#""InstanceId":"i-1""#,
        r#""ContactFlowId":"f-1""#,
        r#""ParticipantDetails":{"DisplayName":"Mira"}"#,
        r#""Attributes":{"tier":"gold"}"#,
        r#""SupportedMessagingContentTypes":["text/plain","text/markdown"]"#,
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    pair.assert_equal("with a first message");
    assert_eq!(pair.texts(0), ["hello"]);
}

#[test]
fn a_start_that_fails_brings_the_form_back() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add(Side::Customer);
    pair.server.answers.insert("start-chat", status(500));
    pair.start(0);
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Idle);
    assert!(matches!(&errors(&pair)[..], [SessionError::StartFailed { retryable: true, .. }]));
    assert!(pair.clients[0].stored.is_empty());
}

#[test]
fn an_answer_that_is_not_the_services_is_no_start() {
    for body in ["", "<html>", "{}", "[]", r#"{"data":{}}"#, r#"{"data":{"startChatResult":{}}}"#] {
        let mut pair = Pair::new(1, Faults::none());
        pair.add(Side::Customer);
        let answer = Response { status: 200, headers: Vec::new(), body: body.into() };
        pair.server.answers.insert("start-chat", answer);
        pair.start(0);
        pair.drive(5_000);
        assert_eq!(pair.phase(0), Phase::Idle, "{body}");
        assert_eq!(errors(&pair).len(), 1, "{body}");
    }
}

#[test]
fn an_answer_that_is_not_the_services_is_no_connection() {
    for body in ["", "{}", r#"{"Websocket":{},"ConnectionCredentials":{}}"#] {
        let mut pair = Pair::live();
        let answer = Response { status: 200, headers: Vec::new(), body: body.into() };
        pair.server.answers.insert("connection", answer);
        pair.cut();
        pair.drive(60_000);
        assert!(matches!(pair.phase(0), Phase::Reconnecting { .. }), "{body}");
        pair.server.answers.clear();
        pair.drive(31_000);
        assert_eq!(pair.phase(0), Phase::Live, "{body}");
    }
}

#[test]
fn starting_again_after_a_lost_answer_is_the_same_chat() {
    // Lesson 26: two conversations for one visitor.
    let mut pair = Pair::new(1, Faults { answer_lost: 1000, ..Faults::none() });
    pair.add(Side::Customer);
    pair.start(0);
    pair.drive(10_000);
    assert_eq!(pair.phase(0), Phase::Idle);
    pair.faults = Faults::none();
    pair.start(0);
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.server.contact, 1);
}

#[test]
fn ending_is_for_good() {
    let mut pair = Pair::live_with_agent();
    let room = pair.room(0);
    pair.act(0, |session, now| session.end(room, now));
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Own });
    assert_eq!(pair.phase(1), Phase::Ended { reason: EndReason::Remote });
    assert_eq!(notices(&pair).last(), Some(&Notice::Ended));
    assert_eq!(pair.server.open_sockets(), 0);
    pair.drive(600_000);
    assert_eq!(pair.server.count("disconnect"), 1);
}

#[test]
fn an_end_that_is_never_told_comes_anyway() {
    let mut pair = Pair::live();
    pair.server.answers.insert("disconnect", status(200));
    let room = pair.room(0);
    pair.act(0, |session, now| session.end(room, now));
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Own });
}

#[test]
fn an_end_that_fails_is_told_and_the_chat_goes_on() {
    let mut pair = Pair::live();
    pair.server.answers.insert("disconnect", status(500));
    let room = pair.room(0);
    pair.act(0, |session, now| session.end(room, now));
    pair.drive(5_000);
    assert_eq!(errors(&pair), [SessionError::EndFailed]);
    assert_eq!(pair.phase(0), Phase::Live);
}

#[test]
fn people_come_go_fall_silent_and_change_names() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.event(AGENT, ct::PARTICIPANT_INVITED, now);
    pair.server.event(AGENT, ct::PARTICIPANT_JOINED, now);
    pair.drive(500);
    assert_eq!(
        pair.participants(0),
        [("Mira".into(), Role::Customer), ("Ana".into(), Role::Agent)]
    );
    let now = pair.now;
    pair.server.event(AGENT, ct::PARTICIPANT_IDLE, now);
    pair.drive(500);
    assert_eq!(pair.the_room(0).participants()[1].presence, Presence::Idle);
    let now = pair.now;
    pair.server.event(AGENT, ct::PARTICIPANT_RETURNED, now);
    pair.server.add_agent(AGENT, "Ana B.");
    pair.server.event(AGENT, ct::PARTICIPANT_DISPLAYNAME_UPDATED, now);
    pair.drive(500);
    assert_eq!(pair.participants(0)[1].0, "Ana B.");
    let now = pair.now;
    pair.server.event(AGENT, ct::PARTICIPANT_LEFT, now);
    pair.server.event(AGENT, ct::TRANSFER_FAILED, now);
    pair.server.event(AGENT, ct::PARTICIPANT_AUTODISCONNECTION, now);
    pair.drive(500);
    assert_eq!(pair.participants(0).len(), 1);
    let told = notices(&pair);
    assert!(matches!(
        &told[..],
        [
            Notice::Invited(_),
            Notice::Joined(_),
            Notice::Idle(_),
            Notice::Returned(_),
            Notice::Renamed { from, .. },
            Notice::Left(_),
            Notice::TransferFailed,
            Notice::AutoDisconnected(Some(_)),
        ] if &**from == "Ana"
    ));
}

#[test]
fn a_transfer_ends_the_agents_part_only() {
    let mut pair = Pair::live_with_agent();
    let now = pair.now;
    pair.server.event(AGENT, ct::TRANSFER_SUCCEEDED, now);
    pair.drive(1_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.phase(1), Phase::Ended { reason: EndReason::Remote });
    assert_eq!(notices(&pair).last(), Some(&Notice::Transferred));
}

#[test]
fn an_agent_is_marked_as_being_there_once() {
    let mut pair = Pair::live_with_agent();
    pair.cut();
    pair.drive(10_000);
    let marked = |(_, body): &&(String, String)| body == r#"{"ConnectParticipant":true}"#;
    assert_eq!(pair.server.requests.iter().filter(marked).count(), 1);
    assert!(pair.clients[1].stored.is_empty(), "an agent comes back through the desk");
}

#[test]
fn unknown_content_is_kept_as_one_neutral_line() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.event(AGENT, "application/vnd.amazonaws.connect.event.workflow.cancelled", now);
    let item = pair.server.item(AGENT, ItemType::Message, "application/vnd.chirrup.new", "{}");
    pair.server.post(item, now);
    let item = pair.server.item(AGENT, ItemType::Message, ct::INTERACTIVE, "not a template");
    pair.server.post(item, now);
    pair.drive(500);
    let told = notices(&pair);
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|notice| matches!(notice, Notice::Opaque { .. })));
}

#[test]
fn choices_and_files_are_readable() {
    let mut pair = Pair::live();
    let now = pair.now;
    let template = r#"{"templateType":"ListPicker","version":"1.0","data":{"content":{"title":"Which team?","elements":[{"title":"Sales"},{"title":"Billing"}]}}}"#;
    let item = pair.server.item("bot", ItemType::Message, ct::INTERACTIVE, template);
    pair.server.post(item, now);
    let attachment = Attachment {
        attachment_id: "a-1".into(),
        attachment_name: "invoice.pdf".into(),
        content_type: "application/pdf".into(),
        status: "APPROVED".into(),
    };
    let item = Item {
        content_type: None,
        attachments: Some(vec![attachment]),
        ..pair.server.item(AGENT, ItemType::Attachment, "", "")
    };
    pair.server.post(item, now);
    pair.drive(500);
    assert_eq!(pair.texts(0), ["Which team?\n\n- Sales\n- Billing", "invoice.pdf"]);
}

/// One piece of a bot's answer.
fn piece(pair: &mut Pair, number: u32, whole: bool, text: &str) {
    let now = pair.now;
    let metadata = MessageMetadata {
        chunk_number: Some(number),
        message_completed: Some(whole),
        ..MessageMetadata::default()
    };
    let item = Item {
        id: "stream-1".into(),
        message_metadata: Some(metadata),
        participant_role: Some(ParticipantRole::System),
        ..pair.server.item("bot", ItemType::Message, ct::TEXT_PLAIN, text)
    };
    pair.server.post(item, now);
    pair.drive(100);
}

#[test]
fn a_streamed_answer_grows_in_place_and_is_told_once() {
    let mut pair = Pair::live();
    piece(&mut pair, 1, false, "Let me ");
    let first = pair.last_item(0);
    piece(&mut pair, 2, false, "look");
    assert_eq!(pair.texts(0), ["Let me look"]);
    piece(&mut pair, 4, false, "skipped");
    assert_eq!(pair.texts(0), ["Let me look"], "a piece out of order is dropped");
    assert!(pair.received(0).is_empty(), "not told before it is whole");
    piece(&mut pair, 5, true, "Let me look that up.");
    piece(&mut pair, 5, true, "Let me look that up.");
    assert_eq!(pair.texts(0), ["Let me look that up."]);
    assert_eq!(pair.received(0), ["Let me look that up."]);
    let last = pair.last_item(0);
    assert_eq!((last.id, last.at), (first.id, first.at));
    assert_eq!(pair.the_room(0).unread(), 1);
}

#[test]
fn a_streamed_answer_without_its_beginning_waits_for_the_whole() {
    let mut pair = Pair::live();
    piece(&mut pair, 2, false, "look");
    assert!(pair.texts(0).is_empty());
    piece(&mut pair, 3, true, "Let me look.");
    assert_eq!(pair.texts(0), ["Let me look."]);
}

#[test]
fn a_rehydrated_chat_has_its_past() {
    let mut pair = Pair::live();
    let texts: Vec<_> = (0..70).map(|number| format!("past {number}")).collect();
    pair.set_offline(0, true);
    for text in &texts {
        let now = pair.now;
        let mut item = pair.server.item(AGENT, ItemType::Message, ct::TEXT_PLAIN, text);
        item.related_contact_id = Some("c-0".into());
        pair.server.post(item, now);
    }
    let mut ended = Item { kind: ItemType::Event, ..Item::default() };
    ended.content_type = Some(ct::CHAT_ENDED.into());
    ended.related_contact_id = Some("c-0".into());
    let now = pair.now;
    pair.server.post(ended, now);
    pair.set_offline(0, false);
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live, "an end of the past is no end");
    let now = pair.now;
    pair.server.event(CUSTOMER, ct::CHAT_REHYDRATED, now);
    pair.drive(5_000);
    pair.assert_equal("past and present");
}

#[test]
fn midnight_is_told() {
    // Lesson 14: "Today" was yesterday in the morning.
    let mut pair = Pair::live();
    pair.drive(3 * 86_400_000);
    let days: Vec<_> = pair.clients[0]
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Today(day) => Some(day.0),
            _ => None,
        })
        .collect();
    assert_eq!(days, (days[0]..=days[0] + 3).collect::<Vec<_>>());
}

#[test]
fn both_sides_see_the_same_conversation() {
    let mut pair = Pair::live_with_agent();
    for number in 0..10 {
        pair.send(0, &format!("customer {number}")).unwrap();
        pair.drive(700);
        pair.send(1, &format!("agent {number}")).unwrap();
        pair.drive(700);
    }
    pair.drive(5_000);
    pair.assert_equal("ten rounds");
    assert!(pair.deliveries(0).iter().all(|delivery| *delivery == Delivery::Delivered));
}
