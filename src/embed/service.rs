//! The one service that a module is for: its protocol, and what stands before its conversations.
//!
//! The modules are built out of one library, and the `main` of each names its service. Invariant: nothing but
//! these constants names a protocol or a door, so that a module is built without what only the others need.

use std::cell::Cell;

use chirrup_core::session::Backend;
use leptos::prelude::*;

use super::config::Address;
use crate::ui::gate::Gate;
use crate::ui::panel::Door;
use crate::ui::prechat::Prechat;

/// A service that a module can be for.
#[derive(Clone, Copy)]
pub struct Service {
    /// Nothing for the address of another service.
    backend: fn(Address) -> Option<Backend>,
    pub(super) door: Door,
}

impl Service {
    /// A support chat.
    pub const SUPPORT: Self = Self {
        backend: |address| match address {
            Address::Support(config) => Some(Backend::connect(config)),
            Address::Event(_) => None,
        },
        door: || view! { <Prechat /> },
    };

    /// A live event.
    pub const EVENT: Self = Self {
        backend: |address| match address {
            Address::Event(config) => Some(Backend::event(config)),
            Address::Support(_) => None,
        },
        door: || view! { <Gate /> },
    };

    /// What reaches this address.
    ///
    /// # Errors
    /// It is another service's: a sentence for the developer.
    pub(super) fn backend(self, address: Address) -> Result<Backend, String> {
        let backend = (self.backend)(address);
        backend
            .ok_or_else(|| "backend: this module is for another one; chirrup.js knows which".into())
    }
}

thread_local! {
    static SERVICE: Cell<Option<Service>> = const { Cell::new(None) };
}

/// Makes the module one for this service.
pub(super) fn set(service: Service) {
    SERVICE.set(Some(service));
}

/// The service of this module; none before `main` has run.
pub(super) fn get() -> Option<Service> {
    SERVICE.get()
}
