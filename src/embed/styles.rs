//! The panel's style sheet, with that of moderators' tools where there are any: built once, shared by every shadow root. No `<style>`, so no policy forbids it.

use std::cell::OnceCell;

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

use crate::ui::tools;

/// The sheets of `style/`, put together by the build script.
const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/panel.css"));

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
    let tools = tools::installed().map_or("", |tools| tools.css);
    sheet.replace_sync(&[CSS, tools].concat())?;
    Ok(SHEET.with(|cell| cell.get_or_init(|| sheet).clone()))
}
