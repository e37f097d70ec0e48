//! Writing a text with mentions, as stories.

use chirrup_wire::conventions::MentionRange;

use super::{Draft, Query};
use crate::ids::ParticipantId;
use crate::mention::units::{split_units, units};
use crate::mention::{Segment, read, segments};
use crate::session::random::Random;

fn person(name: &str) -> ParticipantId {
    ParticipantId::from(["arn:", name].concat().as_str())
}

/// A composer: `|` is the caret.
struct Composer {
    text: String,
    caret: u32,
    draft: Draft,
}

impl Composer {
    fn new(marked: &str) -> Self {
        let (before, after) = marked.split_once('|').expect("a caret");
        let text = [before, after].concat();
        Self { text, caret: units(before), draft: Draft::default() }
    }

    fn query(&self) -> Option<Query> {
        self.draft.query(&self.text, self.caret)
    }

    fn pick(&mut self, name: &str) {
        let query = self.query().expect("a query");
        let edit = self.draft.insert(&self.text, &query, &person(name), name).expect("its text");
        (self.text, self.caret) = (edit.text, edit.caret);
    }

    /// The person made the text look like this.
    fn become_text(&mut self, marked: &str) {
        let Self { text, caret, .. } = Self::new(marked);
        let edit = self.draft.handle_edit(&self.text, &text, caret);
        (self.text, self.caret) = edit.map_or((text, caret), |edit| (edit.text, edit.caret));
    }

    /// The text with its mentions in brackets and the caret.
    fn show(&self) -> String {
        let mut cuts: Vec<(u32, &str)> = vec![(self.caret, "|")];
        for mention in &self.draft.mentions {
            cuts.push((mention.start, "["));
            cuts.push((mention.end, "]"));
        }
        cuts.sort_unstable();
        let mut text = self.text.clone();
        for (at, mark) in cuts.into_iter().rev() {
            let (before, after) = split_units(&text, at).expect("between characters");
            text = [before, mark, after].concat();
        }
        text
    }
}

#[test]
fn an_at_sign_that_begins_a_word_asks() {
    for (marked, letters) in [
        ("@|", Some("")),
        ("@mi|", Some("mi")),
        ("hi @mi|ra", Some("mi")),
        ("🙂@mi|", Some("mi")),
        ("(@mi|)", Some("mi")),
        ("你好@美|", Some("美")),
        ("a\n@Ana Mi|", Some("Ana Mi")),
        ("@mi|ra @leo", Some("mi")),
        ("|@mira", None),
        ("mira|", None),
        ("me@mail|", None),
        ("é@mail|", None),
        ("@@mira|", None),
        ("@ mira|", None),
        ("@mira\nand|", None),
        ("@aaaaaaaaaabbbbbbbbbbccccc|", None),
    ] {
        let query = Composer::new(marked).query();
        assert_eq!(query.map(|query| query.letters).as_deref(), letters, "{marked}");
    }
}

#[test]
fn a_picked_name_takes_the_place_of_the_letters() {
    let mut composer = Composer::new("🙂 @mi|");
    composer.pick("Mira");
    assert_eq!(composer.show(), "🙂 [@Mira] |");
    assert_eq!(composer.query(), None, "it is a mention already");
    composer.become_text("🙂 @Mira and @l| come");
    composer.pick("Leo");
    assert_eq!(composer.show(), "🙂 [@Mira] and [@Leo] |come");
    composer.become_text("@a|🙂 @Mira and @Leo come");
    composer.pick("Ana 🙂");
    assert_eq!(composer.show(), "[@Ana 🙂] |🙂 [@Mira] and [@Leo] come");
}

#[test]
fn a_query_of_another_text_inserts_nothing() {
    let mut draft = Draft::default();
    let query = Query { start: 1, end: 4, letters: "mi".into() };
    for text in ["", "🙂", "a@m", "a-mi", "a@mo"] {
        assert_eq!(draft.insert(text, &query, &person("Mira"), "Mira"), None, "{text}");
    }
    assert_eq!(draft, Draft::default());
}

#[test]
fn mentions_move_with_what_is_written_around_them() {
    let mut composer = Composer::new("@mi|");
    composer.pick("Mira");
    composer.become_text("a|@Mira ");
    composer.become_text("a🙂|@Mira ");
    composer.become_text("a🙂@Mira  b|");
    composer.become_text("a|@Mira  b");
    composer.become_text("@|a@Mira  b");
    assert_eq!(composer.show(), "@|a[@Mira]  b");
    composer.become_text("|@Mira  b");
    assert_eq!(composer.show(), "[|@Mira]  b");
}

