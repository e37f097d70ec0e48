//! The rows of a room of thousands: who speaks, what is marked, and what is gone.

use std::sync::Arc;

use chirrup::state::RoomState;
use chirrup_core::room::Role;
use chirrup_core::text::RichText;
use chirrup_core::timeline::{
    Author, Concealed, Delivery, FailReason, GroupPlace, Marks, Mention, Message, Origin,
};
use chirrup_core::{Item, ItemKind};
use leptos::prelude::*;
use wasm_bindgen_test::*;
use web_sys::HtmlElement;

use crate::stage::*;

/// A room of thousands with these rows.
pub(crate) fn crowd(rows: Vec<Arc<Item>>) -> RoomState {
    let room = room(rows);
    room.capabilities.update(|can| {
        can.crowd = true;
        can.mentions = true;
        can.bursts = true;
    });
    room
}

/// What somebody in the audience says.
pub(crate) fn fan(name: &str, text: &str) -> Message {
    Message {
        author: Author { id: name.into(), name: name.into(), role: Role::Fan },
        origin: Origin::Other,
        text: Arc::new(RichText::plain(text)),
        source: text.into(),
        delivery: Delivery::Received,
        group: GroupPlace::Single,
        marks: Marks::default(),
    }
}

/// What somebody else in the room says.
pub(crate) fn official(name: &str, role: Role, text: &str) -> Message {
    let message = fan(name, text);
    Message { author: Author { role, ..message.author.clone() }, ..message }
}

/// What this person says.
pub(crate) fn own(text: &str, delivery: Delivery) -> Message {
    Message { origin: Origin::Own, delivery, ..fan("Mia", text) }
}

/// The same message with other marks.
pub(crate) fn marked(message: Message, mark: impl FnOnce(&mut Marks)) -> Message {
    let mut message = message;
    mark(&mut message.marks);
    message
}

/// A mention that stands here in a text.
pub(crate) fn mention(start: u32, length: u32, is_own: bool) -> Mention {
    Mention { start, length, who: "somebody".into(), is_own }
}

/// Messages as rows, with ids from 1.
pub(crate) fn rows(messages: Vec<Message>) -> Vec<Arc<Item>> {
    let rows = messages.into_iter().zip(1..);
    rows.map(|(message, id)| item(id, ItemKind::Message(message))).collect()
}

