//! The words that a screen reader hears, in the one live region.

use chirrup_core::Response;
use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::{World, joined, message};

/// Writes down what the live region says.
struct Ear {
    heard: Array,
    stop: Function,
}

impl Ear {
    fn at(stage: &Stage) -> Self {
        let listen = Function::new_with_args(
            "region, heard",
            "const note = () => { if (region.textContent) heard.push(region.textContent) };
             const observer = new MutationObserver(note);
             observer.observe(region, { childList: true, characterData: true, subtree: true });
             return () => observer.disconnect();",
        );
        let heard = Array::new();
        let stop = listen.call2(&JsValue::NULL, &stage.find("[aria-live]"), &heard).unwrap();
        Self { heard, stop: stop.unchecked_into() }
    }

    /// Everything said so far.
    fn heard(&self) -> Vec<String> {
        self.heard.iter().map(|text| text.as_string().unwrap()).collect()
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.stop.call0(&JsValue::NULL).unwrap();
    }
}

/// Time goes by in steps, so that everything that waits to be said is said.
async fn listen(world: &World) {
    for _ in 0..20 {
        world.pass(100);
        settled().await;
    }
}

/// The time as it stands at a message.
fn time(stage: &Stage, text: &str) -> String {
    let time = stage.row_of(text).query_selector("time").unwrap().unwrap();
    time.text_content().unwrap()
}

#[wasm_bindgen_test]
async fn what_arrives_is_said_once_with_author_time_and_text() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    let ear = Ear::at(&stage);
    world.agent_says("1", "your parcel is on its way");
    world.agent_says("1", "your parcel is on its way");
    listen(&world).await;
    let time = time(&stage, "your parcel is on its way");
    assert!(time.contains(':'), "{time}");
    assert_eq!(ear.heard(), [format!("Ana, {time}: your parcel is on its way")]);
}

#[wasm_bindgen_test]
async fn what_was_said_is_taken_away_again() {
    let clock = crate::page::PageClock::take();
    let world = World::default();
    let stage = Stage::live(&world).await;
    world.agent_says("1", "hello");
    settled().await;
    assert!(stage.find("[aria-live]").text_content().unwrap().ends_with("hello"));
    clock.pass(1_000);
    assert_eq!(stage.find("[aria-live]").text_content().unwrap(), "");
}

#[wasm_bindgen_test]
async fn a_burst_is_summed_up() {
    // The oldest of a burst were dropped without a word.
    let world = World::default();
    let stage = Stage::live(&world).await;
    let ear = Ear::at(&stage);
    for id in 10..30 {
        world.agent_says(&id.to_string(), &format!("part {id}"));
    }
    listen(&world).await;
    let time = time(&stage, "part 10");
    assert_eq!(ear.heard(), [format!("Ana, {time}: part 10"), "19 new messages".to_owned()]);

    world.agent_says("40", "after it");
    listen(&world).await;
    assert_eq!(ear.heard().len(), 3);
    assert!(ear.heard()[2].ends_with(": after it"), "a single one has its words again");
}

#[wasm_bindgen_test]
async fn own_messages_are_not_news() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    let ear = Ear::at(&stage);
    stage.fill(".composer__input", "it is me").await;
    stage.press("Enter").await;
    listen(&world).await;
    stage.row_of("it is me");
    assert!(ear.heard().is_empty(), "{:?}", ear.heard());
}

#[wasm_bindgen_test]
async fn history_is_never_read_out() {
    let world = World::default();
    let kept = (20..40).map(|id: u32| message(&id.to_string(), "kept"));
    let newest: Vec<_> = kept.chain([joined("50")]).collect();
    let older = [joined("01"), message("02", "older")];
    world.has_pages(&[&newest, &older]);
    world.hold("/transcript");
    let stage = Stage::live(&world).await;
    let ear = Ear::at(&stage);
    world.let_through("/transcript");
    listen(&world).await;
    stage.chat().load_older();
    listen(&world).await;
    stage.row_of("older");
    assert!(ear.heard().is_empty(), "{:?}", ear.heard());
}

#[wasm_bindgen_test]
async fn a_message_that_does_not_get_through_is_told() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    let ear = Ear::at(&stage);
    world.hold("/message");
    stage.fill(".composer__input", "into the void").await;
    stage.press("Enter").await;
    listen(&world).await;
    assert!(ear.heard().is_empty());
    let refusal = Response { status: 400, headers: Vec::new(), body: "{}".to_owned() };
    world.answer("/message", Ok(refusal));
    listen(&world).await;
    let time = ear.heard().join("|").split(": ").next().unwrap().replace("You, ", "");
    let said = format!("You, {time}: into the void. Not sent. The service refused it.");
    assert_eq!(ear.heard(), [said]);
}
