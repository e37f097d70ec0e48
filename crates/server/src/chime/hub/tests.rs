//! What the fields of a hub must agree on.

use std::sync::Arc;

use super::{Cut, Hub, Listener};
use crate::chime::arn::{Arn, Kind};
use crate::chime::news::Audience;
use crate::metrics::Metrics;

fn hub() -> Arc<Hub> {
    Arc::new(Hub::new(Arc::new(Metrics::new())))
}

fn named(kind: Kind, id: &str) -> Arn {
    let instance = Arn::instance("us-east-1", "1", "demo").expect("an instance");
    instance.sibling(kind, id).expect("a name")
}

fn user(id: &str) -> Arn {
    named(Kind::User, id)
}

fn channel(id: &str) -> Arn {
    named(Kind::Channel, id)
}

fn listen(hub: &Arc<Hub>, id: &str) -> Listener {
    hub.listen(&user(id), 10, 4).expect("a place")
}

fn heard(listener: &mut Listener) -> Vec<String> {
    let mut all = Vec::new();
    while let Ok(frame) = listener.waiting.try_recv() {
        all.push(frame.to_string());
    }
    all
}

#[test]
fn people_are_counted_once_however_many_sockets_they_have() {
    let hub = hub();
    let (first, second, other) = (listen(&hub, "a"), listen(&hub, "a"), listen(&hub, "b"));
    for id in ["a", "b"] {
        hub.join(&user(id), &channel("one"), &None);
    }
    assert_eq!(hub.watching(&channel("one")), 2);
    drop(first);
    assert_eq!(hub.watching(&channel("one")), 2);
    drop((second, other));
    assert_eq!(hub.watching(&channel("one")), 0);
    assert!(hub.lock().channels.is_empty() && hub.lock().people.is_empty());
}

#[test]
fn a_list_that_is_older_than_a_leave_brings_nothing_back() {
    let hub = hub();
    let mut listener = listen(&hub, "a");
    hub.leave(&user("a"), &channel("left"), &Some("old".into()));
    hub.join(&user("a"), &channel("moved"), &Some("new".into()));
    hub.leave(&user("a"), &channel("moved"), &Some("old".into()));
    let list = ["left", "moved", "stays"].map(|id| (channel(id), Some("old".into())));
    hub.add_channels(&user("a"), list.into());
    for id in ["left", "moved", "stays"] {
        hub.tell(&channel(id), &Some("old".into()), &Audience::Members, &id.into());
    }
    assert_eq!(heard(&mut listener), ["stays"]);
    hub.tell(&channel("moved"), &Some("new".into()), &Audience::Members, &"moved".into());
    assert_eq!(heard(&mut listener), ["moved"]);
}

#[test]
fn who_is_in_several_parts_hears_each_of_them_and_is_one_person() {
    // Being put into a second part once ended hearing the first.
    let hub = hub();
    let mut first = listen(&hub, "mod");
    let part = |id: &str| Some(id.into());
    let say = |id: Option<&str>, text: &str| {
        hub.tell(&channel("one"), &id.map(Into::into), &Audience::Members, &text.into());
    };
    hub.add_channels(&user("mod"), vec![(channel("one"), part("p"))]);
    hub.join(&user("mod"), &channel("one"), &part("q"));
    assert_eq!(hub.watching(&channel("one")), 1);
    for (id, text) in [(Some("p"), "in p"), (Some("q"), "in q"), (None, "everywhere")] {
        say(id, text);
    }
    assert_eq!(heard(&mut first), ["in p", "in q", "everywhere"], "each once");
    let mut second = listen(&hub, "mod");
    hub.leave(&user("mod"), &channel("one"), &part("p"));
    say(Some("p"), "in p");
    say(Some("q"), "in q");
    assert_eq!((heard(&mut first), heard(&mut second)), (vec!["in q".into()], vec!["in q".into()]));
    hub.leave(&user("mod"), &channel("one"), &part("q"));
    assert_eq!(hub.watching(&channel("one")), 0);
    assert!(hub.lock().channels.is_empty());
}

#[test]
fn a_second_socket_hears_what_the_first_does() {
    let hub = hub();
    let _first = listen(&hub, "a");
    hub.join(&user("a"), &channel("one"), &None);
    let mut second = listen(&hub, "a");
    hub.tell(&channel("one"), &None, &Audience::Members, &"x".into());
    assert_eq!(heard(&mut second), ["x"]);
    hub.leave(&user("a"), &channel("one"), &None);
    hub.tell(&channel("one"), &None, &Audience::Members, &"y".into());
    assert!(heard(&mut second).is_empty());
}

#[test]
fn targeted_frames_reach_only_the_named() {
    let hub = hub();
    let (mut a, mut b) = (listen(&hub, "a"), listen(&hub, "b"));
    for id in ["a", "b"] {
        hub.join(&user(id), &channel("one"), &None);
    }
    let only = Audience::Only(vec![user("b")]);
    hub.tell(&channel("one"), &None, &only, &"psst".into());
    assert!(heard(&mut a).is_empty());
    assert_eq!(heard(&mut b), ["psst"]);
}

#[test]
fn whoever_does_not_read_is_dropped_alone() {
    let hub = hub();
    let (mut slow, mut quick) = (listen(&hub, "slow"), listen(&hub, "quick"));
    for id in ["slow", "quick"] {
        hub.join(&user(id), &channel("one"), &None);
    }
    for number in 0..6 {
        hub.tell(&channel("one"), &None, &Audience::Members, &number.to_string().into());
        assert_eq!(heard(&mut quick), [number.to_string()]);
    }
    assert_eq!(slow.is_cut.try_recv(), Ok(Cut::TooSlow));
    assert_eq!(hub.watching(&channel("one")), 1);
}

#[test]
fn there_are_no_more_sockets_than_allowed() {
    let hub = hub();
    let first = hub.listen(&user("a"), 1, 4);
    assert!(first.is_some() && hub.listen(&user("a"), 1, 4).is_none());
    drop(first);
    assert!(hub.listen(&user("a"), 1, 4).is_some());
}

#[test]
fn the_revoked_are_told_why() {
    let hub = hub();
    let mut listener = listen(&hub, "a");
    hub.revoke(&user("a"), 4003, "banned");
    let cut = Cut::Revoked { code: 4003, reason: "banned".to_owned() };
    assert_eq!(listener.is_cut.try_recv(), Ok(cut));
}