#[test]
fn a_mention_goes_as_one() {
    for (marked, shown) in [
        ("a @Mir| b", "a | b"),
        ("a |Mira b", "a | b"),
        ("a @M|a b", "a | b"),
        ("a|ira b", "a| b"),
        ("a @Mi|b", "a |b"),
        ("a | b", "a | b"),
        ("|", "|"),
    ] {
        let mut composer = Composer::new("a @|b");
        composer.pick("Mira");
        composer.become_text(marked);
        assert_eq!(composer.show(), shown, "{marked}");
    }
    // A cut from one into another takes both.
    let mut composer = Composer::new("@|");
    composer.pick("Mira");
    composer.become_text("@Mira and @| too");
    composer.pick("Leo");
    composer.become_text("@Mi|eo too");
    assert_eq!(composer.show(), "| too");
}

#[test]
fn a_name_that_is_written_into_is_no_mention_any_more() {
    for (marked, shown) in [("@Mix|ra ", "@Mix|ra "), ("@Mx| ", "@Mx| "), ("other|", "other|")] {
        let mut composer = Composer::new("@|");
        composer.pick("Mira");
        composer.become_text(marked);
        assert_eq!(composer.show(), shown);
    }
    let mut composer = Composer::new("@|");
    composer.pick("Mira");
    composer.become_text("@Mira!|");
    assert_eq!(composer.show(), "[@Mira]!|");
    composer.draft.clear();
    assert_eq!(composer.show(), "@Mira!|");
}

#[test]
fn what_goes_out_is_what_comes_in() {
    let mut composer = Composer::new("  🙂 @|");
    composer.pick("Mira");
    composer.become_text("  🙂 @Mira @|");
    composer.pick("Leo");
    composer.become_text("  🙂 @Mira @Leo @|");
    composer.pick("Mira");
    let outgoing = composer.draft.outgoing(&composer.text).expect("few");
    assert_eq!(outgoing.text, "🙂 @Mira @Leo @Mira");
    assert_eq!(outgoing.people, ["arn:Mira", "arn:Leo"]);
    let range = |start, length, index| MentionRange { start, length, index };
    assert_eq!(outgoing.ranges, [range(3, 5, 0), range(9, 4, 1), range(14, 5, 0)]);
    let read = read(&outgoing.text, &outgoing.ranges, &outgoing.people, "arn:Leo");
    let own = Segment::Mention { text: "@Leo", who: &person("Leo"), is_own: true };
    assert!(segments(&outgoing.text, &read).contains(&own), "{read:?}");
}

#[test]
fn more_people_than_the_attribute_holds_are_refused() {
    let mut composer = Composer::new("|");
    let name = |number: usize| format!("{number:0>96}");
    for number in 0..10 {
        let text = [&composer.text, "@|"].concat();
        composer.become_text(&text);
        composer.pick(&name(number));
        // Nobody is counted twice.
        let text = [&composer.text, "@|"].concat();
        composer.become_text(&text);
        composer.pick(&name(0));
        assert!(composer.draft.outgoing(&composer.text).is_ok(), "{number}");
    }
    let text = [&composer.text, "@|"].concat();
    composer.become_text(&text);
    composer.pick(&name(10));
    let error = composer.draft.outgoing(&composer.text).expect_err("too many");
    assert_eq!(error.most, 10);
    assert_eq!(error.to_string(), "a message can mention 10 people: mention fewer");
}

#[test]
fn whatever_is_edited_a_mention_covers_its_name() {
    let pieces = ["a", " ", "@", "🙂", "@Mira", "e\u{301}", "\n", "aa", ""];
    for seed in 1..=300 {
        let mut random = Random::new(seed);
        let mut below =
            |most: usize| usize::try_from(random.next() % (most as u64 + 1)).expect("small");
        let mut composer = Composer::new("|");
        for _ in 0..40 {
            if below(3) == 0 && composer.query().is_some() {
                composer.pick(["Mira", "Leo 🙂", "aa"][below(2)]);
            }
            let letters: Vec<char> = composer.text.chars().collect();
            let start = below(letters.len());
            let end = start + below(3).min(letters.len() - start);
            let typed = pieces[below(pieces.len() - 1)];
            let before: String = letters[..start].iter().collect();
            let after: String = letters[end..].iter().collect();
            let text = [&before, typed, &after].concat();
            // Now and then the caret is somewhere else, as when another tab wrote the draft.
            let mut caret = units(&before) + units(typed);
            if below(9) == 0 {
                caret = u32::try_from(below(50)).expect("small");
            }
            let edit = composer.draft.handle_edit(&composer.text, &text, caret);
            (composer.text, composer.caret) =
                edit.map_or((text, units(&before) + units(typed)), |edit| (edit.text, edit.caret));
            let mut last = 0;
            for mention in &composer.draft.mentions {
                let name = mention.person.as_str().strip_prefix("arn:").expect("an arn");
                let (_, rest) = split_units(&composer.text, mention.start).expect("inside");
                let (covered, _) = split_units(rest, mention.end - mention.start).expect("inside");
                assert_eq!(covered, ["@", name].concat(), "seed {seed}: {:?}", composer.text);
                assert!(mention.start >= last, "seed {seed}");
                last = mention.end;
            }
        }
    }
}
