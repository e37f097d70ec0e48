//! Keyboard and screen reader.

use chirrup::state::{Panel, Rgb, Settings};
use chirrup_core::timeline::{Delivery, Origin};
use leptos::prelude::*;
use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

#[wasm_bindgen_test]
async fn there_is_one_live_region() {
    let stage = Stage::panel(Settings::default());
    settled().await;
    assert_eq!(stage.all("[aria-live], [role=status], [role=log]").len(), 1);
}

#[wasm_bindgen_test]
async fn everything_that_can_be_pressed_has_a_name() {
    let failed = message(
        1,
        "x",
        Origin::Own,
        Delivery::Failed(chirrup_core::timeline::FailReason::TimedOut),
    );
    let stage = Stage::transcript(room(vec![failed]));
    let panel = Stage::panel(Settings::default());
    settled().await;
    for button in stage.all("button, a").into_iter().chain(panel.all("button, a")) {
        let label = button.get_attribute("aria-label").unwrap_or_default();
        let text = button.text_content().unwrap_or_default();
        assert!(!label.is_empty() || !text.trim().is_empty(), "{}", button.outer_html());
    }
}

#[wasm_bindgen_test]
async fn a_row_says_who_when_what_and_how_far() {
    let own = message(2, "**yes** please", Origin::Own, Delivery::Read);
    let stage = Stage::transcript(room(vec![from_ana(1, "hello"), own]));
    settled().await;
    let label = |id| stage.row(id).get_attribute("aria-label").unwrap();
    assert!(label(1).starts_with("Ana, ") && label(1).ends_with(": hello"), "{}", label(1));
    assert!(
        label(2).starts_with("You, ") && label(2).ends_with(": yes please. Read"),
        "{}",
        label(2)
    );
    assert_eq!(stage.row(1).get_attribute("role").unwrap(), "article");
}

#[wasm_bindgen_test]
async fn arrows_walk_the_rows_and_escape_climbs_back() {
    let rows =
        vec![from_ana(1, "one"), from_ana(2, "[site](https://example.com)"), from_ana(3, "three")];
    let stage = Stage::transcript(room(rows));
    settled().await;
    stage.list().focus().unwrap();
    stage.press("ArrowUp").await;
    assert!(stage.has_focus("[data-item='3']"), "the last row in view");
    stage.press("ArrowUp").await;
    assert!(stage.has_focus("[data-item='2']"));
    stage.press("Enter").await;
    assert!(stage.has_focus("a[href]"), "Enter dives in");
    stage.press("Escape").await;
    assert!(stage.has_focus("[data-item='2']"), "and Escape comes back");
    stage.press("Home").await;
    assert!(stage.has_focus("[data-item='1']"));
    stage.press("End").await;
    assert!(stage.has_focus("[data-item='3']"));
    stage.press("Escape").await;
    assert!(stage.has_focus(".composer__input"));
}

#[wasm_bindgen_test]
async fn the_skip_link_leads_to_the_message_box_and_leaves_the_address_of_the_page() {
    let stage = Stage::live(&World::default()).await;
    let address = window().location().href().unwrap();
    stage.focus(".skip-link").await;
    assert_eq!(stage.find(".skip-link").text_content().unwrap(), "Go to message box");
    stage.click(".skip-link").await;
    assert!(stage.has_focus(".composer__input"));
    assert_eq!(window().location().href().unwrap(), address);
}

#[wasm_bindgen_test]
async fn a_row_out_of_view_is_brought_in_without_moving_the_page() {
    let stage = Stage::transcript(room(from_ana_many(1..60)));
    settled().await;
    let page = window().scroll_y().unwrap();
    stage.list().focus().unwrap();
    stage.press("Home").await;
    assert!(stage.has_focus("[data-item='1']"));
    let top = stage.row_top(1);
    assert!((0.0..100.0).contains(&top), "{top}");
    assert_eq!(window().scroll_y().unwrap(), page);
}

#[wasm_bindgen_test]
async fn focus_moves_for_a_person_only() {
    let stage = Stage::panel(Settings::default());
    stage.chat().set_panel(Panel::OpenedByPage);
    settled().await;
    assert!(stage.focused().is_none(), "never on load");
    stage.chat().set_panel(Panel::OpenedByPerson);
    settled().await;
    assert!(stage.has_focus("#field-0"));
}

#[wasm_bindgen_test]
async fn transcript_and_message_box_are_named() {
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    assert_eq!(stage.list().tab_index(), 0);
    assert_eq!(stage.list().get_attribute("aria-label").unwrap(), "Messages");
    assert_eq!(stage.field().get_attribute("aria-label").unwrap(), "Write a message");
}

#[wasm_bindgen_test]
async fn text_on_the_accent_can_be_read_and_better_under_a_pointer() {
    let colours = |accent: Rgb| async move {
        let stage = Stage::panel(Settings { accent: Some(accent), ..Settings::default() });
        settled().await;
        let style = stage.host().style();
        assert!(style.get_property_value("--chirrup-accent").unwrap().starts_with('#'));
        ["--chirrup-on-accent", "--chirrup-accent-shade"]
            .map(|name| style.get_property_value(name).unwrap())
    };
    assert_eq!(colours(Rgb(31, 92, 72)).await, ["#ffffff", "#000000"]);
    assert_eq!(colours(Rgb(255, 220, 0)).await, ["#000000", "#ffffff"]);
}
