//! Typed reading of a JavaScript object whose values may be texts, because attributes are texts.

use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, Url};

use super::names;

/// Options that are left to read, those that were, and the mistakes so far.
pub(super) struct Options {
    left: Vec<(String, JsValue)>,
    known: Vec<&'static str>,
    problems: Vec<String>,
}

/// An entry of a list.
pub(super) trait Entry: Sized {
    /// Reads it; the error is a sentence.
    fn read(value: &JsValue) -> Result<Self, String>;
}

impl Options {
    /// All options of an object; what is `null` or `undefined` is not set.
    pub(super) fn new(object: &Object) -> Self {
        let entries = Object::entries(object);
        let left = entries.iter().map(|entry| Array::from(&entry)).filter_map(|entry| {
            let value = entry.get(1);
            let is_set = !value.is_null() && !value.is_undefined();
            is_set.then(|| entry.get(0).as_string().map(|name| (name, value))).flatten()
        });
        Self { left: left.collect(), known: Vec::new(), problems: Vec::new() }
    }

    /// The raw value.
    pub(super) fn take(&mut self, name: &'static str) -> Option<JsValue> {
        self.known.push(name);
        let index = self.left.iter().position(|(of, _)| of == name)?;
        Some(self.left.remove(index).1)
    }

    /// A text; an empty one is not set. Numbers are taken as they are written.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let value = self.take(name)?;
        if value.as_f64().is_some() {
            return Some(String::from(value.unchecked_ref::<Object>().to_string()));
        }
        let text = value.as_string();
        if text.is_none() {
            self.complain(name, "expected a text");
        }
        text.filter(|text| !text.is_empty())
    }

    /// A text, or another where it is not set.
    pub(super) fn text_or(&mut self, name: &'static str, otherwise: &str) -> String {
        self.text(name).unwrap_or_else(|| otherwise.to_owned())
    }

    /// A switch: set and not `false`.
    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        let Some(value) = self.take(name) else {
            return false;
        };
        match (value.as_bool(), value.as_string().as_deref()) {
            (Some(flag), _) => flag,
            (None, Some("" | "true")) => true,
            (None, Some("false")) => false,
            (None, _) => {
                self.complain(name, "expected true or false");
                false
            }
        }
    }

    /// One of several words: its place among them.
    pub(super) fn choice(&mut self, name: &'static str, words: &[&str]) -> Option<usize> {
        let text = self.text(name)?;
        let index = words.iter().position(|word| *word == text);
        if index.is_none() {
            self.complain(name, &format!("“{text}” is not one of {}", words.join(", ")));
        }
        index
    }

    /// A text that somebody else uses.
    pub(super) fn check(&mut self, name: &'static str, expected: &str, is_right: fn(&str) -> bool) {
        if self.text(name).is_some_and(|text| !is_right(&text)) {
            self.complain(name, &format!("expected {expected}"));
        }
    }

    /// An `http` or `https` address, made absolute.
    pub(super) fn address(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name)?;
        let document = web_sys::window().and_then(|window| window.document());
        let base = document.and_then(|document| document.base_uri().ok().flatten());
        let url = Url::new_with_base(&text, &base.unwrap_or_default()).ok();
        let url = url.filter(|url| matches!(url.protocol().as_str(), "http:" | "https:"));
        if url.is_none() {
            self.complain(name, &format!("“{text}” is not an http or https address"));
        }
        url.map(|url| url.href())
    }

    /// A list, given as it is or as JSON text. Entries that cannot be read are left out.
    pub(super) fn list<T: Entry>(&mut self, name: &'static str) -> Vec<T> {
        let mut list = Vec::new();
        for entry in self.entries(name) {
            match T::read(&entry) {
                Ok(entry) => list.push(entry),
                Err(problem) => self.complain(name, &problem),
            }
        }
        list
    }

    fn entries(&mut self, name: &'static str) -> Vec<JsValue> {
        let Some(value) = self.take(name) else { return Vec::new() };
        match super::entries(&value) {
            Ok(entries) => entries.to_vec(),
            Err(problem) => {
                self.complain(name, &problem);
                Vec::new()
            }
        }
    }

    /// Notes a mistake.
    pub(super) fn complain(&mut self, name: &str, problem: &str) {
        self.problems.push(format!("{name}: {problem}"));
    }

    /// The mistakes so far.
    pub(super) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// All mistakes, with what nobody asked for. An attribute may be the framework's own, so it counts only
    /// when it looks like one of ours.
    pub(super) fn finish(mut self, host: &HtmlElement) -> Vec<String> {
        for (name, _) in &self.left {
            let is_attribute = names::attributes(name).iter().any(|name| host.has_attribute(name));
            match names::nearest(name, &self.known) {
                Some(near) => self
                    .problems
                    .push(format!("{name}: there is no such option; did you mean {near}?")),
                None if !is_attribute => {
                    self.problems.push(format!("{name}: there is no such option"));
                }
                None => {}
            }
        }
        self.problems
    }
}

/// The value itself, or what its JSON text says.
pub(super) fn parsed(value: &JsValue) -> Result<JsValue, String> {
    match value.as_string() {
        Some(text) => JSON::parse(&text).map_err(|_| "expected JSON".into()),
        None => Ok(value.clone()),
    }
}
