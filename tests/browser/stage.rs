//! A window with a panel or a transcript in it, for tests of what is drawn. What is outside is a `World`, silent
//! unless the test brings one of its own.

use std::sync::Arc;

use chirrup::i18n::Locale;
use chirrup::state::{Chat, ChatOwner, LiveState, Panel, RoomState, Row, Settings, use_chat};
use chirrup::ui;
use chirrup::ui::composer::Composer;
use chirrup::ui::gate::Gate;
use chirrup::ui::prechat::Prechat;
use chirrup::ui::timeline::Timeline;
use chirrup_core::room::{Capabilities, HistoryState, Participant, Presence, Role};
use chirrup_core::session::StartDetails;
use chirrup_core::text::RichText;
use chirrup_core::timeline::{Author, Delivery, GroupPlace, Marks, Message, Origin};
use chirrup_core::{Item, ItemId, ItemKind, Millis, Phase, RoomId};
use leptos::mount::mount_to;
use leptos::{html, prelude::*};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEventInit,
    ShadowRoot, ShadowRootInit, ShadowRootMode,
};

use crate::world::World;

/// A window in the page. Dropping it takes everything out again.
pub(crate) struct Stage {
    host: HtmlElement,
    root: ShadowRoot,
    world: World,
    owner: ChatOwner,
    _mounted: Box<dyn std::any::Any>,
}

/// The door of the world's service.
fn door() -> AnyView {
    if use_chat().admission().get_untracked().is_some() {
        view! { <Gate /> }
    } else {
        view! { <Prechat /> }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.host.remove();
    }
}

impl Stage {
    /// The whole panel.
    pub(crate) fn panel(settings: Settings) -> Self {
        Self::mount(World::silent(), settings, || view! { <ui::Panel door /> }.into_any())
    }

    /// The whole panel, opened by a person, with a conversation that is live in this world.
    pub(crate) async fn live(world: &World) -> Self {
        let stage = Self::opened(world);
        let details = StartDetails { display_name: "Mia".into(), ..StartDetails::default() };
        stage.chat().start(details);
        stage.comes_to_life().await
    }

    /// The whole panel on the next page, with the conversation that this world keeps.
    pub(crate) async fn resumed(world: &World) -> Self {
        Self::opened(world).comes_to_life().await
    }

    /// The whole panel at the door of an event.
    pub(crate) fn at_event(world: &World) -> Self {
        Self::mount(world.clone(), Settings::default(), || view! { <ui::Panel door /> }.into_any())
    }

    /// The whole panel, opened by a person who is in the room of an event.
    pub(crate) async fn in_event(world: &World) -> Self {
        let stage = Self::opened(world);
        world.pass(100);
        world.established();
        world.pass(1_000);
        settled().await;
        assert_eq!(stage.chat().phase().get_untracked(), Phase::Live);
        stage
    }

    fn opened(world: &World) -> Self {
        let panel = || view! { <ui::Panel door /> }.into_any();
        let stage = Self::mount(world.clone(), Settings::default(), panel);
        stage.chat().set_panel(Panel::OpenedByPerson);
        stage
    }

    async fn comes_to_life(self) -> Self {
        self.world.pass(100);
        settled().await;
        assert_eq!(self.chat().phase().get_untracked(), Phase::Live);
        self
    }

    /// A transcript and a message box over signals that the test owns.
    pub(crate) fn transcript(room: RoomState) -> Self {
        Self::mount(World::silent(), Settings::default(), move || {
            provide_context(Locale::new("en-GB"));
            let list = NodeRef::<html::Div>::new();
            let field = NodeRef::<html::Textarea>::new();
            view! {
                <div class="panel">
                    <Timeline room list composer=field />
                    <Composer room list field />
                </div>
            }
            .into_any()
        })
    }

    fn mount(world: World, settings: Settings, view: impl FnOnce() -> AnyView + 'static) -> Self {
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        ui::moderate::install();
        chirrup::embed::styles::adopt(&root).unwrap();
        let window: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        window.set_attribute("style", "width:400px;height:500px").unwrap();
        root.append_child(&window).unwrap();
        let (owner, _) = world.chat_with(settings);
        let chat = owner.chat();
        let mounted = mount_to(window, move || {
            provide_context(chat);
            view()
        });
        Self { host, root, world, owner, _mounted: Box::new(mounted) }
    }

    /// The chat of this stage.
    pub(crate) fn chat(&self) -> Chat {
        self.owner.chat()
    }

    /// The world of this stage.
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// The element that owns the shadow root.
    pub(crate) fn host(&self) -> &HtmlElement {
        &self.host
    }

    /// The first element that matches.
    pub(crate) fn find(&self, selector: &str) -> HtmlElement {
        self.try_find(selector).unwrap_or_else(|| panic!("{selector} is there"))
    }

