//! Long transcripts: a few rows in the document, and nobody can tell.

use chirrup_core::room::HistoryState;
use wasm_bindgen_test::*;
use web_sys::HtmlElement;

use crate::stage::*;

/// More rows than this are never in the document.
const MOUNTED_MAX: usize = 250;
const LONG: u64 = 5_000;

fn ids(stage: &Stage) -> Vec<u64> {
    let id = |row: &HtmlElement| row.get_attribute("data-item").unwrap().parse().unwrap();
    stage.all("[data-item]").iter().map(id).collect()
}

fn prepend(room: chirrup::state::RoomState, ids: std::ops::Range<u64>) {
    room.rows.update(|rows| drop(rows.splice(0..0, from_ana_many(ids).iter().map(row))));
}

async fn long() -> (chirrup::state::RoomState, Stage) {
    let room = room(from_ana_many(1..LONG + 1));
    let stage = Stage::transcript(room);
    settled().await;
    (room, stage)
}

#[wasm_bindgen_test]
async fn a_long_transcript_has_few_rows_in_the_document_and_room_for_all() {
    let (_, stage) = long().await;
    assert_eq!(ids(&stage).last(), Some(&LONG));
    assert_eq!(stage.distance_to_end(), 0);
    assert!(ids(&stage).len() <= MOUNTED_MAX, "{}", ids(&stage).len());
    assert!(stage.list().scroll_height() > 100_000);
    for top in [60_000, 90_000, 20] {
        stage.scroll_to(top).await;
        assert!(ids(&stage).len() <= MOUNTED_MAX);
        let in_view = stage.first_row_in_view().get_bounding_client_rect();
        let view = stage.list().get_bounding_client_rect();
        assert!(in_view.top() < view.bottom(), "rows fill the view at {top}");
    }
}

