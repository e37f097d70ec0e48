//! How many watch, who somebody is, and badges: all of it as the event's backend says.

use chirrup_core::room::Role;
use chirrup_core::session::Visibility;
use chirrup_core::{Event, ParticipantId};
use chirrup_wire::conventions::Deed;
use chirrup_wire::conventions::audience::Person;

use crate::pair::Pair;
use crate::stage::{SECOND, arn};

impl Pair {
    /// How often somebody was heard of.
    fn heard_of(&self, ticket: &str) -> usize {
        self.stage.heard_of.iter().filter(|(who, _)| who == ticket).count()
    }

    /// The figures as they were told, one after the other.
    fn watching(&self, client: usize) -> Vec<Option<u32>> {
        let events = self.clients[client].events.iter();
        let counts = events.filter_map(|event| match event {
            Event::Counts(counts) => Some(counts.map(|counts| counts.watching)),
            _ => None,
        });
        counts.collect()
    }
}

#[test]
fn who_looks_is_heard_of_about_twice_a_minute_and_told_how_many_do() {
    let mut pair = Pair::event(&["ulla"]);
    assert_eq!(pair.watching(0), [Some(1_201)], "at once");
    pair.drive(300 * SECOND);
    let times: Vec<_> = pair.stage.heard_of.iter().map(|(_, at)| at.0).collect();
    assert!((9..=12).contains(&times.len()), "{}", times.len());
    let gaps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| (26 * SECOND..=34 * SECOND).contains(gap)), "{gaps:?}");
    assert!(gaps.windows(2).any(|pair| pair[0].abs_diff(pair[1]) > 100), "not on a beat: {gaps:?}");
    assert_eq!(pair.watching(0).len(), times.len());
}

#[test]
fn who_does_not_look_is_not_heard_of() {
    let mut pair = Pair::event(&["ulla"]);
    pair.act(0, |session, now| session.handle_visibility(Visibility::Hidden, now));
    pair.drive(120 * SECOND);
    assert_eq!(pair.heard_of("ulla"), 1, "the tab is behind another");
    pair.act(0, |session, now| session.handle_visibility(Visibility::Visible, now));
    pair.drive(1_000);
    assert_eq!(pair.heard_of("ulla"), 2, "back, and counted at once");
    pair.act(0, |session, now| session.attend(false, now));
    pair.drive(120 * SECOND);
    assert_eq!(pair.heard_of("ulla"), 2, "the chat is closed");
    pair.act(0, |session, now| session.attend(true, now));
    pair.drive(1_000);
    assert_eq!(pair.heard_of("ulla"), 3);
}

#[test]
fn a_figure_outlives_some_failures_and_then_goes_without_a_word() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.door = Some((500, String::new()));
    pair.drive(60 * SECOND);
    assert_eq!(pair.watching(0), [Some(1_201)], "the last figure stays");
    pair.drive(60 * SECOND);
    assert_eq!(pair.watching(0), [Some(1_201), None]);
    assert_eq!(pair.heard(0, |event| matches!(event, Event::Error(_))), 0);
    pair.stage.door = None;
    pair.drive(40 * SECOND);
    assert_eq!(pair.watching(0), [Some(1_201), None, Some(1_202)]);
}

#[test]
fn moderators_are_told_more_and_soon_after_what_they_do() {
    let mut pair = Pair::event(&["ulla", "mod"]);
    let of_moderators = |client: usize, pair: &Pair| {
        pair.heard(client, |event| {
            matches!(event, Event::Counts(Some(counts)) if counts.hidden == Some(3) && counts.banned == Some(1))
        })
    };
    assert_eq!((of_moderators(0, &pair), of_moderators(1, &pair)), (0, 1));
    let before = pair.heard_of("mod");
    pair.in_room(1, |session, room, now| session.moderate(room, Deed::Clear, None, now));
    pair.drive(3_000);
    assert_eq!(pair.heard_of("mod"), before + 1);
}

#[test]
fn a_moderator_looks_somebody_up_and_a_fan_is_told_nothing() {
    let mut pair = Pair::event(&["ulla", "mod"]);
    let bo = ParticipantId::from(arn("bo").as_str());
    for client in [0, 1] {
        pair.act(client, |session, now| session.look_up(&bo, now));
    }
    pair.drive(2_000);
    let is_bo = |event: &Event| {
        let Event::About(body) = event else { return false };
        let person = chirrup_wire::decode::<Person>(body).expect("a person");
        person.nickname == "Bo" && person.earlier[0].nickname == "Trouble"
    };
    assert_eq!((pair.heard(0, is_bo), pair.heard(1, is_bo)), (0, 1));
    assert_eq!(pair.heard(0, |event| matches!(event, Event::Error(_))), 0, "it is not a fault");
}

#[test]
fn a_badge_is_whose_the_backend_says_and_nobody_elses() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.guests.get_mut("bo").unwrap().nickname = "★ The Star (artist)".into();
    let now = pair.now;
    pair.stage.says("star", "good evening", now);
    pair.stage.says("mod", "be nice", now);
    let mut forged = pair.stage.blank("bo", now);
    forged.content = Some("it is me".into());
    forged.metadata = Some(r#"{"v":1,"role":"artist","artists":["…"],"badge":"artist"}"#.into());
    pair.stage.post(&forged);
    pair.drive(2_000);
    assert_eq!(pair.badges(0), [Role::Artist, Role::Moderator, Role::Fan]);
    // The list changes with the next renewal, and with it what is on screen.
    pair.stage.guests.get_mut("star").unwrap().role = "fan";
    pair.stage.guests.get_mut("bo").unwrap().role = "artist";
    pair.drive(3_700 * SECOND);
    assert_eq!(pair.badges(0), [Role::Fan, Role::Moderator, Role::Artist]);
}

impl Pair {
    /// What those who wrote are, oldest message first.
    fn badges(&self, client: usize) -> Vec<Role> {
        let messages = self.clients[client].mirror.iter().filter_map(|item| item.message());
        messages.map(|message| message.author.role).collect()
    }
}
