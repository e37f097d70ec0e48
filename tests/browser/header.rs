//! The menu of the header, and the question before a conversation ends: where focus goes with each.

use chirrup_core::Phase;
use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

const BUTTON: &str = ".menu button[aria-haspopup=menu]";
const QUESTION: &str = "[role=alertdialog]";

impl Stage {
    fn is_menu_open(&self) -> bool {
        let said = self.find(BUTTON).get_attribute("aria-expanded").unwrap() == "true";
        assert_eq!(said, self.try_find("[role=menu]").is_some());
        said
    }

    /// The label of the entry with focus.
    fn entry(&self) -> String {
        assert!(self.has_focus("[role=menuitem]"), "an entry has focus");
        self.focused().unwrap().text_content().unwrap()
    }

    async fn ask_to_end(&self) {
        self.focus(BUTTON).await;
        self.click(BUTTON).await;
        self.press("End").await;
        assert_eq!(self.entry(), "End chat");
        self.click("[role=menuitem]:focus").await;
    }
}

#[wasm_bindgen_test]
async fn arrow_keys_open_the_menu_at_either_end() {
    let stage = Stage::live(&World::default()).await;
    for (key, entry) in [("ArrowDown", "Download transcript"), ("ArrowUp", "End chat")] {
        stage.focus(BUTTON).await;
        assert!(!stage.is_menu_open());
        assert!(stage.press(key).await, "the page does not scroll with {key}");
        assert!(stage.is_menu_open());
        assert_eq!(stage.entry(), entry);
        stage.press("Escape").await;
    }
}

#[wasm_bindgen_test]
async fn keys_walk_the_menu_round_and_round() {
    let stage = Stage::live(&World::default()).await;
    stage.focus(BUTTON).await;
    stage.click(BUTTON).await;
    assert_eq!(stage.entry(), "Download transcript");
    let walk = [
        ("ArrowDown", "End chat"),
        ("ArrowDown", "Download transcript"),
        ("ArrowUp", "End chat"),
        ("ArrowUp", "Download transcript"),
        ("End", "End chat"),
        ("Home", "Download transcript"),
    ];
    for (key, entry) in walk {
        assert!(stage.press(key).await);
        assert_eq!(stage.entry(), entry, "after {key}");
    }
}

#[wasm_bindgen_test]
async fn escape_closes_the_menu_only_and_gives_focus_back() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    stage.focus(BUTTON).await;
    stage.click(BUTTON).await;
    assert!(stage.press("Escape").await);
    assert!(!stage.is_menu_open());
    assert!(stage.has_focus(BUTTON));
}

#[wasm_bindgen_test]
async fn a_menu_that_loses_focus_closes() {
    let stage = Stage::live(&World::default()).await;
    stage.focus(BUTTON).await;
    stage.click(BUTTON).await;
    assert!(stage.is_menu_open());
    stage.focus(".composer__input").await;
    assert!(!stage.is_menu_open());
    assert!(stage.has_focus(".composer__input"), "and takes nothing back");

    stage.focus(BUTTON).await;
    stage.click(BUTTON).await;
    assert!(!stage.press("Tab").await, "Tab goes its way");
    assert!(!stage.is_menu_open());
}

#[wasm_bindgen_test]
async fn the_question_begins_at_cancel_and_escape_goes_back() {
    // Focus was lost to the page with the question that it stood in.
    let stage = Stage::live(&World::default()).await;
    for by_key in [true, false] {
        stage.ask_to_end().await;
        assert_eq!(stage.focused().unwrap().text_content().unwrap(), "Cancel");
        assert_eq!(stage.find(QUESTION).get_attribute("aria-modal").unwrap(), "true");
        if by_key {
            stage.press("Escape").await;
        } else {
            stage.click(".question button").await;
        }
        assert!(stage.try_find(QUESTION).is_none());
        assert!(stage.has_focus(BUTTON));
        assert_eq!(stage.chat().phase().get_untracked(), Phase::Live);
    }
}

#[wasm_bindgen_test]
async fn the_question_keeps_the_tab_key() {
    let stage = Stage::live(&World::default()).await;
    stage.ask_to_end().await;
    for label in ["End chat", "Cancel", "End chat"] {
        assert!(stage.press("Tab").await, "focus does not go its own way");
        assert_eq!(stage.focused().unwrap().text_content().unwrap(), label);
    }
}

#[wasm_bindgen_test]
async fn the_answer_ends_the_chat_and_focus_goes_on_with_the_person() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    world.hold("/disconnect");
    stage.ask_to_end().await;
    stage.click(".question .button--danger").await;
    assert!(stage.try_find(QUESTION).is_none());
    assert!(stage.has_focus(".composer__input"), "while the service is being asked");
    assert_eq!(world.bodies("/disconnect").len(), 1);

    world.let_through("/disconnect");
    world.chat_ends("9");
    settled().await;
    assert!(matches!(stage.chat().phase().get_untracked(), Phase::Ended { .. }));
    assert_eq!(stage.focused().unwrap().text_content().unwrap(), "Start a new chat");
}

#[wasm_bindgen_test]
async fn an_open_menu_keeps_focus_through_news() {
    // What came in while the menu was open drew its list anew, and focus went with the old one.
    let world = World::default();
    let stage = Stage::live(&world).await;
    stage.focus(BUTTON).await;
    stage.click(BUTTON).await;
    world.chat_ends("9");
    settled().await;
    assert!(matches!(stage.chat().phase().get_untracked(), Phase::Ended { .. }));
    assert_eq!(stage.entry(), "Download transcript");
}
