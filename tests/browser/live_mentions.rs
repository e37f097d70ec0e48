//! The list of people for a mention, by keyboard and by pointer, and names that go as one.

use chirrup::state::RoomState;
use chirrup_core::room::{Participant, Presence, Role};
use wasm_bindgen_test::*;

use crate::live::crowd;
use crate::stage::*;

fn person(name: &str, role: Role) -> Participant {
    Participant { id: name.into(), name: name.into(), role, presence: Presence::Active }
}

async fn stage_with(names: &[&str]) -> (Stage, RoomState) {
    let room = crowd(Vec::new());
    let mut people: Vec<_> = names.iter().map(|name| person(name, Role::Fan)).collect();
    people.push(person("Nova", Role::Artist));
    room.live.people.set(people);
    let stage = Stage::transcript(room);
    settled().await;
    stage.focus(".composer__input").await;
    (stage, room)
}

/// Types over what is there, the caret at the end.
async fn types(stage: &Stage, text: &str) {
    stage.fill(".composer__input", text).await;
}

fn names(stage: &Stage) -> Vec<String> {
    let rows = stage.all(".people [role=option] bdi");
    rows.iter().map(|row| row.text_content().unwrap()).collect()
}

fn active(stage: &Stage) -> String {
    let field = stage.field();
    let id = field.get_attribute("aria-activedescendant").expect("a row is active");
    let row = stage.find(&format!("#{id}"));
    assert_eq!(row.get_attribute("aria-selected").unwrap(), "true");
    assert_eq!(stage.all("[aria-selected=true]").len(), 1);
    row.query_selector("bdi").unwrap().unwrap().text_content().unwrap()
}

#[wasm_bindgen_test]
async fn at_opens_the_list_and_letters_narrow_it() {
    let (stage, _) = stage_with(&["Leo", "Mira", "Mirko"]).await;
    types(&stage, "hi @").await;
    assert_eq!(names(&stage), ["Leo", "Mira", "Mirko", "Nova"], "the last who spoke first");
    assert!(stage.try_find(".people .badge").is_some(), "who keeps a badge keeps it here");
    types(&stage, "hi @mi").await;
    assert_eq!(names(&stage), ["Mira", "Mirko"]);
    types(&stage, "hi @mix").await;
    assert!(stage.try_find(".people").is_none());
    types(&stage, "mail a@mi").await;
    assert!(stage.try_find(".people").is_none(), "an address is no mention");
}

#[wasm_bindgen_test]
async fn the_field_tells_of_the_list_while_there_is_one() {
    let (stage, _) = stage_with(&["Leo", "Mira"]).await;
    let field = stage.field();
    assert!(!field.has_attribute("aria-autocomplete") && !field.has_attribute("aria-controls"));
    types(&stage, "@").await;
    let attribute = |name: &str| field.get_attribute(name).unwrap();
    assert!(!field.has_attribute("role"), "a field of many lines may not be a combobox");
    assert_eq!(attribute("aria-autocomplete"), "list");
    let list = stage.find(&format!("#{}", attribute("aria-controls")));
    assert_eq!(list.get_attribute("role").unwrap(), "listbox");
    assert!(list.has_attribute("aria-label"));
    assert_eq!(active(&stage), "Leo");
}

#[wasm_bindgen_test]
async fn arrows_home_and_end_move_and_wrap() {
    let (stage, _) = stage_with(&["Leo", "Mira"]).await;
    types(&stage, "@").await;
    for (key, name) in [
        ("ArrowDown", "Mira"),
        ("End", "Nova"),
        ("ArrowDown", "Leo"),
        ("ArrowUp", "Nova"),
        ("Home", "Leo"),
    ] {
        assert!(stage.press(key).await, "{key}");
        assert_eq!(active(&stage), name, "{key}");
    }
    stage.press("End").await;
    types(&stage, "@m").await;
    assert_eq!(active(&stage), "Mira", "other letters begin at the first row");
}

