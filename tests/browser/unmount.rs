//! Nothing stays behind: every listener that a chat puts on the page is taken off when it goes.

use js_sys::{Function, Reflect};
use wasm_bindgen_test::*;

use crate::embed::{Host, options};
use crate::stage::settled;
use chirrup::embed::{attach, detach, set_open};

/// Counts listeners on `window`, `document` and the visual viewport.
struct Census(js_sys::Object);

impl Census {
    fn begin() -> Self {
        let begin = Function::new_no_args(
            "const census = { live: 0 };
             const real = EventTarget.prototype;
             const { addEventListener: add, removeEventListener: remove } = real;
             const isPage = (target) => target === window || target === document || target === visualViewport;
             real.addEventListener = function (...all) { if (isPage(this ?? window)) census.live++; return add.apply(this, all) };
             real.removeEventListener = function (...all) { if (isPage(this ?? window)) census.live--; return remove.apply(this, all) };
             census.end = () => { real.addEventListener = add; real.removeEventListener = remove };
             return census;",
        );
        Self(begin.call0(&wasm_bindgen::JsValue::NULL).unwrap().into())
    }

    fn live(&self) -> f64 {
        Reflect::get(&self.0, &"live".into()).unwrap().as_f64().unwrap()
    }
}

impl Drop for Census {
    fn drop(&mut self) {
        let end: Function = Reflect::get(&self.0, &"end".into()).unwrap().into();
        end.call0(&self.0).unwrap();
    }
}

#[wasm_bindgen_test]
async fn no_listener_is_left_after_unmount() {
    let census = Census::begin();
    let host = Host::new();
    for _ in 0..3 {
        let given = options(&[("startUrl", "/start-chat"), ("persist", "none")]);
        let id =
            attach(&host.element, &host.root, host.mount.clone(), &given, &js_sys::Object::new())
                .unwrap();
        set_open(id, true, "person");
        settled().await;
        assert!(census.live() > 0.0);
        detach(id);
        settled().await;
        assert_eq!(census.live(), 0.0);
    }
}

#[wasm_bindgen_test]
async fn quick_attach_and_detach_does_not_throw() {
    // Routers create and destroy within one tick.
    let host = Host::new();
    for _ in 0..20 {
        let given = options(&[("startUrl", "/start-chat"), ("persist", "none")]);
        let id =
            attach(&host.element, &host.root, host.mount.clone(), &given, &js_sys::Object::new())
                .unwrap();
        set_open(id, true, "person");
        detach(id);
    }
    settled().await;
    assert_eq!(host.mount.child_element_count(), 0);
}