#[wasm_bindgen_test]
async fn who_scrolls_through_everything_meets_every_row_once_and_in_order() {
    let room = room(from_ana_many(1..1_001));
    let stage = Stage::transcript(room);
    settled().await;
    let list = stage.list();
    let mut met = Vec::new();
    for _ in 0..1_000 {
        let view = list.get_bounding_client_rect();
        let in_view = |row: &HtmlElement| {
            let edges = row.get_bounding_client_rect();
            edges.bottom() > view.top() && edges.top() < view.bottom()
        };
        for row in stage.all("[data-item]").into_iter().rev().filter(in_view) {
            let id: u64 = row.get_attribute("data-item").unwrap().parse().unwrap();
            if met.last().is_none_or(|last| id < *last) {
                met.push(id);
            }
        }
        if list.scroll_top() == 0 {
            break;
        }
        list.set_scroll_top(list.scroll_top() - 300);
        frame().await;
    }
    assert_eq!(met, (1..1_001).rev().collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn a_page_above_a_long_transcript_keeps_the_place_to_the_pixel() {
    let (room, stage) = long().await;
    stage.scroll_to(50_000).await;
    let row = stage.first_row_in_view();
    let top = || row.get_bounding_client_rect().top();
    let before = top();
    prepend(room, 10_000..10_050);
    settled().await;
    assert!(row.is_connected());
    assert!((top() - before).abs() < 0.6, "from {before} to {}", top());
}

#[wasm_bindgen_test]
async fn pages_at_the_top_of_a_long_transcript_keep_the_place_to_the_pixel() {
    // Rows above the view are measured as they come in, and none is as high as was thought.
    let (room, stage) = long().await;
    stage.scroll_to(0).await;
    for page in 0..5 {
        stage.scroll_to(stage.list().scroll_top() + 11).await;
        let row = stage.first_row_in_view();
        let before = row.get_bounding_client_rect().top();
        prepend(room, 10_000 + page * 50..10_050 + page * 50);
        settled().await;
        let after = row.get_bounding_client_rect().top();
        assert!((after - before).abs() < 0.6, "page {page}: from {before} to {after}");
    }
}

#[wasm_bindgen_test]
async fn a_row_above_the_view_that_grows_moves_nothing() {
    let (room, stage) = long().await;
    stage.scroll_to(50_000).await;
    let row = stage.first_row_in_view();
    let id: u64 = row.get_attribute("data-item").unwrap().parse().unwrap();
    let before = row.get_bounding_client_rect().top();
    let above = id - 3;
    assert!(stage.try_find(&format!("[data-item='{above}']")).is_some());
    let signal = room
        .rows
        .with_untracked(|rows| rows.iter().find(|row| row.id.0 == above).unwrap().item.clone());
    signal.set(from_ana(above, &"and it goes on ".repeat(60)));
    settled().await;
    let after = row.get_bounding_client_rect().top();
    assert!((after - before).abs() < 0.6, "from {before} to {after}");
}

#[wasm_bindgen_test]
async fn rows_that_stay_in_the_window_keep_their_nodes() {
    let (_, stage) = long().await;
    let last = stage.row(LONG);
    stage.scroll_to(stage.list().scroll_top() - 200).await;
    assert!(stage.row(LONG).is_same_node(Some(&last)));
}

#[wasm_bindgen_test]
async fn the_row_that_has_focus_stays_in_the_document() {
    let (_, stage) = long().await;
    stage.focus(&format!("[data-item='{}']", LONG - 2)).await;
    stage.scroll_to(40_000).await;
    assert!(stage.has_focus(&format!("[data-item='{}']", LONG - 2)));
    let in_order = ids(&stage);
    assert!(in_order.is_sorted() && in_order.len() <= MOUNTED_MAX);
    let here = stage.first_row_in_view();
    assert!(
        here.get_bounding_client_rect().top() < stage.list().get_bounding_client_rect().bottom()
    );

    // From a row far off, an arrow leads to its neighbour, not to the next row that happens to be drawn.
    stage.press("ArrowUp").await;
    assert!(stage.has_focus(&format!("[data-item='{}']", LONG - 3)));
    let (row, view) = (stage.row(LONG - 3), stage.list().get_bounding_client_rect());
    let edges = row.get_bounding_client_rect();
    assert!(edges.top() >= view.top() && edges.bottom() <= view.bottom(), "it can be seen");
}

#[wasm_bindgen_test]
async fn home_and_end_lead_to_rows_that_are_not_drawn() {
    let (_, stage) = long().await;
    stage.focus(".timeline__list").await;
    for (key, id) in [("Home", 1), ("End", LONG), ("Home", 1), ("ArrowDown", 2), ("End", LONG)] {
        stage.press(key).await;
        assert!(stage.has_focus(&format!("[data-item='{id}']")), "{key} leads to {id}");
        let (edges, view) =
            (stage.row(id).get_bounding_client_rect(), stage.list().get_bounding_client_rect());
        assert!(edges.top() >= view.top() && edges.top() < view.bottom(), "{key} shows {id}");
        assert!(ids(&stage).len() <= MOUNTED_MAX);
    }
}

#[wasm_bindgen_test]
async fn rows_say_where_they_stand_among_all() {
    let (room, stage) = long().await;
    let says = |id: u64, name: &str| stage.row(id).get_attribute(name).unwrap();
    assert_eq!(says(LONG, "aria-posinset"), LONG.to_string());
    assert_eq!(says(LONG, "aria-setsize"), LONG.to_string());

    room.history.set(HistoryState::More);
    prepend(room, 10_000..10_050);
    settled().await;
    assert_eq!(says(LONG, "aria-posinset"), (LONG + 50).to_string());
    assert_eq!(says(LONG, "aria-setsize"), "-1", "nobody knows how many there are");
}

#[wasm_bindgen_test]
async fn rows_that_go_take_their_room_with_them() {
    let (room, stage) = long().await;
    let before = stage.list().scroll_height();
    room.rows.update(|rows| drop(rows.drain(..2_500)));
    settled().await;
    let after = stage.list().scroll_height();
    assert!((before / 3..before * 2 / 3).contains(&after), "from {before} to {after}");
    assert_eq!(stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn a_flow_of_messages_is_followed_and_drawn_a_little_at_a_time() {
    // Each frame brought more than fits into the view, and the view stopped at the first of them for ever.
    let (room, stage) = long().await;
    let at_rest = ids(&stage).len();
    for batch in 0..12 {
        let from = 10_000 + batch * 20;
        room.rows.update(|rows| rows.extend(from_ana_many(from..from + 20).iter().map(row)));
        frame().await;
    }
    assert_eq!(ids(&stage).last(), Some(&10_239));
    assert_eq!(stage.distance_to_end(), 0);
    assert!(ids(&stage).len() < at_rest, "{} of {at_rest}", ids(&stage).len());
    stage.scroll_to(stage.list().scroll_top() - 400).await;
    let top = stage.list().get_bounding_client_rect().top();
    assert!(stage.all("[data-item]")[0].get_bounding_client_rect().top() <= top, "no empty room");
}
