//! Dates, times and numbers through the browser's `Intl`.
//!
//! A formatter that cannot be made (a locale tag that the browser refuses) is made again with the browser's
//! own locale, so a wrong tag never costs a message.

use chirrup_core::{Day, Millis};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The formatter of dates.
const DATE: &str = "DateTimeFormat";
const DAY_MILLIS: f64 = 86_400_000.0;

/// A point in time, written twice: for people and for machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// "Monday 3 March 2025 at 14:32".
    pub text: String,
    /// "2025-03-03T14:32:10.000Z", for `<time datetime>`.
    pub iso: String,
}

/// The formatters of one locale. Making one costs more than a thousand uses, so they are kept.
pub(super) struct Dates {
    time: Option<Function>,
    full: Option<Function>,
    day: Option<Function>,
    number: Option<Function>,
}

impl Dates {
    pub(super) fn new(tag: &str) -> Self {
        Self {
            time: formatter(DATE, tag, &[("hour", "2-digit"), ("minute", "2-digit")]),
            full: formatter(DATE, tag, &[("dateStyle", "full"), ("timeStyle", "short")]),
            // Days are counted, not timed: the count is read back in the zone it is written in.
            day: formatter(
                DATE,
                tag,
                &[("weekday", "short"), ("day", "numeric"), ("month", "long"), ("timeZone", "UTC")],
            ),
            number: formatter("NumberFormat", tag, &[]),
        }
    }

    pub(super) fn time(&self, at: Millis) -> String {
        format(self.time.as_ref(), date_of(at))
    }

    pub(super) fn day(&self, day: Day) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a day count is far below 2^53")]
        let millis = day.0 as f64 * DAY_MILLIS;
        format(self.day.as_ref(), millis)
    }

    pub(super) fn number(&self, count: u32) -> String {
        format(self.number.as_ref(), count.into())
    }

    pub(super) fn moment(&self, at: Millis) -> Moment {
        let millis = date_of(at);
        let date = js_sys::Date::new(&JsValue::from_f64(millis));
        let iso = if date.get_time().is_nan() {
            String::new()
        } else {
            String::from(date.to_iso_string())
        };
        Moment { text: format(self.full.as_ref(), millis), iso }
    }
}

fn date_of(at: Millis) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a time in milliseconds is far below 2^53")]
    let millis = at.0 as f64;
    millis
}

/// The `format` function of a new formatter of `Intl`.
fn formatter(kind: &str, tag: &str, options: &[(&str, &str)]) -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: Function = Reflect::get(&intl, &kind.into()).ok()?.dyn_into().ok()?;
    let choices = Object::new();
    for (name, value) in options {
        Reflect::set(&choices, &(*name).into(), &(*value).into()).ok()?;
    }
    let locale = if tag.is_empty() { JsValue::UNDEFINED } else { tag.into() };
    let made = Reflect::construct(&maker, &Array::of2(&locale, &choices))
        .or_else(|_| Reflect::construct(&maker, &Array::of2(&JsValue::UNDEFINED, &choices)))
        .ok()?;
    Reflect::get(&made, &"format".into()).ok()?.dyn_into().ok()
}

fn format(formatter: Option<&Function>, number: f64) -> String {
    formatter
        .and_then(|format| format.call1(&JsValue::UNDEFINED, &number.into()).ok())
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
