//! Many messages at once: they are taken in once for each frame of the page, and none is lost or late.

use std::cell::Cell;
use std::rc::Rc;

use chirrup::driver::{Browser, Outside, Persist};
use chirrup::state::{Announcement, RoomState};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

/// Effects run before this is over.
async fn turn() {
    for _ in 0..3 {
        JsFuture::from(js_sys::Promise::resolve(&wasm_bindgen::JsValue::NULL)).await.unwrap();
    }
}

fn messages(room: RoomState) -> usize {
    // The divider of the day is a row too.
    room.rows.with_untracked(Vec::len).saturating_sub(1)
}

struct Burst {
    stage: Stage,
    room: RoomState,
    drawings: Rc<Cell<u32>>,
    said: Cell<u32>,
}

impl Burst {
    async fn begin(world: &World) -> Self {
        let stage = Stage::live(world).await;
        let room = stage.chat().room().get_untracked().unwrap();
        let drawings = Rc::new(Cell::new(0));
        let counted = Rc::clone(&drawings);
        Effect::new(move |_| {
            room.rows.track();
            counted.set(counted.get() + 1);
        });
        turn().await;
        drawings.set(0);
        world.hold_frames();
        Self { stage, room, drawings, said: Cell::new(10_000) }
    }

    /// So many messages arrive, each in a task of its own.
    async fn hears(&self, count: u32) {
        for _ in 0..count {
            self.said.set(self.said.get() + 1);
            self.stage.world().agent_says(&self.said.get().to_string(), "hello");
            turn().await;
        }
    }
}

#[wasm_bindgen_test]
async fn five_hundred_frames_of_messages_are_drawn_five_hundred_times() {
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(1).await;
    burst.drawings.set(0);
    for painted in 1..=500_u32 {
        burst.hears(4).await;
        world.paint();
        turn().await;
        assert_eq!(burst.drawings.get(), painted);
        assert_eq!(messages(burst.room), 1 + 4 * painted as usize, "nothing is late");
    }
    assert!(burst.stage.all("[data-item]").len() <= 250);
    settled().await;
    assert_eq!(burst.stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn a_message_after_a_quiet_moment_waits_for_nothing() {
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(1).await;
    assert_eq!(messages(burst.room), 1);
    burst.hears(1).await;
    assert_eq!(messages(burst.room), 1, "the next one waits for the frame");
    world.paint();
    assert_eq!(messages(burst.room), 2);
    world.paint();
    burst.hears(1).await;
    assert_eq!(messages(burst.room), 3);
}

#[wasm_bindgen_test]
async fn what_is_answered_meanwhile_waits_for_no_frame() {
    // In a burst each answer of the service, ten a second, had everything drawn once more.
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(3).await;
    assert_eq!(messages(burst.room), 1);
    burst.stage.chat().send("mine").unwrap();
    assert_eq!(messages(burst.room), 2, "the own message is there");
    world.paint();
    assert_eq!(messages(burst.room), 4, "and so is what came before it");
}

#[wasm_bindgen_test]
async fn what_a_socket_told_before_it_closed_is_taken_in_before_that() {
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(3).await;
    world.set_down(true);
    assert_eq!(messages(burst.room), 3);
}

#[wasm_bindgen_test]
async fn a_page_that_misses_frames_is_drawn_less_often() {
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(1).await;
    let mut drawn_in = Vec::new();
    for frame in 0..20 {
        burst.hears(4).await;
        burst.drawings.set(0);
        world.paint();
        turn().await;
        let draws = burst.drawings.get() > 0;
        drawn_in.extend(draws.then_some(frame));
        // A drawing takes three frames of the page, a rest one each.
        world.pass(if draws { 50 } else { 17 });
    }
    // 30 ms are missed at each drawing, so 120 ms of rest follow it.
    assert_eq!(drawn_in, [0, 9, 18]);
    world.pass(200);
    world.paint();
    assert_eq!(messages(burst.room), 81, "nothing is lost");
}

#[wasm_bindgen_test]
async fn a_tab_that_is_never_painted_takes_in_what_comes() {
    // Without frames everything waited, until the tab came back or ran out of memory.
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(2_100).await;
    assert!(messages(burst.room) >= 2_000, "{}", messages(burst.room));
    let room = burst.stage.chat().room().get_untracked().unwrap();
    assert!(room.unread.get_untracked() >= 2_000, "and counts it");
}

#[wasm_bindgen_test]
async fn a_listener_hears_how_many_came_in_a_frame() {
    let world = World::default();
    let burst = Burst::begin(&world).await;
    burst.hears(1).await;
    burst.hears(20).await;
    world.paint();
    world.pass(400);
    let said = burst.stage.chat().announcement().get_untracked();
    assert_eq!(said, Some(Announcement::Messages(20)));
}

#[wasm_bindgen_test]
async fn a_page_without_frames_goes_on_after_a_while() {
    let animation_frame = js_sys::Reflect::get(&window(), &"requestAnimationFrame".into()).unwrap();
    let never = js_sys::Function::new_no_args("return 1");
    js_sys::Reflect::set(&window(), &"requestAnimationFrame".into(), &never).unwrap();
    let runs = Rc::new(Cell::new(0));
    let counted = Rc::clone(&runs);
    let browser = Browser::new(Persist::None, "frames");
    let guard = browser.next_frame(Box::new(move || counted.set(counted.get() + 1)));
    let called_off = browser.next_frame(Box::new(|| panic!("it was called off")));
    drop(called_off);
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 400).unwrap();
    });
    JsFuture::from(wait).await.unwrap();
    js_sys::Reflect::set(&window(), &"requestAnimationFrame".into(), &animation_frame).unwrap();
    assert_eq!(runs.get(), 1);
    drop(guard);
}
