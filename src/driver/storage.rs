//! What outlives the page. Refused, full or absent storage is normal: the chat works, it is just not kept, except
//! in the memory of the page, for another module that goes on with the chat.

use chirrup_core::{Pairs, StoreKey};
use chirrup_wire::Secret;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Persist {
    /// Until they are forgotten: `localStorage`, shared by tabs.
    #[default]
    Device,
    /// As long as the tab: `sessionStorage`.
    Session,
    /// Not at all.
    None,
}

/// One instance's part of a storage area, or of the page's memory.
pub(super) struct Kept {
    area: Option<Storage>,
    /// Stands in for an area. What is dropped stays as `undefined`.
    memory: Object,
    prefix: String,
}

impl Kept {
    /// The part of the instance with this key.
    pub(super) fn new(persist: Persist, instance_key: &str, memory: Object) -> Self {
        let window = web_sys::window();
        // The browser throws where a person or a policy refuses storage.
        let area = window.and_then(|window| match persist {
            Persist::Device => window.local_storage().ok().flatten(),
            Persist::Session => window.session_storage().ok().flatten(),
            Persist::None => None,
        });
        Self { area, memory, prefix: format!("chirrup:{instance_key}:") }
    }

    /// Everything kept.
    pub(super) fn all(&self) -> Pairs<StoreKey, Secret> {
        let mut all = Pairs::new();
        let Some(area) = &self.area else {
            for entry in Object::entries(&self.memory) {
                let entry = Array::from(&entry);
                let name = entry.get(0).as_string().and_then(|name| self.key_of(&name));
                if let Some((key, value)) = name.zip(entry.get(1).as_string()) {
                    all.insert(key, Secret::new(value));
                }
            }
            return all;
        };
        let count = area.length().unwrap_or(0);
        let names = (0..count).filter_map(|index| area.key(index).ok().flatten());
        for name in names {
            let value = area.get_item(&name).ok().flatten();
            if let Some((key, value)) = self.key_of(&name).zip(value) {
                all.insert(key, Secret::new(value));
            }
        }
        all
    }

    /// Keeps a value.
    pub(super) fn set(&self, key: &StoreKey, value: &Secret) {
        if let Some(area) = &self.area {
            // A full area keeps the old value; the conversation itself is safe on the server.
            let _ = area.set_item(&self.name_of(key), value.reveal());
        } else {
            self.remember(key, &value.reveal().into());
        }
    }

    /// Drops a value.
    pub(super) fn remove(&self, key: &StoreKey) {
        if let Some(area) = &self.area {
            // An area that refuses this has nothing.
            let _ = area.remove_item(&self.name_of(key));
        } else {
            self.remember(key, &JsValue::UNDEFINED);
        }
    }

    fn remember(&self, key: &StoreKey, value: &JsValue) {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&self.memory, &self.name_of(key).into(), value);
    }

    /// Whether a storage event is about this area.
    pub(super) fn is_area(&self, other: Option<&Storage>) -> bool {
        self.area.as_ref() == other && self.area.is_some()
    }

    /// The key of an entry of the area, when it is of this instance.
    pub(super) fn key_of(&self, name: &str) -> Option<StoreKey> {
        name.strip_prefix(&self.prefix).and_then(StoreKey::from_text)
    }

    fn name_of(&self, key: &StoreKey) -> String {
        format!("{}{}", self.prefix, key.to_text())
    }
}
