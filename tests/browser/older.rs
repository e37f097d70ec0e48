//! Reading back: one older page for one gesture, and the reader's place stays where it is.

use wasm_bindgen_test::*;

use crate::page::PageClock;
use crate::stage::*;
use crate::world::{World, message};

/// The operation that hands out pages.
const PAGE: &str = "/transcript";
/// Longer than any gesture pauses.
const REST_MILLIS: u32 = 1_000;

/// A conversation of three short pages and one that fills the view, with the older ones held back.
struct Shelf {
    stage: Stage,
    world: World,
    clock: PageClock,
}

impl Shelf {
    async fn open() -> Self {
        let page = |ids: std::ops::Range<usize>| {
            let say = |id| message(&format!("{id:0>2}"), &"some words ".repeat(1 + id % 7 * 4));
            ids.map(say).collect::<Vec<_>>()
        };
        let (newest, third, second, first) =
            (page(30..60), page(20..30), page(10..20), page(0..10));
        let (world, clock) = (World::default(), PageClock::take());
        world.has_pages(&[&newest, &third, &second, &first]);
        let stage = Stage::live(&world).await;
        world.hold(PAGE);
        Self { stage, world, clock }
    }

    /// Pages asked for so far, the newest not counted.
    fn asked(&self) -> usize {
        self.world.bodies(PAGE).len() - 1
    }

    /// The page that was asked for comes in.
    async fn page_comes(&self) {
        self.world.let_through(PAGE);
        self.world.hold(PAGE);
        settled().await;
    }
}

#[wasm_bindgen_test]
async fn nobody_asks_for_more_than_the_first_page_before_scrolling() {
    let shelf = Shelf::open().await;
    shelf.clock.pass(REST_MILLIS);
    settled().await;
    assert_eq!(shelf.asked(), 0);
}

#[wasm_bindgen_test]
async fn being_at_the_top_while_a_page_loads_asks_for_no_other() {
    let shelf = Shelf::open().await;
    shelf.stage.scroll_to(0).await;
    assert_eq!(shelf.asked(), 1);
    for top in [4, 0, 9, 0] {
        shelf.stage.scroll_to(top).await;
        shelf.clock.pass(REST_MILLIS);
    }
    assert_eq!(shelf.asked(), 1);
}

#[wasm_bindgen_test]
async fn a_page_that_comes_in_keeps_the_place_and_asks_for_no_other() {
    // The widget's own correction of the place looked like the next gesture, and short pages loaded in a row.
    let shelf = Shelf::open().await;
    shelf.stage.scroll_to(40).await;
    shelf.clock.pass(REST_MILLIS);
    let row = shelf.stage.first_row_in_view();
    let top = || row.get_bounding_client_rect().top();
    let before = top();
    shelf.page_comes().await;
    assert!(shelf.stage.list().scroll_top() > 100, "there is more above");
    assert!((top() - before).abs() < 0.6, "from {before} to {}", top());
    shelf.clock.pass(REST_MILLIS);
    settled().await;
    assert_eq!(shelf.asked(), 1);

    shelf.stage.scroll_to(30).await;
    assert_eq!(shelf.asked(), 2, "the next gesture has the next page");
}

#[wasm_bindgen_test]
async fn a_gesture_that_goes_on_after_its_page_came_has_no_second_one() {
    let shelf = Shelf::open().await;
    shelf.stage.scroll_to(60).await;
    shelf.page_comes().await;
    for _ in 0..5 {
        shelf.stage.scroll_to(shelf.stage.list().scroll_top() - 20).await;
    }
    shelf.stage.scroll_to(0).await;
    assert_eq!(shelf.asked(), 1);
    shelf.clock.pass(REST_MILLIS);
    assert_eq!(shelf.asked(), 2, "who is at the top cannot scroll any further to ask");
}

#[wasm_bindgen_test]
async fn the_last_page_is_the_end_of_it() {
    let shelf = Shelf::open().await;
    for turn in 1..=3 {
        shelf.clock.pass(REST_MILLIS);
        shelf.stage.scroll_to(turn).await;
        shelf.page_comes().await;
    }
    shelf.clock.pass(REST_MILLIS);
    shelf.stage.scroll_to(0).await;
    assert_eq!(shelf.asked(), 3);
    assert_eq!(shelf.stage.all("[role=article]").len(), 60);
}