#[wasm_bindgen_test]
async fn enter_and_tab_pick_and_do_not_send() {
    // Enter sent half a name instead of picking.
    for key in ["Enter", "Tab"] {
        let (stage, _) = stage_with(&["Leo", "Mira"]).await;
        types(&stage, "hi @mi").await;
        assert!(stage.press(key).await);
        assert_eq!(stage.field().value(), "hi @Mira ");
        assert_eq!(stage.field().selection_end().unwrap(), Some(9));
        assert!(stage.try_find(".people").is_none());
        assert!(stage.has_focus(".composer__input"));
    }
}

#[wasm_bindgen_test]
async fn within_an_input_method_keys_are_its_own() {
    let (stage, _) = stage_with(&["Leo"]).await;
    types(&stage, "@").await;
    assert!(!stage.press_as("Enter", |init| init.set_is_composing(true)).await);
    assert!(!stage.press_as("ArrowDown", |init| init.set_key_code(229)).await);
    assert_eq!(stage.field().value(), "@");
}

#[wasm_bindgen_test]
async fn escape_puts_the_list_away_and_nothing_else() {
    let (stage, _) = stage_with(&["Leo", "Mira"]).await;
    types(&stage, "@").await;
    assert!(stage.press("Escape").await);
    assert!(stage.try_find(".people").is_none());
    assert_eq!(stage.field().value(), "@");
    types(&stage, "@m").await;
    assert!(stage.try_find(".people").is_none(), "it does not come back by itself");
    types(&stage, "@m and @").await;
    assert!(stage.try_find(".people").is_some(), "another one is another question");
}

#[wasm_bindgen_test]
async fn a_pick_by_pointer_keeps_focus_in_the_field() {
    let (stage, _) = stage_with(&["Leo", "Mira"]).await;
    types(&stage, "@").await;
    let init = web_sys::EventInit::new();
    init.set_cancelable(true);
    init.set_bubbles(true);
    let press = web_sys::Event::new_with_event_init_dict("mousedown", &init).unwrap();
    assert!(!stage.find("#person-1").dispatch_event(&press).unwrap());
    stage.click("#person-1").await;
    assert_eq!(stage.field().value(), "@Mira ");
    assert!(stage.has_focus(".composer__input"));
}

#[wasm_bindgen_test]
async fn a_picked_name_goes_as_one() {
    let (stage, _) = stage_with(&["Leo", "Mira"]).await;
    types(&stage, "hi @mi").await;
    stage.press("Enter").await;
    // One key takes the space, the next one a letter of the name.
    types(&stage, "hi @Mira").await;
    types(&stage, "hi @Mir").await;
    assert_eq!(stage.field().value(), "hi ");
    assert_eq!(stage.field().selection_end().unwrap(), Some(3));
    // A name that was only typed is letters.
    types(&stage, "hi @Mira").await;
    types(&stage, "hi @Mir").await;
    assert_eq!(stage.field().value(), "hi @Mir");
}

#[wasm_bindgen_test]
async fn at_most_eight_are_offered_and_the_active_one_is_in_view() {
    let many: Vec<String> = (0..30).map(|number| format!("Ana{number}")).collect();
    let names: Vec<&str> = many.iter().map(String::as_str).collect();
    let (stage, _) = stage_with(&names).await;
    types(&stage, "@ana").await;
    assert_eq!(stage.all(".people [role=option]").len(), 8);
    assert!(stage.find("#person-0").offset_height() >= 40);
    for key in ["End", "Home"] {
        stage.press(key).await;
        let (list, row) = (stage.find(".people"), stage.find(".people .is-active"));
        let (list, row) = (list.get_bounding_client_rect(), row.get_bounding_client_rect());
        assert!(row.top() >= list.top() && row.bottom() <= list.bottom(), "{key}");
    }
}

#[wasm_bindgen_test]
async fn where_nobody_can_be_mentioned_at_is_a_letter() {
    let (stage, room) = stage_with(&["Leo"]).await;
    room.capabilities.update(|can| can.mentions = false);
    types(&stage, "@").await;
    assert!(stage.try_find(".people").is_none());
}
