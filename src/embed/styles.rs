//! The panel's style sheet: built once, shared by every shadow root. No `<style>`, so no policy forbids it.

use std::cell::OnceCell;

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

/// Tokens first; the rest in the order in which the panel is built.
const CSS: [&str; 8] = [
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/panel.css"),
    include_str!("../../style/controls.css"),
    include_str!("../../style/prechat.css"),
    include_str!("../../style/timeline.css"),
    include_str!("../../style/bubble.css"),
    include_str!("../../style/composer.css"),
];

thread_local! {
    static SHEET: OnceCell<CssStyleSheet> = const { OnceCell::new() };
}

/// Puts the sheet after those that the shadow root has; a root that has it keeps it once.
///
/// # Errors
/// The browser has no constructable style sheets.
pub fn adopt(root: &ShadowRoot) -> Result<(), JsValue> {
    let name = JsValue::from_str("adoptedStyleSheets");
    let sheet = sheet()?;
    let adopted = Array::from(&Reflect::get(root, &name)?);
    if !adopted.includes(&sheet, 0) {
        adopted.push(&sheet);
        Reflect::set(root, &name, &adopted)?;
    }
    Ok(())
}

fn sheet() -> Result<CssStyleSheet, JsValue> {
    if let Some(sheet) = SHEET.with(|cell| cell.get().cloned()) {
        return Ok(sheet);
    }
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(&CSS.concat())?;
    Ok(SHEET.with(|cell| cell.get_or_init(|| sheet).clone()))
}
