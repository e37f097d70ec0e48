//! The host page's colours: an accent becomes the custom properties that the style sheet reads.
//!
//! They are set through the CSS object model on the element that owns the shadow root, never as a `style`
//! attribute, so a strict content security policy allows them. Text on the accent is black or white,
//! whichever contrasts more, and under a pointer the accent moves away from it; the accent as text is moved towards
//! black or white until it can be read.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ShadowRoot};

use crate::state::{Rgb, Settings, Theme};

const LIGHT: Rgb = Rgb(0xf1, 0xf3, 0xf6);
const DARK: Rgb = Rgb(0x23, 0x26, 0x2e);
const WHITE: Rgb = Rgb(255, 255, 255);
const BLACK: Rgb = Rgb(0, 0, 0);
const TEXT_CONTRAST: f64 = 4.5;
const EDGE_CONTRAST: f64 = 3.0;

/// Puts the colours of the settings on the host of the panel's shadow root. Without one, nothing happens.
pub fn apply_theme(panel: &Element, settings: &Settings) {
    let root = panel.get_root_node();
    let Some(host) = root.dyn_ref::<ShadowRoot>().map(ShadowRoot::host) else { return };
    let scheme = match settings.theme {
        Theme::Auto => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    if let Some(scheme) = scheme {
        // Setting an attribute of our own element cannot fail with a valid name.
        drop(host.set_attribute("data-theme", scheme));
    }
    let (Some(accent), Some(host)) = (settings.accent, host.dyn_ref::<HtmlElement>()) else {
        return;
    };
    let style = host.style();
    for (name, colour) in accent_properties(accent) {
        drop(style.set_property(name, &colour));
    }
}

/// The custom properties that follow from an accent.
fn accent_properties(accent: Rgb) -> [(&'static str, String); 7] {
    let is_dark = contrast(accent, WHITE) >= contrast(accent, BLACK);
    let (text, shade) = if is_dark { (WHITE, BLACK) } else { (BLACK, WHITE) };
    let edge = |background: Rgb, end: Rgb| match moved(accent, background, end, EDGE_CONTRAST) {
        edge if edge == accent => "transparent".to_owned(),
        edge => css(edge),
    };
    [
        ("--chirrup-accent", css(accent)),
        ("--chirrup-on-accent", css(text)),
        ("--chirrup-accent-shade", css(shade)),
        ("--chirrup-accent-text-light", css(moved(accent, LIGHT, BLACK, TEXT_CONTRAST))),
        ("--chirrup-accent-text-dark", css(moved(accent, DARK, WHITE, TEXT_CONTRAST))),
        ("--chirrup-accent-edge-light", edge(WHITE, BLACK)),
        ("--chirrup-accent-edge-dark", edge(DARK, WHITE)),
    ]
}

/// The colour moved towards `end` in tenths until it has enough contrast with `background`.
fn moved(colour: Rgb, background: Rgb, end: Rgb, wanted: f64) -> Rgb {
    (0..=10)
        .map(|tenths| mix(colour, end, tenths))
        .find(|mixed| contrast(*mixed, background) >= wanted)
        .unwrap_or(end)
}

fn mix(from: Rgb, to: Rgb, tenths: u16) -> Rgb {
    let part = |from: u8, to: u8| {
        let mixed = (u16::from(from) * (10 - tenths) + u16::from(to) * tenths) / 10;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    Rgb(part(from.0, to.0), part(from.1, to.1), part(from.2, to.2))
}

/// Contrast as WCAG 2 defines it, from 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let part = |value: u8| {
        let share = f64::from(value) / 255.0;
        // The browser's power function saves the bytes of ours.
        if share <= 0.04045 {
            share / 12.92
        } else {
            js_sys::Math::pow((share + 0.055) / 1.055, 2.4)
        }
    };
    0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
}

/// `#rrggbb`.
fn css(colour: Rgb) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::from("#");
    for part in [colour.0, colour.1, colour.2] {
        for digit in [part >> 4, part & 15] {
            text.push(DIGITS.get(usize::from(digit)).copied().map_or('0', char::from));
        }
    }
    text
}
