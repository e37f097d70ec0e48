//! Moderators' tools, from the keys to the request, and from the frame to the row.
//!
//! Long because: every tool has its story, and all of them take place in one room.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;
use web_sys::HtmlElement;

use crate::stage::*;
use crate::world::{World, arn};

const DIALOG: &str = "[aria-modal=true]";

/// A room in which Rita said three things and Ben one; Olli, or who it may be, looks on.
pub(crate) async fn room_of(name: &'static str) -> (World, Stage) {
    let world = World::event(name);
    let stage = Stage::in_event(&world).await;
    world.says("m-1", "Rita", "First");
    world.pass(10);
    world.says_as("m-2", ("Rita", "Rita the second"), "Rude");
    world.pass(10);
    world.says("m-3", "Ben", "Hello");
    world.pass(10);
    world.says("m-4", "Rita", "Ruder");
    world.pass(10);
    settled().await;
    (world, stage)
}

impl Stage {
    /// The row of a message that says this.
    pub(crate) fn said(&self, text: &str) -> HtmlElement {
        let says = |row: &HtmlElement| {
            let said = row.query_selector(".live__text").unwrap();
            said.is_some_and(|it| it.text_content().as_deref() == Some(text))
        };
        self.all("[data-row]").into_iter().find(says).expect("such a message is there")
    }

    pub(crate) async fn focus_row(&self, text: &str) {
        self.said(text).focus().unwrap();
        settled().await;
    }

    /// The labels of the open menu.
    fn entries(&self) -> Vec<String> {
        let entries = self.all("[role=menuitem]").into_iter();
        entries.map(|entry| entry.text_content().unwrap()).collect()
    }

    pub(crate) async fn pick(&self, label: &str) {
        let entries = self.all("[role=menuitem]").into_iter();
        let mut entries = entries.filter(|it| it.text_content().as_deref() == Some(label));
        entries.next().expect("there is such an entry").click();
        settled().await;
    }

    /// Presses the button that says this.
    async fn push(&self, label: &str) {
        let says = |it: &HtmlElement| {
            it.text_content().as_deref() == Some(label)
                || it.get_attribute("aria-label").as_deref() == Some(label)
        };
        self.all("button").into_iter().find(says).expect("there is such a button").click();
        settled().await;
    }

