//! A future that stops when its guard is dropped. The only place that spawns.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Keeps a future going; dropping it drops the future, even from inside the future's own poll.
pub(super) struct Task {
    work: Rc<RefCell<State>>,
}

enum State {
    Waiting(Work),
    /// Taken out for polling, so that nothing is borrowed while it runs.
    Running,
    Over,
}

impl Task {
    /// Starts a future.
    #[expect(clippy::disallowed_methods, reason = "the one place that spawns; Drop cancels")]
    pub(super) fn spawn(work: impl Future<Output = ()> + 'static) -> Self {
        let work: Rc<RefCell<State>> = Rc::new(RefCell::new(State::Waiting(Box::pin(work))));
        let shared = Rc::clone(&work);
        wasm_bindgen_futures::spawn_local(poll_fn(move |context| {
            if super::is_over() {
                return Poll::Pending;
            }
            let state = shared.replace(State::Running);
            let State::Waiting(mut work) = state else {
                shared.replace(State::Over);
                return Poll::Ready(());
            };
            let poll = work.as_mut().poll(context);
            let is_stopped = matches!(*shared.borrow(), State::Over);
            if poll.is_ready() || is_stopped {
                shared.replace(State::Over);
                return Poll::Ready(());
            }
            shared.replace(State::Waiting(work));
            Poll::Pending
        }));
        Self { work }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        let state = self.work.replace(State::Over);
        drop(state);
    }
}
