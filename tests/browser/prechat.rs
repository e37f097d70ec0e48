//! The form before a conversation.

use chirrup::state::settings::{FieldKind, Need};
use chirrup::state::{PrechatField, Settings};
use chirrup_core::Response;
use wasm_bindgen_test::*;

use crate::stage::*;

const START: &str = "/start-chat";

fn settings() -> Settings {
    let field = |name: &str, label: &str, kind, need| PrechatField {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        need,
    };
    Settings {
        prechat: vec![
            field("email", "E-mail", FieldKind::Email, Need::Optional),
            field("message", "Question", FieldKind::Multiline, Need::Required),
        ],
        ..Settings::default()
    }
}

#[wasm_bindgen_test]
async fn missing_answers_are_named_and_the_first_gets_focus() {
    let stage = Stage::panel(settings());
    settled().await;
    stage.click("[type=submit]").await;
    assert_eq!(stage.find("[role=alert]").text_content().unwrap(), "Please check 2 answers.");
    let wrong: Vec<_> = stage.all("[aria-invalid=true]").iter().map(|it| it.id()).collect();
    assert_eq!(wrong, ["field-0", "field-2"]);
    assert!(stage.has_focus("#field-0"));
    let about = stage.find("#field-0").get_attribute("aria-describedby").unwrap();
    let problem = stage.find(&format!("#{about}"));
    assert_eq!(problem.text_content().unwrap(), "Please fill in “Your name”.");
    assert!(stage.world().bodies(START).is_empty());

    stage.fill("#field-0", "Mia").await;
    assert!(stage.find("#field-0").get_attribute("aria-invalid").is_none(), "being corrected");
}

#[wasm_bindgen_test]
async fn a_wrong_address_is_explained() {
    let stage = Stage::panel(settings());
    settled().await;
    stage.fill("#field-0", "Mia").await;
    stage.fill("#field-1", "mia@nowhere").await;
    stage.fill("#field-2", "Where is my order?").await;
    stage.click("[type=submit]").await;
    assert!(stage.find(".field__problem").text_content().unwrap().contains("ana@example.com"));
    assert!(stage.has_focus("#field-1"));
}

#[wasm_bindgen_test]
async fn answers_go_out_and_survive_a_failed_start() {
    let stage = Stage::panel(settings());
    settled().await;
    stage.fill("#field-0", " Mia ").await;
    stage.fill("#field-1", "mia@example.com").await;
    stage.fill("#field-2", "Where is my order?").await;
    stage.click("[type=submit]").await;
    let button = stage.find("[type=submit]");
    assert_eq!(button.text_content().unwrap(), "Starting…");
    assert_eq!(button.get_attribute("aria-disabled").unwrap(), "true");
    stage.click("[type=submit]").await;
    let bodies = stage.world().bodies(START);
    assert_eq!(bodies.len(), 1, "a second press starts no second chat");
    for part in ["\"DisplayName\":\"Mia\"", "\"email\":\"mia@example.com\""] {
        assert!(bodies[0].contains(part), "{part} in {}", bodies[0]);
    }
    assert!(!bodies[0].contains("\"message\""), "the first message is no attribute");

    let refusal = Response { status: 400, headers: Vec::new(), body: "{}".to_owned() };
    stage.world().answer(START, Ok(refusal));
    settled().await;
    assert!(stage.try_find("[role=alert]").is_some());
    let value = |selector: &str| {
        let field = stage.find(selector);
        js_sys::Reflect::get(&field, &"value".into()).unwrap().as_string().unwrap()
    };
    assert_eq!(value("#field-1"), "mia@example.com");
    assert_eq!(value("#field-2"), "Where is my order?");
    assert_eq!(stage.find("[type=submit]").text_content().unwrap(), "Start chat");
}

#[wasm_bindgen_test]
async fn every_field_has_a_label() {
    let stage = Stage::panel(settings());
    settled().await;
    for field in stage.all("input, textarea") {
        let label = stage.find(&format!("label[for='{}']", field.id()));
        assert!(!label.text_content().unwrap().trim().is_empty());
    }
}
