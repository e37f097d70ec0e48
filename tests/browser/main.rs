//! Browser tests: one binary, run in headless Chromium and Firefox. Only what a browser alone can show.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::wildcard_enum_match_arm,
    reason = "a test that finds nothing fails; clippy knows only #[test] as a test"
)]

mod a11y;
mod announcer;
mod answer;
mod composer;
mod crowd;
mod csp;
mod driver;
mod embed;
mod frames;
mod gate;
mod header;
mod live;
mod live_mentions;
mod live_room;
mod moderate;
mod older;
mod page;
mod prechat;
mod private;
mod reading;
mod stage;
mod state;
mod take_back;
mod timeline;
mod tools;
mod typing;
mod unmount;
mod view;
mod window;
mod world;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
