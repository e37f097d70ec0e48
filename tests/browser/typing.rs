//! The line that says who is typing: how it comes, and the two ways it goes.

use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

fn line(stage: &Stage) -> Option<String> {
    stage.try_find(".typing__text").map(|it| it.text_content().unwrap())
}

#[wasm_bindgen_test]
async fn who_types_is_named_for_six_seconds() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    assert_eq!(line(&stage), None);
    world.agent_types("1");
    settled().await;
    assert_eq!(line(&stage).as_deref(), Some("Ana is typing"));
    world.pass(5_999);
    settled().await;
    assert!(line(&stage).is_some());
    world.pass(1);
    settled().await;
    assert_eq!(line(&stage), None);
}

#[wasm_bindgen_test]
async fn who_goes_on_typing_stays() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    world.agent_types("1");
    world.pass(4_000);
    world.agent_types("2");
    world.pass(5_999);
    settled().await;
    assert!(line(&stage).is_some());
    world.pass(1);
    settled().await;
    assert_eq!(line(&stage), None);
}

#[wasm_bindgen_test]
async fn the_message_takes_the_place_of_the_line() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    world.agent_types("1");
    settled().await;
    assert!(line(&stage).is_some());
    world.agent_says("2", "here it is");
    // In the same frame: a line under the message it announced would look like a second one.
    frame().await;
    assert_eq!(line(&stage), None);
    stage.row_of("here it is");
}
