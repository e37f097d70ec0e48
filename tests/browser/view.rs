//! Elements of the view crate: what a new drawing keeps, changes and takes away.

use std::cell::Cell;
use std::rc::Rc;

use chirrup::ui::erased::live;
use leptos::mount::mount_to;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;
use web_sys::{Element, HtmlElement};

use crate::stage::settled;

/// A view in the page. Dropping it takes it out again.
struct Drawn {
    place: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.place.remove();
    }
}

impl Drawn {
    fn new(view: impl FnOnce() -> AnyView + 'static) -> Self {
        let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&place).unwrap();
        let mounted = mount_to(place.clone(), view);
        Self { place, _mounted: Box::new(mounted) }
    }

    fn find(&self, selector: &str) -> Element {
        self.place
            .query_selector(selector)
            .unwrap()
            .unwrap_or_else(|| panic!("{selector} is there"))
    }
}

#[wasm_bindgen_test]
async fn a_redrawing_of_the_same_shape_keeps_the_nodes() {
    let count = RwSignal::new(1);
    let drawn = Drawn::new(move || {
        live(move || {
            let title = (count.get() > 1).then(|| format!("{}", count.get()));
            view! { <p class="n" title=title><button>{count.get().to_string()}</button></p> }
        })
    });
    let (p, button) = (drawn.find("p"), drawn.find("button"));
    button.unchecked_ref::<HtmlElement>().focus().unwrap();
    assert_eq!((p.get_attribute("title"), button.text_content().unwrap()), (None, "1".into()));

    count.set(2);
    settled().await;
    assert!(drawn.find("p").is_same_node(Some(&p)), "the paragraph is the same");
    assert_eq!(document().active_element().as_ref(), Some(&button), "and focus is where it was");
    assert_eq!(button.text_content().unwrap(), "2");
    assert_eq!(p.get_attribute("title").as_deref(), Some("2"));

    count.set(1);
    settled().await;
    assert_eq!(p.get_attribute("title"), None, "an attribute goes away again");
}

#[wasm_bindgen_test]
async fn another_shape_takes_the_same_place() {
    let is_list = RwSignal::new(false);
    let drawn = Drawn::new(move || {
        let middle = live(move || {
            if is_list.get() {
                html::custom("UL").attr("class", "middle").into_any()
            } else {
                view! { <p class="middle">{String::from("words")}</p> }
            }
        });
        view! { <div class="all"><p class="above">{"a"}</p>{middle}<p class="below">{"b"}</p></div> }
    });
    for shape in ["P", "UL", "P"] {
        let order: Vec<_> = (0..3)
            .map(|index| drawn.find(".all").children().item(index).unwrap().class_name())
            .collect();
        assert_eq!(order, ["above", "middle", "below"]);
        assert_eq!(drawn.find(".middle").tag_name(), shape);
        is_list.update(|it| *it = !*it);
        settled().await;
    }
}

#[wasm_bindgen_test]
async fn a_redrawn_button_does_one_thing_per_press() {
    let (round, pressed) = (RwSignal::new(0), Rc::new(Cell::new((0, 0))));
    let seen = Rc::clone(&pressed);
    let drawn = Drawn::new(move || {
        let seen = send_wrapper::SendWrapper::new(seen);
        live(move || {
            let (seen, mine) = (Rc::clone(&seen), round.get());
            let press = move |_: ev::MouseEvent| seen.set((seen.get().0 + 1, mine));
            view! { <button class="press" on:click=press>{"press"}</button> }
        })
    });
    let button: HtmlElement = drawn.find("button").unchecked_into();
    button.click();
    assert_eq!(pressed.get(), (1, 0));
    round.set(7);
    settled().await;
    button.click();
    assert_eq!(pressed.get(), (2, 7), "the old listener is gone, the new one is there");
}

#[wasm_bindgen_test]
async fn an_attribute_follows_its_signal_until_the_element_goes() {
    let (busy, reads) = (RwSignal::new(false), Rc::new(Cell::new(0)));
    let shown = RwSignal::new(true);
    let counted = Rc::clone(&reads);
    let drawn = Drawn::new(move || {
        let counted = send_wrapper::SendWrapper::new(counted);
        live(move || {
            let counted = counted.clone();
            let is_busy = move || {
                counted.set(counted.get() + 1);
                busy.get().then_some("true")
            };
            shown.get().then(|| view! { <p class="line" aria-busy=is_busy></p> })
        })
    });
    let line = drawn.find("p");
    busy.set(true);
    settled().await;
    assert_eq!(line.get_attribute("aria-busy").as_deref(), Some("true"));

    shown.set(false);
    settled().await;
    assert!(!line.is_connected());
    let before = reads.get();
    busy.set(false);
    settled().await;
    assert_eq!(reads.get(), before, "nobody follows for an element that is gone");
}

#[wasm_bindgen_test]
async fn what_is_taken_out_asks_nothing_any_more() {
    // What was inside of a view that follows signals went later than the view, and asked for what was gone.
    let (owner, reads) = (Owner::new(), Rc::new(Cell::new(0)));
    let count = owner.with(|| RwSignal::new(1));
    let counted = Rc::clone(&reads);
    let drawn = Drawn::new(move || {
        live(move || {
            let counted = Rc::clone(&counted);
            let inner = live(move || {
                counted.set(counted.get() + 1);
                count.try_get_untracked().map(|_| count.get().to_string())
            });
            view! { <p>{inner}</p> }
        })
    });
    assert_eq!(reads.get(), 1);
    count.set(2);
    owner.cleanup();
    drop(drawn);
    settled().await;
    assert_eq!(reads.get(), 1);
}

#[wasm_bindgen_test]
async fn a_memo_tells_of_what_differs_and_goes_with_its_owner() {
    let owner = Owner::new();
    let number = owner.with(|| RwSignal::new(1));
    let is_even = owner.with(|| Memo::new(move |_| number.get() % 2 == 0));
    let heard = Rc::new(Cell::new(0));
    let counted = Rc::clone(&heard);
    let drawn = Drawn::new(move || {
        live(move || {
            counted.set(counted.get() + 1);
            if is_even.get() { "even" } else { "odd" }
        })
    });
    number.set(3);
    settled().await;
    assert_eq!(heard.get(), 1, "three is as odd as one");
    number.update(|it| *it += 1);
    settled().await;
    assert_eq!((heard.get(), drawn.place.text_content().unwrap()), (2, "even".into()));

    drop(drawn);
    owner.cleanup();
    assert_eq!((number.try_get_untracked(), is_even.try_get_untracked()), (None, None));
    number.set(5);
}
