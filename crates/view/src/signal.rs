//! Signals, memos and stored values as Leptos has them, with the type of the value at the very edge.
//!
//! Leptos writes each of them out for each type that is in one, from the set of subscribers to the place in the
//! arena, and every visitor downloads all of it. Here the value is behind a pointer, and what tells of its
//! changes — a trigger or a memo of Leptos — is one type for all. So what reads and what follows them is
//! Leptos's own machinery: its effects and its memos hear of them, and its owners dispose of them.
//!
//! A handle is a number of 32 bits, because closures are full of handles, and each is copied wherever a closure is
//! made.
//!
//! Invariants: the value behind a handle is of the type in the handle; no number is given twice.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::{ArcTrigger, Notify, Track};
use leptos::reactive::computed::ArcMemo;
use leptos::reactive::graph::ReactiveNode;
use send_wrapper::SendWrapper;

/// A value, and what tells of its changes.
struct Held {
    /// A `RefCell<Option<T>>`.
    value: Rc<dyn Any>,
    source: Source,
}

enum Source {
    /// Nobody hears of it.
    Silent,
    Trigger(ArcTrigger),
    /// It writes the value when somebody asks.
    Memo(ArcMemo<()>),
}

/// All values that there are, by number, and the last number that was given.
struct Values {
    held: Vec<(u32, Rc<Held>)>,
    last: u32,
}

thread_local! {
    static VALUES: RefCell<Values> = const { RefCell::new(Values { held: Vec::new(), last: 0 }) };
}

/// What Leptos knows of a value: it drops this with the owner that was current.
struct Tenant(u32);

impl Drop for Tenant {
    fn drop(&mut self) {
        let gone = VALUES.with_borrow_mut(|values| {
            let index = values.held.binary_search_by_key(&self.0, |(number, _)| *number).ok()?;
            Some(values.held.remove(index))
        });
        // Not before the list is free: a value may do things as it goes.
        drop(gone);
    }
}

/// The number of a value. `Copy`.
#[derive(Clone, Copy)]
struct Place(u32);

impl Place {
    fn signal(value: Rc<dyn Any>) -> Self {
        Self::new(value, Source::Trigger(ArcTrigger::new()))
    }

    fn silent(value: Rc<dyn Any>) -> Self {
        Self::new(value, Source::Silent)
    }

    fn memo(value: Rc<dyn Any>, compute: Box<dyn Fn() -> bool>) -> Self {
        let compute = SendWrapper::new(compute);
        Self::new(value, Source::Memo(ArcMemo::new_owning(move |_| ((), compute()))))
    }

    fn new(value: Rc<dyn Any>, source: Source) -> Self {
        let held = Rc::new(Held { value, source });
        let number = VALUES.with_borrow_mut(|values| {
            values.last += 1;
            values.held.push((values.last, held));
            values.last
        });
        leptos::prelude::StoredValue::new(Tenant(number));
        Self(number)
    }

    fn find(self) -> Option<Rc<Held>> {
        VALUES.with_borrow(|values| {
            let index = values.held.binary_search_by_key(&self.0, |(number, _)| *number).ok()?;
            values.held.get(index).map(|(_, held)| Rc::clone(held))
        })
    }

    /// What is there, up to date; nothing when its owner is gone.
    fn held(self) -> Option<Rc<Held>> {
        let held = self.find()?;
        if let Source::Memo(memo) = &held.source {
            memo.update_if_necessary();
        }
        Some(held)
    }

    /// The same, and who asks hears of changes.
    fn followed(self) -> Option<Rc<Held>> {
        let held = self.find()?;
        held.follow();
        Some(held)
    }
}

impl Held {
    fn follow(&self) {
        match &self.source {
            Source::Silent => {}
            Source::Trigger(trigger) => trigger.track(),
            Source::Memo(memo) => {
                memo.track();
                memo.update_if_necessary();
            }
        }
    }

    /// Not written out where it is called: what tells one type from all others are sixteen bytes that no
    /// compression makes smaller.
    #[inline(never)]
    fn cell<T: 'static>(&self) -> &RefCell<Option<T>> {
        there(self.value.downcast_ref())
    }

    fn get<T: Clone + 'static>(&self) -> T {
        there(self.cell().borrow().clone())
    }

    fn with<T: 'static, R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(there(self.cell().borrow().as_ref()))
    }

    fn update<T: 'static, R>(&self, write: impl FnOnce(&mut T) -> R) -> R {
        let written = write(there(self.cell().borrow_mut().as_mut()));
        self.notify();
        written
    }

    /// What it was goes when nobody looks at it any more: it may do things as it goes.
    fn set<T: 'static>(&self, value: T) {
        let before = self.cell().replace(Some(value));
        self.notify();
        drop(before);
    }

    fn notify(&self) {
        if let Source::Trigger(trigger) = &self.source {
            trigger.notify();
        }
    }
}

/// Says whether the value differs from what it was.
fn renew<T: PartialEq>(cell: &RefCell<Option<T>>, fresh: T) -> bool {
    let has_changed = cell.borrow().as_ref() != Some(&fresh);
    if has_changed {
        drop(cell.replace(Some(fresh)));
    }
    has_changed
}

