//! What counts as read: the last message in view, after a second, while somebody may be looking.

use chirrup::state::Panel;
use wasm_bindgen_test::*;

use crate::page::{PageClock, Tab};
use crate::stage::*;
use crate::world::{World, message};

/// Somebody at an open chat, with a hand on every clock.
struct Reader {
    stage: Stage,
    world: World,
    tab: Tab,
    clock: PageClock,
}

impl Reader {
    async fn of(world: World) -> Self {
        let (tab, clock) = (Tab::in_front(), PageClock::take());
        let stage = Stage::live(&world).await;
        // The results above it grow, and what is out of the page's view is not read.
        stage.host().scroll_into_view();
        settled().await;
        Self { stage, world, tab, clock }
    }

    /// An agent speaks.
    async fn hears(&self, id: &str) {
        self.world.agent_says(id, "hello");
        settled().await;
    }

    /// Time goes by for the reader, and enough of it on the line for any receipt to be sent.
    fn reads_for(&self, millis: u32) -> Vec<String> {
        self.clock.pass(millis);
        self.world.pass(5_000);
        self.world.read_receipts()
    }
}

#[wasm_bindgen_test]
async fn a_message_is_read_when_it_was_in_view_for_a_second_and_not_before() {
    let reader = Reader::of(World::default()).await;
    reader.hears("1").await;
    assert!(reader.reads_for(999).is_empty());
    assert_eq!(reader.reads_for(1), ["1"]);
    assert_eq!(reader.reads_for(5_000), ["1"], "once");

    // In a conversation that does not fill the view, the next one took two seconds.
    reader.hears("2").await;
    assert_eq!(reader.reads_for(999), ["1"]);
    assert_eq!(reader.reads_for(1), ["1", "2"]);
}

#[wasm_bindgen_test]
async fn one_receipt_stands_for_all_messages_up_to_the_last_in_view() {
    let reader = Reader::of(World::default()).await;
    for id in ["1", "2", "3"] {
        reader.hears(id).await;
    }
    assert_eq!(reader.reads_for(5_000).last().unwrap(), "3");
    assert_eq!(reader.stage.chat().room().get_untracked().unwrap().unread.get_untracked(), 0);
}

#[wasm_bindgen_test]
async fn nothing_is_read_in_a_tab_behind_others() {
    let reader = Reader::of(World::default()).await;
    reader.tab.goes_behind();
    reader.hears("1").await;
    assert!(reader.reads_for(60_000).is_empty());
    reader.tab.comes_back();
    assert!(reader.reads_for(999).is_empty());
    assert_eq!(reader.reads_for(1), ["1"]);
}

#[wasm_bindgen_test]
async fn nothing_is_read_in_a_window_without_focus() {
    let reader = Reader::of(World::default()).await;
    reader.tab.loses_focus();
    reader.hears("1").await;
    assert!(reader.reads_for(60_000).is_empty());
    reader.tab.comes_back();
    assert!(reader.reads_for(999).is_empty());
    assert_eq!(reader.reads_for(1), ["1"]);
}

#[wasm_bindgen_test]
async fn nothing_is_read_in_a_closed_panel() {
    let reader = Reader::of(World::default()).await;
    reader.stage.chat().set_panel(Panel::Closed);
    reader.hears("1").await;
    assert!(reader.reads_for(60_000).is_empty());
    reader.stage.chat().set_panel(Panel::OpenedByPage);
    settled().await;
    assert!(reader.reads_for(999).is_empty());
    assert_eq!(reader.reads_for(1), ["1"]);
}

#[wasm_bindgen_test]
async fn who_looks_away_within_the_second_has_to_look_for_a_whole_one() {
    // A glance at either end of the second counted as a second.
    let reader = Reader::of(World::default()).await;
    reader.hears("1").await;
    assert!(reader.reads_for(500).is_empty());
    reader.tab.goes_behind();
    assert!(reader.reads_for(100).is_empty());
    reader.tab.comes_back();
    assert!(reader.reads_for(999).is_empty());
    assert_eq!(reader.reads_for(1), ["1"]);

    reader.hears("2").await;
    assert_eq!(reader.reads_for(500), ["1"]);
    reader.stage.chat().set_panel(Panel::Closed);
    settled().await;
    reader.stage.chat().set_panel(Panel::OpenedByPerson);
    settled().await;
    assert_eq!(reader.reads_for(999), ["1"]);
    assert_eq!(reader.reads_for(1), ["1", "2"]);
}

#[wasm_bindgen_test]
async fn what_came_in_below_the_view_is_read_when_the_reader_gets_there() {
    let world = World::default();
    let long = "a story of many words ".repeat(8);
    let history: Vec<_> = (10..30).map(|id: u32| message(&id.to_string(), &long)).collect();
    world.has_pages(&[&history]);
    let reader = Reader::of(world).await;
    let has_read_it = |told: Vec<String>| told.contains(&"50".to_owned());
    reader.stage.scroll_to(100).await;
    reader.hears("50").await;
    assert!(!has_read_it(reader.reads_for(60_000)));
    reader.stage.click(".pill").await;
    assert!(!has_read_it(reader.reads_for(999)));
    assert!(has_read_it(reader.reads_for(1)));
}
