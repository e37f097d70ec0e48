//! What a strict policy would forbid is not there: no style attribute in markup, no style element, no script.

use chirrup::embed::{detach, set_open};
use wasm_bindgen_test::*;

use crate::embed::{Host, options};
use crate::stage::settled;

#[wasm_bindgen_test]
async fn the_panel_needs_no_inline_style_or_script() {
    let host = Host::new();
    let id = host.attach(&options(&[("startUrl", "/start-chat"), ("persist", "none")])).unwrap();
    set_open(id, true, "page");
    settled().await;
    let inline = host.root.query_selector_all("style, script, link, [onclick], iframe").unwrap();
    assert_eq!(inline.length(), 0);
    detach(id);
}