/// Asking for what is gone is a mistake in the program, as it is in Leptos.
#[track_caller]
fn there<R>(found: Option<R>) -> R {
    #[expect(clippy::expect_used, reason = "there is nothing to go on with")]
    found.expect("a signal is asked that went with its owner")
}

/// The handles differ in what they let one do.
macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub struct $name<T>(Place, PhantomData<fn() -> T>);

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}
    )*};
}

handles! {
    /// A value that tells who read it of its changes.
    RwSignal
    /// A value that follows from others; it tells only of what differs.
    Memo
    /// A value of which nobody hears.
    StoredValue
}

macro_rules! reads {
    ($($name:ident)*) => {$(
        impl<T: 'static> $name<T> {
            /// The value. Who asks hears of changes.
            #[track_caller]
            pub fn get(self) -> T where T: Clone {
                there(self.0.followed()).get()
            }

            /// The value.
            #[track_caller]
            pub fn get_untracked(self) -> T where T: Clone {
                there(self.0.held()).get()
            }

            /// The value, unless its owner is gone.
            pub fn try_get_untracked(self) -> Option<T> where T: Clone {
                Some(self.0.held()?.get())
            }

            /// Looks at the value. Who asks hears of changes.
            #[track_caller]
            pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
                there(self.0.followed()).with(read)
            }

            /// Looks at the value.
            #[track_caller]
            pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
                there(self.0.held()).with(read)
            }

            /// Looks at the value, unless its owner is gone.
            pub fn try_with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
                Some(self.0.held()?.with(read))
            }

            /// Who asks hears of changes.
            pub fn track(self) {
                self.0.followed();
            }
        }
    )*};
}

reads! { RwSignal Memo }

impl<T: 'static> RwSignal<T> {
    /// A signal of the owner that is current.
    pub fn new(value: T) -> Self {
        Self(Place::signal(Rc::new(RefCell::new(Some(value)))), PhantomData)
    }

    /// Changes the value; nothing when its owner is gone.
    pub fn set(self, value: T) {
        if let Some(held) = self.0.held() {
            held.set(value);
        }
    }

    /// Changes the value in its place; nothing when its owner is gone.
    pub fn update(self, write: impl FnOnce(&mut T)) {
        if let Some(held) = self.0.held() {
            held.update(write);
        }
    }
}

/// A signal that belongs to whoever holds it.
pub struct ArcRwSignal<T>(Rc<Held>, PhantomData<fn() -> T>);

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0), PhantomData)
    }
}

impl<T: Clone + 'static> ArcRwSignal<T> {
    /// A signal with nobody who follows it.
    pub fn new(value: T) -> Self {
        let value = Rc::new(RefCell::new(Some(value)));
        let source = Source::Trigger(ArcTrigger::new());
        Self(Rc::new(Held { value, source }), PhantomData)
    }

    /// The value. Who asks hears of changes.
    pub fn get(&self) -> T {
        self.0.follow();
        self.0.get()
    }

    /// The value.
    pub fn get_untracked(&self) -> T {
        self.0.get()
    }

    /// Changes the value.
    pub fn set(&self, value: T) {
        self.0.set(value);
    }
}

impl<T: PartialEq + 'static> Memo<T> {
    /// A memo of the owner that is current. `compute` gets what it said before.
    pub fn new(compute: impl Fn(Option<&T>) -> T + 'static) -> Self {
        let value = Rc::new(RefCell::new(None));
        let written = Rc::clone(&value);
        let compute = move || {
            let fresh = compute(written.borrow().as_ref());
            renew(&written, fresh)
        };
        Self(Place::memo(value, Box::new(compute)), PhantomData)
    }
}

impl<T: 'static> StoredValue<T> {
    /// A value of the owner that is current.
    pub fn new(value: T) -> Self {
        Self(Place::silent(Rc::new(RefCell::new(Some(value)))), PhantomData)
    }

    /// The value.
    #[track_caller]
    pub fn get_value(self) -> T
    where
        T: Clone,
    {
        there(self.0.held()).get()
    }

    /// The value, unless its owner is gone.
    pub fn try_get_value(self) -> Option<T>
    where
        T: Clone,
    {
        Some(self.0.held()?.get())
    }

    /// Looks at the value.
    #[track_caller]
    pub fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        there(self.0.held()).with(read)
    }

    /// Looks at the value, unless its owner is gone.
    pub fn try_with_value<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        Some(self.0.held()?.with(read))
    }

    /// Changes the value; nothing when its owner is gone.
    pub fn set_value(self, value: T) {
        if let Some(held) = self.0.held() {
            held.set(value);
        }
    }

    /// Changes the value in its place; nothing when its owner is gone.
    pub fn update_value(self, write: impl FnOnce(&mut T)) {
        self.try_update_value(write);
    }

    /// Changes the value in its place, unless its owner is gone.
    pub fn try_update_value<R>(self, write: impl FnOnce(&mut T) -> R) -> Option<R> {
        Some(self.0.held()?.update(write))
    }
}
