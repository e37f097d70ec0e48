//! What a reload of this tab finds again: who is signed in, and which contact was on the screen.
//!
//! Both are one stored value, which ends with the tab. A browser that refuses storage signs in each time.

use chirrup::driver::Outside;
use chirrup_core::StoreKey;
use chirrup_wire::Secret;
use chirrup_wire::desk::{Agent, SignInResponse};

use crate::model::ContactId;

/// An agent and their token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub agent: Agent,
    /// For every call.
    pub token: Secret,
}

/// The tab's storage.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    outside: &'a dyn Outside,
}

/// What needs to be kept to come back, and the contact on the screen, which is nice to have.
type Stored = (SignInResponse, Option<String>);

impl<'a> Kept<'a> {
    /// The storage of this world.
    pub fn new(outside: &'a dyn Outside) -> Self {
        Self { outside }
    }

    /// Who was signed in, and which contact was on the screen.
    pub fn read(self) -> Option<(SignedIn, Option<ContactId>)> {
        let stored = self.outside.stored();
        let text = stored.get(&StoreKey::Resume)?.reveal();
        let (SignInResponse { token, agent }, on_screen) =
            serde_json::from_str::<Stored>(text).ok()?;
        Some((SignedIn { agent, token }, on_screen.as_deref().map(ContactId::from)))
    }

    /// Keeps who is signed in and which contact is on the screen.
    pub fn write(self, signed_in: &SignedIn, on_screen: Option<&ContactId>) {
        let SignedIn { agent, token } = signed_in.clone();
        let stored: Stored =
            (SignInResponse { token, agent }, on_screen.map(|id| id.as_str().to_owned()));
        if let Ok(text) = serde_json::to_string(&stored) {
            self.outside.store(&StoreKey::Resume, &Secret::new(text));
        }
    }

    /// Forgets everything.
    pub fn clear(self) {
        self.outside.forget(&StoreKey::Resume);
    }
}
