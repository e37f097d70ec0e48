//! Any order of arrival gives the same room, and it is the room that reading the history once from its
//! beginning gives.

use chirrup_wire::conventions::{Deed, RoomMode};

use super::{Moderation, NOON, Ruling, message, person, ruling, unlisted};
use crate::session::random::Random;
use crate::time::Millis;

const PEOPLE: [&str; 5] = ["ana", "bo", "leo", "mira", "root"];
const MESSAGES: [&str; 4] = ["m-1", "m-2", "m-3", "m-4"];
/// After everything but the long timeouts.
const LATER: Millis = Millis(NOON.0 + 3_600_000);

fn pick<'a>(random: &mut Random, list: &[&'a str]) -> &'a str {
    list[usize::try_from(random.next() % list.len() as u64).expect("small")]
}

fn any_content(random: &mut Random) -> String {
    let (id, user) = (pick(random, &MESSAGES), pick(random, &PEOPLE));
    let number = random.between(0, 3);
    let until = pick(random, &["2026-05-01T10:00:05Z", "2026-05-01T20:00:00Z"]);
    let mode = pick(random, &["open", "approved", "review-links", "review", "frozen"]);
    let contents = [
        format!(r#"{{"action":"hide","id":"{id}","reason":"{number}"}}"#),
        format!(r#"{{"action":"restore","id":"{id}"}}"#),
        format!(r#"{{"action":"hide-user","user":"{user}"}}"#),
        format!(r#"{{"action":"restore-user","user":"{user}"}}"#),
        format!(r#"{{"action":"timeout","user":"{user}","until":"{until}"}}"#),
        format!(r#"{{"action":"end-timeout","user":"{user}"}}"#),
        format!(r#"{{"action":"ban","user":"{user}"}}"#),
        format!(r#"{{"action":"unban","user":"{user}"}}"#),
        format!(r#"{{"action":"approve-user","user":"{user}"}}"#),
        format!(r#"{{"action":"unapprove-user","user":"{user}"}}"#),
        r#"{"action":"clear"}"#.to_owned(),
        r#"{"action":"unclear"}"#.to_owned(),
        format!(r#"{{"action":"slow-mode","seconds":{number}}}"#),
        format!(r#"{{"action":"pin","id":"{id}"}}"#),
        r#"{"action":"unpin"}"#.to_owned(),
        format!(r#"{{"action":"announce","text":"{number}"}}"#),
        r#"{"action":"unannounce"}"#.to_owned(),
        format!(r#"{{"action":"mode","mode":"{mode}"}}"#),
        format!(r#"{{"action":"held","id":"{id}","user":"{user}","text":"{number}"}}"#),
        format!(r#"{{"action":"approve","id":"{id}"}}"#),
        format!(r#"{{"action":"reject","id":"{id}"}}"#),
    ];
    contents[usize::try_from(random.next() % 21).expect("small")].clone()
}

#[derive(Clone)]
enum Arrival {
    Ruling(Box<Ruling>),
    Moderators(Vec<&'static str>),
    Admins(Vec<&'static str>),
    OwnMessage(Millis),
}

fn arrive(room: &mut Moderation, arrival: Arrival) {
    let people = |list: Vec<&str>| list.into_iter().map(person).collect();
    match arrival {
        Arrival::Ruling(ruling) => room.handle_ruling(*ruling, NOON),
        Arrival::Moderators(list) => room.handle_moderators(people(list), NOON),
        Arrival::Admins(list) => room.handle_admins(people(list), NOON),
        Arrival::OwnMessage(at) => room.handle_own_message(at, LATER),
    }
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for end in (1..list.len()).rev() {
        list.swap(end, usize::try_from(random.next() % (end as u64 + 1)).expect("small"));
    }
}

/// All that can be asked of a room.
fn view(room: &Moderation) -> String {
    let mut lines = Vec::new();
    for at in [Millis(0), NOON + 4000, LATER] {
        for id in MESSAGES {
            for author in PEOPLE {
                lines.push(format!("{:?}", room.hidden(&message(id), &person(author), at)));
            }
        }
    }
    for name in PEOPLE {
        lines.push(format!("{:?}", room.standing(&person(name), LATER)));
        lines.push(room.is_heard(&person(name), LATER).to_string());
    }
    lines.push(format!("{:?} {:?}", room.composing(LATER), room.pin()));
    lines.push(format!("{:?} {:?}", room.mode(), room.announcement()));
    lines.push(format!("{} {:?}", room.slow_mode_seconds(), room.held()));
    lines.push(format!("{:?} {}", room.log().collect::<Vec<_>>(), room.ignored()));
    lines.join("\n")
}

/// Reads the history from its beginning, with lists that were there from the start.
fn check_against_history(room: &Moderation, rulings: &[Ruling]) {
    let mut history: Vec<&Ruling> = rulings.iter().collect();
    history.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    history.dedup_by(|a, b| a.id == b.id);
    let all = history.len();
    history.retain(|ruling| matches!(ruling.by.as_str(), "ana" | "bo" | "root"));
    assert_eq!(room.ignored() as usize, all - history.len());
    assert!(room.log().map(|ruling| &**ruling).eq(history.iter().copied()));

    let (mut pin, mut mode, mut seconds) = (None, RoomMode::Open, 0);
    let mut hidden = [false; MESSAGES.len()];
    #[expect(clippy::wildcard_enum_match_arm, reason = "some subjects stand for all")]
    for ruling in history {
        let index = |id: &str| MESSAGES.iter().position(|known| *known == id).expect("known");
        match &ruling.deed {
            Deed::Hide { id } => hidden[index(id)] = true,
            Deed::Restore { id } => hidden[index(id)] = false,
            Deed::Pin { id } => pin = Some(message(id)),
            Deed::Unpin => pin = None,
            Deed::Mode(new) => mode = *new,
            Deed::SlowMode { seconds: new } => seconds = *new,
            _ => {}
        }
    }
    assert_eq!((room.pin(), room.mode(), room.slow_mode_seconds()), (pin, mode, seconds));
    for (id, is_hidden) in MESSAGES.iter().zip(hidden) {
        // Nobody hides this author or clears what comes later.
        let ruling = room.hidden(&message(id), &person("nobody"), LATER);
        assert_eq!(ruling.is_some(), is_hidden, "{id}");
    }
}

#[test]
fn any_order_of_arrival_gives_the_same_room() {
    for seed in 1..=150 {
        let mut random = Random::new(seed);
        let count = random.between(1, 60);
        let mut rulings: Vec<Ruling> = Vec::new();
        for _ in 0..count {
            let by = pick(&mut random, &PEOPLE);
            // Few seconds: many come at once, and only their ids tell which is newer.
            let seconds = random.between(0, 9);
            let new = ruling(by, seconds, &any_content(&mut random));
            if rulings.iter().all(|known| known.id != new.id) {
                rulings.push(new);
            }
        }
        let mut arrivals: Vec<Arrival> =
            rulings.iter().cloned().map(|ruling| Arrival::Ruling(Box::new(ruling))).collect();
        arrivals.extend([0, 3000, 9000].map(|millis| Arrival::OwnMessage(NOON + millis)));
        let mut first: Option<String> = None;
        for _ in 0..12 {
            let mut arrivals = arrivals.clone();
            // Frames come again after a reconnect.
            let again = arrivals[..arrivals.len() / 3].to_vec();
            arrivals.extend(again);
            shuffle(&mut arrivals, &mut random);
            let mut lists = vec![
                Arrival::Moderators(vec!["leo", "ana"]),
                Arrival::Moderators(vec!["bo", "ana"]),
                Arrival::Admins(vec!["root"]),
            ];
            for list in lists.drain(usize::try_from(random.between(0, 1)).expect("small")..).rev() {
                let at = usize::try_from(random.between(0, arrivals.len() as u64)).expect("small");
                arrivals.insert(at, list);
            }
            let mut room = unlisted("mira");
            for arrival in arrivals {
                arrive(&mut room, arrival);
            }
            // Whatever lists came before, these are the last.
            arrive(&mut room, Arrival::Moderators(vec!["bo", "ana"]));
            room.handle_timeout(LATER);
            let view = view(&room);
            check_against_history(&room, &rulings);
            assert_eq!(*first.get_or_insert_with(|| view.clone()), view, "seed {seed}");
        }
    }
}

#[test]
fn what_is_told_is_what_changed() {
    use super::Change;
    for seed in 1..=60 {
        let mut random = Random::new(seed);
        let mut room = super::room();
        for _ in 0..40 {
            let by = pick(&mut random, &PEOPLE);
            let seconds = random.between(0, 9);
            let before = view(&room);
            let hidden = |room: &Moderation| {
                MESSAGES.map(|id| room.hidden(&message(id), &person("leo"), NOON).cloned())
            };
            let (was_hidden, was_pin, was_mode) = (hidden(&room), room.pin(), room.mode());
            room.handle_ruling(ruling(by, seconds, &any_content(&mut random)), LATER);
            let changes = room.take_changes();
            let told = |change: Change| changes.contains(&change);
            if changes.is_empty() && room.is_authority(&person(by)) {
                assert_eq!(view(&room), before, "seed {seed}");
            }
            for ((id, was), is) in MESSAGES.iter().zip(was_hidden).zip(hidden(&room)) {
                let wide = told(Change::Messages) || told(Change::Person(person("leo")));
                let is_told = wide || told(Change::Message(message(id)));
                assert!(was == is || is_told, "seed {seed}: {id} {changes:?}");
            }
            assert!(room.pin() == was_pin || told(Change::Pin), "seed {seed}");
            let mode = room.mode();
            assert!(mode == was_mode || told(Change::Mode(mode)), "seed {seed}");
        }
    }
}
