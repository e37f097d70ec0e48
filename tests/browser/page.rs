//! The page around a chat as a test wants it: its clock, and whether somebody looks at it. Both give the page
//! back as it was.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The page's timers run when the test says so; those without delay run by themselves.
pub(crate) struct PageClock(Object);

impl PageClock {
    pub(crate) fn take() -> Self {
        Self(run("const { setTimeout, clearTimeout } = window;
             const timers = new Map();
             let now = 0, last = 0;
             window.setTimeout = (run, millis = 0) => {
               if (millis === 0) return setTimeout.call(window, run, 0);
               timers.set(--last, { due: now + millis, run });
               return last;
             };
             window.clearTimeout = (id) => timers.delete(id) || clearTimeout.call(window, id);
             return {
               pass(millis) {
                 const end = now + millis;
                 for (;;) {
                   const due = [...timers].filter(([, timer]) => timer.due <= end);
                   if (due.length === 0) break;
                   const [id, timer] = due.sort(([, a], [, b]) => a.due - b.due)[0];
                   timers.delete(id);
                   now = timer.due;
                   timer.run();
                 }
                 now = end;
               },
               end() { Object.assign(window, { setTimeout, clearTimeout }) },
             };"))
    }

    /// Moves the clock and rings what is due, in order.
    pub(crate) fn pass(&self, millis: u32) {
        method(&self.0, "pass").call1(&self.0, &millis.into()).unwrap();
    }
}

impl Drop for PageClock {
    fn drop(&mut self) {
        method(&self.0, "end").call0(&self.0).unwrap();
    }
}

/// Whether the tab is in front, and whether its window has focus.
pub(crate) struct Tab(Object);

impl Tab {
    /// In front, with focus.
    pub(crate) fn in_front() -> Self {
        let tab = Self(run(
            "const put = (name, value) => Object.defineProperty(document, name, { configurable: true, value });
             return {
               set(visibility, hasFocus) {
                 put('visibilityState', visibility);
                 put('hasFocus', () => hasFocus);
                 document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
                 window.dispatchEvent(new Event(hasFocus ? 'focus' : 'blur'));
               },
               end() { delete document.visibilityState; delete document.hasFocus },
             };",
        ));
        tab.comes_back();
        tab
    }

    /// Is behind another tab, of a window that keeps focus.
    pub(crate) fn goes_behind(&self) {
        self.set("hidden", true);
    }

    /// Can be seen, while another window has focus.
    pub(crate) fn loses_focus(&self) {
        self.set("visible", false);
    }

    /// Is in front again, with focus.
    pub(crate) fn comes_back(&self) {
        self.set("visible", true);
    }

    fn set(&self, visibility: &str, has_focus: bool) {
        method(&self.0, "set").call2(&self.0, &visibility.into(), &has_focus.into()).unwrap();
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        method(&self.0, "end").call0(&self.0).unwrap();
    }
}

/// Whether the person wants motion.
pub(crate) struct Motion(Object);

impl Motion {
    /// As little as possible.
    pub(crate) fn reduced() -> Self {
        Self::wanted("true")
    }

    /// As it is.
    pub(crate) fn full() -> Self {
        Self::wanted("false")
    }

    fn wanted(is_reduced: &str) -> Self {
        Self(run(&format!(
            "const {{ matchMedia }} = window;
             window.matchMedia = (query) => query.includes('prefers-reduced-motion')
               ? {{ matches: {is_reduced} }} : matchMedia.call(window, query);
             return {{ end() {{ window.matchMedia = matchMedia }} }};"
        )))
    }
}

impl Drop for Motion {
    fn drop(&mut self) {
        method(&self.0, "end").call0(&self.0).unwrap();
    }
}

fn run(script: &str) -> Object {
    Function::new_no_args(script).call0(&JsValue::NULL).unwrap().unchecked_into()
}

fn method(object: &Object, name: &str) -> Function {
    Reflect::get(object, &name.into()).unwrap().unchecked_into()
}