fn words(element: &HtmlElement) -> String {
    let text = element.text_content().unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn part(row: &HtmlElement, selector: &str) -> HtmlElement {
    use wasm_bindgen::JsCast;
    row.query_selector(selector).unwrap().expect("such a part is there").unchecked_into()
}

fn style(element: &HtmlElement, property: &str) -> String {
    let style = window().get_computed_style(element).unwrap().unwrap();
    style.get_property_value(property).unwrap()
}

async fn stage_of(messages: Vec<Message>) -> Stage {
    let stage = Stage::transcript(crowd(rows(messages)));
    settled().await;
    stage
}

#[wasm_bindgen_test]
async fn above_the_first_row_nobody_is_told_of_a_conversation() {
    // Thousands read that it was theirs.
    let room = crowd(rows(vec![fan("Mira", "first")]));
    let stage = Stage::transcript(room);
    settled().await;
    let line = || stage.find(".older-line").text_content().unwrap();
    assert_eq!(line(), "The chat of this event begins here");
    room.capabilities.update(|can| can.crowd = false);
    settled().await;
    assert_eq!(line(), "This is the beginning of your conversation");
}

#[wasm_bindgen_test]
async fn a_message_is_one_line_without_bubble_and_face() {
    let stage = stage_of(vec![fan("Mira", "so good"), fan("Leo", "yes!")]).await;
    let row = stage.row(1);
    assert_eq!(words(&part(&row, ".live")), "Mira so good");
    assert!(row.query_selector(".bubble, .avatar").unwrap().is_none());
    assert!(row.offset_height() <= 26, "{}", row.offset_height());
    let gap = stage.row_top(2) - stage.row_top(1) - f64::from(row.offset_height());
    assert!(gap.abs() < 1.0, "{gap}");
}

#[wasm_bindgen_test]
async fn a_support_chat_keeps_its_bubbles() {
    let stage = Stage::transcript(room(vec![from_ana(1, "hello")]));
    settled().await;
    assert!(stage.try_find(".bubble").is_some() && stage.try_find(".live").is_none());
}

#[wasm_bindgen_test]
async fn names_have_a_colour_that_stays_with_the_person() {
    let said = ["Mira", "Leo", "Mira"].map(|name| fan(name, "hey")).to_vec();
    let stage = stage_of(said).await;
    let [mira, leo, again] =
        [1, 2, 3].map(|id| style(&part(&stage.row(id), ".live__name"), "color"));
    assert_eq!(mira, again);
    assert_ne!(mira, leo);
    assert_ne!(mira, style(&part(&stage.row(1), ".live__text"), "color"));
}

#[wasm_bindgen_test]
async fn a_badge_is_made_of_the_role_alone() {
    let stage = stage_of(vec![
        official("Nova", Role::Artist, "thank you all"),
        official("Kim", Role::Moderator, "be kind"),
        fan("★ Artist Nova", "it is me"),
        fan("Moderator", "obey"),
    ])
    .await;
    for (id, word) in [(1, "Artist"), (2, "Moderator")] {
        let badge = part(&stage.row(id), ".badge");
        assert_eq!(words(&badge), word);
        assert!(badge.query_selector("svg").unwrap().is_some(), "a shape, not a colour alone");
        assert!(badge.closest(".live__name").unwrap().is_none());
    }
    assert_eq!(stage.all(".badge").len(), 2);
    let kind = |id| stage.row(id).get_attribute("aria-roledescription");
    assert_eq!(kind(1).as_deref(), Some("message of the artist"));
    assert_eq!(kind(2).as_deref(), Some("message of a moderator"));
    assert_eq!((kind(3), kind(4)), (None, None));
    let label = stage.row(1).get_attribute("aria-label").unwrap();
    assert!(label.starts_with("Artist Nova, "), "{label}");
}

#[wasm_bindgen_test]
async fn a_nickname_cannot_reorder_what_stands_around_it() {
    // Signs that turn the direction round would put the name before the badge, and the text before the name.
    let trick = "\u{202e}\u{2067}avoN \u{5d0}";
    let stage =
        stage_of(vec![official(trick, Role::Moderator, "plain words"), fan(trick, "plain words")])
            .await;
    for id in [1, 2] {
        let row = stage.row(id);
        let edges = |selector: &str| part(&row, selector).get_bounding_client_rect();
        let (name, text) = (edges(".live__name"), edges(".live__text"));
        assert!(name.right() <= text.left() + 0.5, "{} {}", name.right(), text.left());
        if id == 1 {
            assert!(edges(".badge").right() <= name.left());
        }
    }
}

#[wasm_bindgen_test]
async fn marks_stacked_on_a_nickname_do_not_cover_other_rows() {
    let tower = format!("Z{}", "\u{30d}".repeat(60));
    let stage = stage_of(vec![fan("Mira", "calm"), fan(&tower, "boo")]).await;
    assert_eq!(style(&part(&stage.row(2), ".live"), "overflow-y"), "clip");
    assert!(stage.row(2).offset_height() <= 26);
}

#[wasm_bindgen_test]
async fn mentions_are_chips_and_an_own_one_stands_out() {
    let both = marked(fan("Leo", "🙂 @Mia and @Mira http://a.example"), |marks| {
        marks.mentions = vec![mention(3, 4, true), mention(12, 5, false)];
    });
    let other = marked(fan("Leo", "@Mira!"), |marks| marks.mentions = vec![mention(0, 5, false)]);
    let stage = stage_of(vec![both, other]).await;
    let chips: Vec<_> = stage.all(".mention").iter().map(words).collect();
    assert_eq!(chips, ["@Mia", "@Mira", "@Mira"]);
    assert_eq!(stage.all(".mention.is-own").len(), 1);
    assert_eq!(words(&part(&stage.row(1), ".live__text")), "🙂 @Mia and @Mira http://a.example");
    assert!(stage.try_find(".live a").is_none(), "an address is text");
    let is_mine = |id| stage.row(id).class_list().contains("is-mention");
    assert!(is_mine(1) && !is_mine(2));
    assert_eq!(style(&stage.row(1), "border-inline-start-width"), "3px");
    let label = stage.row(1).get_attribute("aria-label").unwrap();
    assert!(label.ends_with(". Mentions you"), "{label}");
}

#[wasm_bindgen_test]
async fn what_was_taken_away_is_nowhere_in_the_document() {
    let room = crowd(rows(vec![fan("Troll", "something awful"), own("oops", Delivery::Sent)]));
    let stage = Stage::transcript(room);
    settled().await;
    let hide = |index: usize, why: Concealed| {
        let row = room.rows.with_untracked(|rows| rows[index].clone());
        let mut message = row.item.get_untracked().message().unwrap().clone();
        message.text = Arc::default();
        message.source = "".into();
        message.marks.concealed = Some(why);
        row.item.set(item(row.id.0, ItemKind::Message(message)));
    };
    hide(0, Concealed::Hidden);
    hide(1, Concealed::Hidden);
    settled().await;
    assert_eq!(words(&stage.row(1)), "Message removed");
    assert_eq!(words(&stage.row(2)), "Your message was removed by a moderator");
    let everything = stage.find(".panel").outer_html();
    assert!(!everything.contains("awful"), "{everything}");
    let label = stage.row(1).get_attribute("aria-label").unwrap();
    assert!(label.ends_with("Message removed"), "{label}");
    hide(1, Concealed::Redacted);
    settled().await;
    assert_eq!(words(&stage.row(2)), "Message removed");
}

#[wasm_bindgen_test]
async fn a_moderator_still_reads_what_is_hidden() {
    let hidden = marked(fan("Troll", "something awful"), |marks| {
        marks.concealed = Some(Concealed::Hidden);
    });
    let stage = stage_of(vec![hidden]).await;
    let text = part(&stage.row(1), ".live__text");
    assert_eq!(words(&text), "something awful");
    assert!(style(&text, "text-decoration-line").contains("line-through"));
    assert!(words(&stage.row(1)).contains("Hidden"));
}

#[wasm_bindgen_test]
async fn states_of_a_message_have_their_words() {
    let denied = marked(own("a", Delivery::Failed(FailReason::Denied)), |marks| {
        marks.detail = Some("No links, please.".into());
    });
    let stage = stage_of(vec![
        marked(fan("Mira", "better"), |marks| marks.is_edited = true),
        own("b", Delivery::InReview),
        denied,
        own("c", Delivery::Failed(FailReason::TimedOut)),
        own("d", Delivery::Sent),
    ])
    .await;
    let says = |id: u64, what: &str| {
        let (row, said) = (stage.row(id), words(&stage.row(id)));
        assert!(said.contains(what), "{said}");
        assert!(row.get_attribute("aria-label").unwrap().contains(what), "{what}");
    };
    says(1, "(edited)");
    says(2, "Waiting for review");
    says(3, "Not sent");
    says(3, "It was not approved.");
    assert!(words(&stage.row(3)).contains("No links, please."));
    assert!(!words(&stage.row(3)).contains("Retry"), "what was denied stays denied");
    says(4, "Not sent");
    assert!(words(&stage.row(4)).contains("Retry"));
    assert_eq!(words(&part(&stage.row(5), ".live")), "Mia d", "no checks in a crowd");
}

#[wasm_bindgen_test]
async fn the_time_is_there_for_whoever_asks_and_takes_no_room() {
    let stage = stage_of(vec![fan("Mira", "so good")]).await;
    assert!(
        stage.try_find(".live__aside").is_none(),
        "what nobody asks for costs nothing in a burst"
    );
    let height = stage.row(1).get_bounding_client_rect().height();
    stage.row(1).focus().unwrap();
    settled().await;
    let aside = part(&stage.row(1), ".live__aside");
    assert_eq!(style(&aside, "position"), "absolute");
    assert_eq!(stage.row(1).get_bounding_client_rect().height().to_bits(), height.to_bits());
    assert_eq!(style(&aside, "opacity"), "1");
    assert!(aside.query_selector("time[datetime]").unwrap().is_some());
}

#[wasm_bindgen_test]
async fn the_pointer_takes_no_button_from_under_somebody_who_uses_keys() {
    let stage = stage_of(vec![fan("Mira", "so good"), fan("Mira", "so so good")]).await;
    let point_at = |row: u64| {
        let init = web_sys::PointerEventInit::new();
        init.set_bubbles(true);
        let event = web_sys::PointerEvent::new_with_event_init_dict("pointerover", &init).unwrap();
        stage.row(row).dispatch_event(&event).unwrap();
    };
    let rows_with_buttons = || -> Vec<bool> {
        [1, 2].map(|row| stage.row(row).query_selector(".live__aside").unwrap().is_some()).to_vec()
    };
    point_at(2);
    assert_eq!(rows_with_buttons(), [false, true]);
    stage.row(1).focus().unwrap();
    assert_eq!(rows_with_buttons(), [true, false], "one row has them");
    stage.press("Enter").await;
    assert!(stage.has_focus(".live__answer"));
    point_at(2);
    assert!(stage.has_focus(".live__answer"));
    stage.press("Escape").await;
    point_at(2);
    assert_eq!(rows_with_buttons(), [false, true]);
}