    /// The first element that matches, if any.
    pub(crate) fn try_find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    /// All elements that match.
    pub(crate) fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|index| found.item(index).unwrap().unchecked_into()).collect()
    }

    /// What has focus in this stage.
    pub(crate) fn focused(&self) -> Option<Element> {
        self.root.active_element()
    }

    /// Whether the element that matches has focus.
    pub(crate) fn has_focus(&self, selector: &str) -> bool {
        self.focused().is_some_and(|focused| focused.matches(selector).unwrap())
    }

    /// The transcript.
    pub(crate) fn list(&self) -> HtmlElement {
        self.find(".timeline__list")
    }

    /// Pixels between the view and the end.
    pub(crate) fn distance_to_end(&self) -> i32 {
        let list = self.list();
        list.scroll_height() - list.client_height() - list.scroll_top()
    }

    /// The row of an item.
    pub(crate) fn row(&self, id: u64) -> HtmlElement {
        self.find(&format!("[data-item='{id}']"))
    }

    /// The row of the message with this text.
    pub(crate) fn row_of(&self, text: &str) -> HtmlElement {
        let says = |row: &HtmlElement| {
            let bubble = row.query_selector(".bubble").unwrap();
            bubble.is_some_and(|it| it.text_content().as_deref() == Some(text))
        };
        self.all("[data-row]").into_iter().find(says).expect("such a message is there")
    }

    /// The first row that is not above the view.
    pub(crate) fn first_row_in_view(&self) -> HtmlElement {
        let edge = self.list().get_bounding_client_rect().top();
        let in_view = |row: &HtmlElement| row.get_bounding_client_rect().top() >= edge;
        self.all("[data-row]").into_iter().find(in_view).expect("a row is in view")
    }

    /// Where a row is on the screen, from the top of the transcript.
    pub(crate) fn row_top(&self, id: u64) -> f64 {
        let top = |element: &HtmlElement| element.get_bounding_client_rect().top();
        top(&self.row(id)) - top(&self.list())
    }

    /// The text of the message box.
    pub(crate) fn field(&self) -> HtmlTextAreaElement {
        self.find(".composer__input").unchecked_into()
    }

    /// Types a text over what is in a field.
    pub(crate) async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector);
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(text);
        } else {
            field.unchecked_ref::<HtmlInputElement>().set_value(text);
        }
        let init = EventInit::new();
        init.set_bubbles(true);
        let event = web_sys::Event::new_with_event_init_dict("input", &init).unwrap();
        field.dispatch_event(&event).unwrap();
        settled().await;
    }

    /// Presses a key on whatever has focus, or on the message box. Says whether somebody took it.
    pub(crate) async fn press(&self, key: &str) -> bool {
        self.press_as(key, |_| {}).await
    }

    /// Presses a key with more to say about it.
    pub(crate) async fn press_as(&self, key: &str, more: impl FnOnce(&KeyboardEventInit)) -> bool {
        let target = self.focused().unwrap_or_else(|| self.field().into());
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_composed(true);
        more(&init);
        let event =
            web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let is_left_alone = target.dispatch_event(&event).unwrap();
        settled().await;
        !is_left_alone
    }

    /// Moves focus.
    pub(crate) async fn focus(&self, selector: &str) {
        self.find(selector).focus().unwrap();
        settled().await;
    }

    /// Clicks.
    pub(crate) async fn click(&self, selector: &str) {
        self.find(selector).click();
        settled().await;
    }

    /// Scrolls the transcript as a reader does, and waits until that was noticed.
    pub(crate) async fn scroll_to(&self, top: i32) {
        self.list().set_scroll_top(top);
        settled().await;
    }
}

/// Waits until effects have run and the page was laid out and painted.
pub(crate) async fn settled() {
    for _ in 0..3 {
        frame().await;
    }
}

/// Waits for one frame.
pub(crate) async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().request_animation_frame(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
    // The resize observer runs after the callbacks of the frame.
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// A room whose signals the test owns.
pub(crate) fn room(rows: Vec<Arc<Item>>) -> RoomState {
    RoomState {
        id: RoomId(1),
        rows: RwSignal::new(rows.into_iter().map(|item| row(&item)).collect()),
        typing: RwSignal::new(Vec::new()),
        unread: RwSignal::new(0),
        paused: RwSignal::new(None),
        live: LiveState::new(),
        participants: RwSignal::new(Vec::new()),
        capabilities: RwSignal::new(Capabilities {
            typing: true,
            receipts: true,
            markdown: true,
            end: true,
            message_bytes_max: 1_024,
            ..Capabilities::default()
        }),
        history: RwSignal::new(HistoryState::Complete),
        draft: RwSignal::new(String::new()),
        ended: RwSignal::new(None),
        rules: RwSignal::new(0),
        undo_seconds: RwSignal::new(0),
        about: RwSignal::new(String::new()),
    }
}

/// The mirror of an item.
pub(crate) fn row(item: &Arc<Item>) -> Row {
    Row { id: item.id, item: ArcRwSignal::new(Arc::clone(item)) }
}

/// An item.
pub(crate) fn item(id: u64, kind: ItemKind) -> Arc<Item> {
    Arc::new(Item { id: ItemId(id), server_id: None, at: Millis(1_763_700_000_000 + id), kind })
}

/// A message of Ana.
pub(crate) fn from_ana(id: u64, text: &str) -> Arc<Item> {
    message(id, text, Origin::Other, Delivery::Received)
}

/// A message of this person that is on its way.
pub(crate) fn from_me(id: u64, text: &str) -> Arc<Item> {
    message(id, text, Origin::Own, Delivery::Sending { since: Millis(0) })
}

/// A message.
pub(crate) fn message(id: u64, text: &str, origin: Origin, delivery: Delivery) -> Arc<Item> {
    let (name, role) = match origin {
        Origin::Own => ("Mia", Role::Customer),
        Origin::Other => ("Ana", Role::Agent),
    };
    let author = Author { id: name.into(), name: name.into(), role };
    item(
        id,
        ItemKind::Message(Message {
            author,
            origin,
            text: Arc::new(RichText::markdown(text)),
            source: text.into(),
            delivery,
            group: GroupPlace::Single,
            marks: Marks::default(),
        }),
    )
}

/// Messages of Ana with these ids, of several heights.
pub(crate) fn from_ana_many(ids: std::ops::Range<u64>) -> Vec<Arc<Item>> {
    ids.map(|id| from_ana(id, &"some words ".repeat(1 + (id % 7) as usize * 4))).collect()
}

/// Ana.
pub(crate) fn ana() -> Participant {
    Participant {
        id: "Ana".into(),
        name: "Ana".into(),
        role: Role::Agent,
        presence: Presence::Active,
    }
}