    fn text(&self) -> String {
        let text = self.find(".panel").text_content().unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn has_row_of(&self, text: &str) -> bool {
        let texts = self.all(".live__text").into_iter();
        texts.map(|it| it.text_content().unwrap()).any(|said| said == text)
    }
}

#[wasm_bindgen_test]
async fn nobody_but_moderators_has_tools() {
    let (_, stage) = room_of("Mia").await;
    stage.focus_row("Rude").await;
    assert!(stage.try_find(".bar").is_none());
    assert!(stage.try_find(".tools").is_none());
    stage.press(".").await;
    stage.press("Enter").await;
    assert!(stage.try_find("[role=menu]").is_none());
}

#[wasm_bindgen_test]
async fn the_buttons_of_a_row_float_over_it_and_shift_nothing() {
    let (_, stage) = room_of("Olli").await;
    let row = stage.said("Rude");
    let before = row.get_bounding_client_rect();
    stage.focus_row("Rude").await;
    assert_eq!(stage.all(".tools").len(), 1, "only this row has buttons");
    assert_eq!(stage.all(".tools button").len(), 3);
    let after = row.get_bounding_client_rect();
    assert_eq!((before.top(), before.height()), (after.top(), after.height()));
}

#[wasm_bindgen_test]
async fn keys_open_the_menu_of_a_row_and_focus_goes_back_to_it() {
    let (_, stage) = room_of("Olli").await;
    for key in [".", "ContextMenu", "Enter"] {
        stage.focus_row("Rude").await;
        assert!(stage.press(key).await, "{key} is ours");
        assert!(stage.has_focus("[role=menuitem]"), "the first entry has focus after {key}");
        stage.press("End").await;
        assert_eq!(stage.focused().unwrap().text_content().unwrap(), "Ban…");
        stage.press("Escape").await;
        assert!(stage.try_find("[role=menu]").is_none());
        assert!(stage.focused().unwrap().is_same_node(Some(&stage.said("Rude"))));
    }
}

#[wasm_bindgen_test]
async fn a_hidden_message_is_gone_for_a_fan_in_the_same_frame() {
    let (world, stage) = room_of("Mia").await;
    assert!(stage.has_row_of("Rude"));
    world.acts("a-1", "Olli", r#"{"action":"hide","id":"m-2","reason":"Insult"}"#);
    frame().await;
    assert!(!stage.has_row_of("Rude") && stage.has_row_of("Ruder"));
    assert!(stage.text().contains("removed"), "{}", stage.text());
    assert!(!stage.text().contains("Insult"), "why, only moderators read");
}

#[wasm_bindgen_test]
async fn a_forged_action_changes_nothing() {
    let (world, stage) = room_of("Olli").await;
    world.acts("a-1", "Ben", r#"{"action":"hide","id":"m-2"}"#);
    settled().await;
    assert!(stage.try_find(".hidden-note").is_none());
    assert!(stage.try_find(".toast").is_none());
}

#[wasm_bindgen_test]
async fn another_moderator_sees_who_hid_a_message_and_why_and_restores_it() {
    let (world, stage) = room_of("Olli").await;
    world.acts("a-1", "Nina", r#"{"action":"hide","id":"m-2","reason":"Insult"}"#);
    settled().await;
    let row = stage.said("Rude");
    let note = row.query_selector(".hidden-note").unwrap().expect("it says so").text_content();
    let note = note.unwrap();
    assert!(note.contains("Nina") && note.contains("Insult"), "{note}");
    let text = row.query_selector(".live__text").unwrap().unwrap();
    let style = window().get_computed_style(&text).unwrap().unwrap();
    assert_eq!(style.get_property_value("text-decoration-line").unwrap(), "line-through");
    stage.push("Restore").await;
    assert_eq!(world.deeds(), [r#"{"action":"restore","id":"m-2"}"#]);
    world.does("a-2");
    settled().await;
    assert!(stage.try_find(".hidden-note").is_none());
}

#[wasm_bindgen_test]
async fn what_was_done_can_be_undone_for_ten_seconds() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.push("Hide message").await;
    assert_eq!(world.deeds(), [r#"{"action":"hide","id":"m-2"}"#]);
    assert!(stage.try_find(".toast").is_none(), "nothing is done before the service said so");
    world.does("a-1");
    settled().await;
    assert!(stage.find(".toast").text_content().unwrap().contains("10 s"));
    world.pass(4_000);
    settled().await;
    assert!(stage.find(".toast").text_content().unwrap().contains("6 s"));
    stage.click(".toast__undo").await;
    assert_eq!(world.deeds().last().unwrap(), r#"{"action":"restore","id":"m-2"}"#);
    world.does("a-2");
    settled().await;
    assert!(stage.try_find(".toast").is_none(), "undoing is not offered to be undone");

    stage.focus_row("Hello").await;
    stage.push("Hide message").await;
    world.does("a-3");
    world.pass(10_000);
    settled().await;
    assert!(stage.try_find(".toast").is_none(), "the time is over");
    assert_eq!(world.asked_for("operation=redact"), 1, "and the text goes for good");
}

#[wasm_bindgen_test]
async fn the_offer_to_undo_covers_no_message() {
    // It lay over the end of the transcript, and so over the row that was just hidden.
    let (world, stage) = room_of("Olli").await;
    for number in 0..30 {
        world.says(&format!("n-{number}"), "Ben", &format!("Number {number}"));
        world.pass(10);
    }
    settled().await;
    let place = |selector: &str| stage.find(selector).get_bounding_client_rect();
    let row = |text| stage.said(text).get_bounding_client_rect();
    stage.focus_row("Number 28").await;
    let before = (place(".timeline__list").bottom(), row("Number 28").top());
    stage.push("Time out…").await;
    stage.pick("1 minute").await;
    world.does("a-1");
    settled().await;
    assert!(place(".toast").top() >= place(".timeline__list").bottom());
    assert!(place(".toast").bottom() < place(".composer__box").top(), "nor the message box");
    let after = (place(".timeline__list").bottom(), row("Number 28").top());
    assert_eq!(before, after, "no row moves under the pointer when it comes");
    world.pass(10_000);
    settled().await;
    assert!(stage.try_find(".toast").is_none());
    assert_eq!(before, (place(".timeline__list").bottom(), row("Number 28").top()), "or goes");
}

#[wasm_bindgen_test]
async fn what_was_done_at_once_is_given_its_reason_and_can_still_be_undone() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.push("Hide message").await;
    world.does("a-1");
    settled().await;
    stage.push("Say why…").await;
    stage.fill(".dialog__input", "An insult").await;
    stage.click(".dialog [type=submit]").await;
    let said = r#"{"action":"hide","id":"m-2","reason":"An insult"}"#;
    assert_eq!(world.deeds().last().unwrap(), said);
    world.pass(10);
    world.does("a-2");
    settled().await;
    assert!(!stage.text().contains("Say why"), "it was said");
    stage.click(".toast__undo").await;
    assert_eq!(world.deeds().last().unwrap(), r#"{"action":"restore","id":"m-2"}"#);
}

#[wasm_bindgen_test]
async fn somebody_is_silenced_for_as_long_as_the_moderator_picks() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.press(".").await;
    stage.pick("Time out…").await;
    let lengths = ["10 seconds", "1 minute", "5 minutes", "10 minutes", "30 minutes", "24 hours"];
    assert_eq!(stage.entries(), lengths);
    assert!(stage.has_focus("[role=menuitem]"));
    stage.pick("1 minute").await;
    let deed = world.deeds().pop().unwrap();
    let until = r#""until":"2025-11-21T04:41:01.140Z""#;
    assert!(deed.contains(r#""action":"timeout""#) && deed.contains(until), "{deed}");
    world.does("a-1");
    settled().await;
    stage.focus_row("Rude").await;
    stage.press(".").await;
    stage.pick("End time-out").await;
    let user = arn("Rita");
    let end = format!(r#"{{"action":"end-timeout","user":"{user}"}}"#);
    assert_eq!(world.deeds().pop().unwrap(), end);
}

#[wasm_bindgen_test]
async fn a_ban_asks_first_and_takes_a_reason() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.press(".").await;
    stage.pick("Ban…").await;
    let role = stage.find(DIALOG).get_attribute("role").unwrap();
    assert_eq!(role, "alertdialog");
    assert!(stage.has_focus(".dialog__input"));
    assert_eq!(world.asked_for("/bans"), 1, "the list, and no ban yet");
    stage.press("Escape").await;
    assert!(stage.try_find(DIALOG).is_none());
    assert!(stage.focused().unwrap().is_same_node(Some(&stage.said("Rude"))));

    stage.press(".").await;
    stage.pick("Ban…").await;
    stage.fill(".dialog__input", " Spam ").await;
    stage.click(".button--danger").await;
    assert!(stage.try_find(DIALOG).is_none());
    assert_eq!(world.bodies("/bans"), [format!(r#"{{"MemberArn":"{}"}}"#, arn("Rita"))]);
    let note = format!(r#"{{"action":"ban","user":"{}","reason":"Spam"}}"#, arn("Rita"));
    assert_eq!(world.deeds(), [note]);
    world.does("a-1");
    settled().await;
    stage.press(".").await;
    assert!(stage.entries().contains(&"Lift ban".to_owned()), "{:?}", stage.entries());
}

#[wasm_bindgen_test]
async fn everything_of_a_person_is_hidden_and_shown_again() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.press(".").await;
    stage.pick("Hide all messages…").await;
    stage.click(".button--danger").await;
    world.does("a-1");
    settled().await;
    assert_eq!(stage.all(".hidden-note").len(), 3);
    stage.press(".").await;
    stage.pick("Show all messages again").await;
    world.does("a-2");
    settled().await;
    assert!(stage.try_find(".hidden-note").is_none());
}

#[wasm_bindgen_test]
async fn nobody_bans_a_moderator() {
    let (world, stage) = room_of("Olli").await;
    world.says("m-5", "Nina", "Be kind");
    settled().await;
    stage.focus_row("Be kind").await;
    stage.press(".").await;
    let entries = stage.entries();
    assert!(entries.contains(&"Pin message".to_owned()));
    assert!(!entries.contains(&"Ban…".to_owned()), "{entries:?}");
}

#[wasm_bindgen_test]
async fn a_message_is_pinned_and_unpinned() {
    let (world, stage) = room_of("Olli").await;
    for (entry, deed) in [
        ("Pin message", r#"{"action":"pin","id":"m-3"}"#),
        ("Unpin message", r#"{"action":"unpin"}"#),
    ] {
        stage.focus_row("Hello").await;
        stage.press(".").await;
        stage.pick(entry).await;
        assert_eq!(world.deeds().pop().unwrap(), deed);
        world.does(entry);
        world.pass(10);
        settled().await;
    }
}

#[wasm_bindgen_test]
async fn the_card_of_a_person_says_what_is_known() {
    let (world, stage) = room_of("Olli").await;
    world.acts("a-1", "Nina", &format!(r#"{{"action":"ban","user":"{}"}}"#, arn("Rita")));
    settled().await;
    stage.focus_row("Ruder").await;
    stage.press(".").await;
    stage.pick("About this person").await;
    let card = stage.find(DIALOG).text_content().unwrap();
    for part in ["Rita", "Trouble, Rita the second", "Banned", "First", "Rude", "Ruder", "in rita"]
    {
        assert!(card.contains(part), "{part} in {card}");
    }
    assert!(!card.contains("Hello"), "what Ben said is Ben's");
    for _ in 0..12 {
        assert!(stage.press("Tab").await, "focus stays");
        let focused = stage.focused().unwrap();
        assert!(focused.closest(DIALOG).unwrap().is_some());
    }
    stage.push("Lift ban").await;
    assert!(stage.try_find(DIALOG).is_none());
    assert_eq!(world.asked_for("/bans/"), 1);
}

#[wasm_bindgen_test]
async fn moderators_read_in_the_header_how_much_was_taken_away() {
    for (name, is_moderator) in [("Olli", true), ("Rita", false)] {
        let (_world, stage) = room_of(name).await;
        let header = stage.find(".header__status").text_content().unwrap();
        let taken = if is_moderator { "12 hidden\u{a0}· 0 banned\u{a0}· " } else { "" };
        assert!(header.starts_with(&["1,234 watching\u{a0}· ", taken].concat()), "{header}");
        assert_eq!(header.contains("banned"), is_moderator, "{header}");
    }
}

#[wasm_bindgen_test]
async fn the_rules_of_the_room_are_set_where_they_are_shown() {
    let (world, stage) = room_of("Olli").await;
    stage.push("Room").await;
    stage.push("30 s").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"slow-mode","seconds":30}"#);
    world.does("a-1");
    settled().await;
    let pressed = |stage: &Stage| -> Vec<String> {
        let pressed = stage.all(".choice[aria-pressed=true]").into_iter();
        pressed.map(|it| it.text_content().unwrap()).collect()
    };
    assert_eq!(pressed(&stage), ["30 s", "Everybody"]);
    stage.push("Nobody").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"mode","mode":"frozen"}"#);
    world.pass(10);
    world.does("a-2");
    settled().await;
    assert_eq!(pressed(&stage), ["30 s", "Nobody"]);

    stage.fill(".announce .dialog__input", "Encore at ten").await;
    stage.push("Announce").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"announce","text":"Encore at ten"}"#);
    world.pass(10);
    world.does("a-3");
    settled().await;
    stage.push("Room").await;
    stage.push("Take down").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"unannounce"}"#);
    stage.push("Room").await;
    stage.push("Clear chat").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"clear"}"#);
    world.pass(10);
    world.does("a-4");
    settled().await;
    assert_eq!(stage.all(".hidden-note").len(), 4);
}

#[wasm_bindgen_test]
async fn held_messages_wait_for_an_answer() {
    let (world, stage) = review_of(&["h-1", "h-2"]).await;
    let queue = stage.find(DIALOG).text_content().unwrap();
    assert!(queue.contains("h-2") && queue.contains("Rita"), "{queue}");
    stage.push("Reject").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"reject","id":"h-1"}"#);
    world.does("a-1");
    settled().await;
    assert_eq!(stage.all(".held").len(), 1);
    stage.push("Approve").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"approve","id":"h-2"}"#);
}

/// Messages of Rita wait for review, and Olli looks at them.
async fn review_of(ids: &[&str]) -> (World, Stage) {
    let (world, stage) = room_of("Olli").await;
    for id in ids {
        let held =
            format!(r#"{{"action":"held","id":"{id}","user":"{}","text":"{id}"}}"#, arn("Rita"));
        world.acts(&format!("a-{id}"), "Nina", &held);
        world.pass(10);
    }
    settled().await;
    let count = if ids.is_empty() { String::new() } else { format!(" {}", ids.len()) };
    stage.push(&format!("Review{count}")).await;
    (world, stage)
}

/// The message whose answer has focus, and the answer.
fn focused_answer(stage: &Stage) -> (String, String) {
    let button = stage.focused().unwrap();
    let row = button.closest(".held").unwrap().expect("an answer has focus");
    let text = row.query_selector("[dir=auto]").unwrap().unwrap().text_content();
    (text.unwrap(), button.text_content().unwrap())
}

#[wasm_bindgen_test]
async fn whose_message_waits_is_called_by_name_from_the_first_word_on() {
    // Nothing that they wrote is here yet, and moderators read the end of an id.
    let (world, stage) = review_of(&[]).await;
    let (zoe, name) = (arn("Zoe"), r#""name":"Zoe""#);
    for (id, name) in [("h-1", format!("{name},")), ("h-2", String::new())] {
        let held = format!(r#"{{"action":"held","id":"{id}","user":"{zoe}",{name}"text":"Hi"}}"#);
        world.acts(&format!("a-{id}"), "Nina", &held);
        world.pass(10);
    }
    settled().await;
    let names = stage.all(".held .log__who").into_iter().map(|it| it.text_content().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["Zoe", "…zoe"]);
}

#[wasm_bindgen_test]
async fn an_answered_message_leaves_focus_at_the_next() {
    // The row went, the pressed button with it, and the keyboard was nowhere.
    let (world, stage) = review_of(&["h-1", "h-2", "h-3", "h-4"]).await;
    stage.all(".held .button--primary")[1].focus().unwrap();
    for (id, next) in [("h-2", "h-3"), ("h-3", "h-4"), ("h-4", "h-1")] {
        stage.focused().unwrap().unchecked_ref::<HtmlElement>().click();
        settled().await;
        let deed = format!(r#"{{"action":"approve","id":"{id}"}}"#);
        assert_eq!(world.deeds().pop().unwrap(), deed);
        world.does(&format!("d-{id}"));
        world.pass(10);
        settled().await;
        assert_eq!(focused_answer(&stage), (next.to_owned(), "Approve".to_owned()));
    }
    stage.click(".held .button--primary").await;
    world.does("d-h-1");
    settled().await;
    assert!(stage.has_focus(".dialog [aria-label=Close]"), "nothing is left to answer");
}

#[wasm_bindgen_test]
async fn focus_on_an_answer_stays_with_its_message() {
    // Another moderator answered an earlier message, and the next press answered a message nobody had read.
    let (world, stage) = review_of(&["h-1", "h-2", "h-3"]).await;
    stage.all(".held__answers :last-child")[1].focus().unwrap();
    world.acts("d-1", "Nina", r#"{"action":"reject","id":"h-1"}"#);
    settled().await;
    assert_eq!(focused_answer(&stage), ("h-2".to_owned(), "Reject".to_owned()));
}

#[wasm_bindgen_test]
async fn the_log_says_who_did_what_and_why_newest_first_and_takes_it_back() {
    let (world, stage) = room_of("Olli").await;
    world.acts("a-1", "Nina", r#"{"action":"hide","id":"m-2","reason":"Insult"}"#);
    world.pass(10);
    world.acts("a-2", "Nina", r#"{"action":"slow-mode","seconds":10}"#);
    settled().await;
    stage.push("Log").await;
    let lines: Vec<_> =
        stage.all(".log__line").into_iter().map(|it| it.text_content().unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("Nina set slow mode to 10 s"), "{lines:?}");
    assert!(lines[1].contains("hid a message of Rita") && lines[1].contains("Insult"));
    stage.click(".log__line .text-button").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"slow-mode","seconds":0}"#);
}

#[wasm_bindgen_test]
async fn in_triage_single_keys_work_and_never_in_the_message_box() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.press("h").await;
    assert!(world.deeds().is_empty(), "not before triage is on");
    stage.push("Triage").await;
    assert!(stage.has_focus(".timeline__list"));
    assert!(stage.text().contains("H hide") || stage.text().contains("Hhide"));
    stage.press("k").await;
    stage.press("k").await;
    let focused = |stage: &Stage| stage.focused().unwrap().text_content().unwrap();
    assert!(focused(&stage).contains("Hello"));
    stage.press("j").await;
    assert!(focused(&stage).contains("Ruder"));
    stage.press("h").await;
    assert_eq!(world.deeds(), [r#"{"action":"hide","id":"m-4"}"#]);
    world.does("a-1");
    settled().await;
    stage.press("u").await;
    assert_eq!(world.deeds().pop().unwrap(), r#"{"action":"restore","id":"m-4"}"#);
    world.does("a-2");
    settled().await;
    stage.press("t").await;
    assert_eq!(stage.entries().len(), 6);
    stage.press("Escape").await;

    stage.press("p").await;
    world.says("m-9", "Ben", "Later");
    settled().await;
    assert!(!stage.has_row_of("Later"), "the chat is paused");
    stage.push("Log").await;
    stage.press("Escape").await;
    settled().await;
    assert!(!stage.has_row_of("Later"), "and stays so when something was looked up");
    stage.focus(".timeline__list").await;
    stage.press("p").await;
    settled().await;
    assert!(stage.has_row_of("Later"));

    let asked = world.deeds().len();
    stage.focus(".composer__input").await;
    for key in ["h", "u", "t", "p", "j"] {
        assert!(!stage.press(key).await, "{key} is a letter there");
    }
    assert_eq!(world.deeds().len(), asked);
}

#[wasm_bindgen_test]
async fn nothing_moves_behind_an_open_menu() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Rude").await;
    stage.press(".").await;
    world.says("m-9", "Ben", "Later");
    settled().await;
    assert!(!stage.has_row_of("Later"));
    stage.press("Escape").await;
    settled().await;
    assert!(stage.has_row_of("Later"), "and then it goes on");
}

#[wasm_bindgen_test]
async fn the_chat_goes_on_at_its_end_though_something_took_room_from_it() {
    // What came above the messages took the end out of view, and the chat stayed paused.
    let (world, stage) = room_of("Olli").await;
    for number in 0..30 {
        world.says(&format!("n-{number}"), "Ben", &format!("Number {number}"));
        world.pass(10);
    }
    settled().await;
    stage.focus_row("Number 29").await;
    stage.press(".").await;
    let room = stage.chat().room().get_untracked().unwrap();
    room.live.announcement.set(Some("Doors open at eight".into()));
    settled().await;
    assert!(stage.distance_to_end() > 4, "the rows stood still");
    stage.press("Escape").await;
    settled().await;
    assert!(stage.try_find(".pause").is_none());
    assert_eq!(stage.distance_to_end(), 0);
    world.says("n-30", "Ben", "Number 30");
    settled().await;
    let list = stage.list().get_bounding_client_rect();
    assert!(stage.said("Number 30").get_bounding_client_rect().bottom() <= list.bottom());
}

#[wasm_bindgen_test]
async fn a_finger_that_rests_on_a_row_opens_its_menu() {
    let (_, stage) = room_of("Olli").await;
    let row = stage.said("Rude");
    let touch = |name: &str| {
        let init = web_sys::PointerEventInit::new();
        init.set_pointer_type("touch");
        init.set_bubbles(true);
        let event = web_sys::PointerEvent::new_with_event_init_dict(name, &init).unwrap();
        row.dispatch_event(event.unchecked_ref()).unwrap();
    };
    touch("pointerdown");
    touch("pointerup");
    wait(500).await;
    assert!(stage.try_find("[role=menu]").is_none(), "a tap is no rest");
    touch("pointerdown");
    wait(500).await;
    assert!(stage.has_focus("[role=menuitem]"));
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    let lift = web_sys::Event::new_with_event_init_dict("touchend", &init).unwrap();
    assert!(!row.dispatch_event(&lift).unwrap(), "the finger that goes up presses no entry");
    stage.click(".row-menu__veil").await;
    assert!(stage.try_find("[role=menu]").is_some(), "and closes nothing");
}

/// Waits as a finger does: there is no other clock for what a person's hand does.
async fn wait(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).unwrap();
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
}
