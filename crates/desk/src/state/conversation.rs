//! One contact's conversation: the widget's own chat, in the agent role.

use std::rc::Rc;
use std::sync::Arc;

use chirrup::driver::{Browser, Persist};
use chirrup::state::settings::EnterOnTouch;
use chirrup::state::{Chat, ChatOwner, HostEvent, Layout, Panel, Settings, Theme};
use chirrup_core::session::{Backend, ConnectConfig, JoinDetails, Side};
use chirrup_wire::desk::AcceptResponse;

use super::Desk;
use crate::i18n;
use crate::model::{Attribute, ContactId, parse_attributes};

/// A conversation that is connected, on the screen or not.
#[derive(Clone)]
pub struct Conversation {
    /// Whose.
    pub contact: ContactId,
    /// The widget's chat.
    pub chat: Chat,
    /// What it was started with. Each accept brings it again, so that no reload has to keep it.
    pub attributes: Arc<[Attribute]>,
}

/// Keeps a conversation connected. Dropping it closes everything of it.
pub(super) struct Life(ChatOwner);

impl Conversation {
    pub(super) fn join(
        desk: Desk,
        contact: &ContactId,
        accepted: AcceptResponse,
        agent: String,
    ) -> (Self, Life) {
        let backend = Backend::connect(ConnectConfig {
            start_url: String::new(),
            endpoint: desk.machine().participant_service(),
            instance_id: String::new(),
            contact_flow_id: String::new(),
            side: Side::Agent,
        });
        let customer = desk.contact_untracked(contact).map_or("".into(), |one| one.customer);
        let outside = Browser::new(Persist::Session, &format!("desk-{contact}"));
        let owner = Chat::new(settings(&customer), backend, Rc::new(outside), move |event| {
            if event == HostEvent::CloseAsked {
                desk.go_to_lists();
            }
        });
        let chat = owner.chat();
        chat.join(JoinDetails {
            contact_id: accepted.contact_id,
            initial_contact_id: accepted.initial_contact_id,
            participant_id: accepted.participant_id,
            participant_token: accepted.participant_token,
            display_name: agent,
        });
        let attributes = parse_attributes(accepted.attributes);
        (Self { contact: contact.clone(), chat, attributes }, Life(owner))
    }

    /// Whether it can be seen, and whether focus goes into it.
    pub(super) fn set_panel(&self, panel: Panel) {
        self.chat.set_panel(panel);
    }
}

impl Life {
    /// Closes the conversation's connection and forgets what was kept of it.
    pub(super) fn end(self) {
        self.0.chat().reset();
    }
}

fn settings(customer: &str) -> Settings {
    Settings {
        layout: Layout::Desk,
        title: i18n::conversation_with(&i18n::customer(customer)),
        subtitle: String::new(),
        greeting: String::new(),
        prechat: Vec::new(),
        suggestions: Vec::new(),
        contact: None,
        theme: Theme::Auto,
        accent: None,
        locale: i18n::LOCALE.into(),
        enter_on_touch: EnterOnTouch::NewLine,
    }
}
