//! The world of a real page.

use std::cell::RefCell;
use std::rc::Rc;

use chirrup_core::{Millis, Pairs, Request, Response, StoreKey, TransportError};
use chirrup_wire::Secret;
use js_sys::Object;

use super::clock::{self, Clock};
use super::frame::Frame;
use super::outside::{News, Outside, Socket, SocketNews};
use super::storage::{Kept, Persist};
use super::task::Task;
use super::timer::Timer;
use super::{Guard, files, http, seed, socket, watch};

/// The browser, with one instance's part of its storage.
pub struct Browser {
    clock: Clock,
    kept: Rc<Kept>,
    copying: RefCell<Option<Task>>,
}

impl Browser {
    /// The browser for the instance with this key.
    pub fn new(persist: Persist, instance_key: &str) -> Self {
        Self::with_memory(persist, instance_key, Object::new())
    }

    /// The same; what no storage keeps is in this object.
    pub fn with_memory(persist: Persist, instance_key: &str, memory: Object) -> Self {
        let kept = Rc::new(Kept::new(persist, instance_key, memory));
        Self { clock: Clock::default(), kept, copying: RefCell::default() }
    }
}

impl Outside for Browser {
    fn now(&self) -> Millis {
        self.clock.now()
    }

    fn utc_offset_minutes(&self) -> i32 {
        clock::utc_offset_minutes()
    }

    fn seed(&self) -> u128 {
        seed::seed()
    }

    fn after(&self, millis: u64, run: Box<dyn FnOnce()>) -> Guard {
        Guard::of(Timer::after(millis, run))
    }

    fn next_frame(&self, run: Box<dyn FnOnce()>) -> Guard {
        Guard::of(Frame::next(run))
    }

    fn open_socket(&self, url: &Secret, hear: Rc<dyn Fn(SocketNews)>) -> Box<dyn Socket> {
        socket::open(url, hear)
    }

    fn request(
        &self,
        request: Request,
        answer: Box<dyn FnOnce(Result<Response, TransportError>)>,
    ) -> Guard {
        http::request(request, answer)
    }

    fn stored(&self) -> Pairs<StoreKey, Secret> {
        self.kept.all()
    }

    fn store(&self, key: &StoreKey, value: &Secret) {
        self.kept.set(key, value);
    }

    fn forget(&self, key: &StoreKey) {
        self.kept.remove(key);
    }

    fn watch(&self, tell: Rc<dyn Fn(News)>) -> Guard {
        watch::watch(&self.kept, &tell)
    }

    fn save_text(&self, file_name: &str, text: &str) {
        // A page that may not make files has no file; there is nothing else to try.
        let _ = files::save_text(file_name, text);
    }

    fn copy_text(&self, text: &str) {
        self.copying.replace(files::copy_text(text));
    }
}
