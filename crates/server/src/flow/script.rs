//! The bot's script: a Markdown file whose second-level headings are topics.
//!
//! `## Returns (return, refund)` is called by any of the words in its heading; the text below it is the
//! answer. The topic with the most words in a question wins, the earlier one among equals.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// What the bot knows.
#[derive(Clone, Debug)]
pub struct Script {
    topics: Vec<Topic>,
    otherwise: Option<Topic>,
}

/// One thing the bot knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    keywords: Vec<String>,
    /// The answer, in Markdown.
    pub answer: String,
    /// Whether agents take over after it.
    pub is_handover: bool,
}

/// What is wrong with a script.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// The config names a heading that is not there.
    #[error("there is no topic \"## {0}\", which [flow] handover names")]
    NoHandover(String),
    /// A topic says nothing.
    #[error("the topic \"## {0}\" has no text below it")]
    NoAnswer(String),
}

const OTHERWISE: &str = "otherwise";

impl Script {
    /// Reads a script. `handover` is the heading after whose answer agents take over.
    pub fn parse(markdown: &str, handover: &str) -> Result<Self, ScriptError> {
        let mut topics = Vec::new();
        let mut otherwise = None;
        for (heading, answer) in sections(markdown) {
            let (title, in_brackets) = heading.split_once('(').unwrap_or((&heading, ""));
            let title = title.trim();
            if answer.is_empty() {
                return Err(ScriptError::NoAnswer(title.to_owned()));
            }
            let words = in_brackets.trim_end().trim_end_matches(')').split(',');
            let keywords = words.chain([title]).map(normalized).filter(|word| !word.is_empty());
            let topic = Topic {
                keywords: keywords.collect(),
                answer,
                is_handover: title.eq_ignore_ascii_case(handover),
            };
            if title.eq_ignore_ascii_case(OTHERWISE) {
                otherwise = Some(topic);
            } else {
                topics.push(topic);
            }
        }
        if !topics.iter().any(|topic| topic.is_handover) {
            return Err(ScriptError::NoHandover(handover.to_owned()));
        }
        Ok(Self { topics, otherwise })
    }

    /// What to answer to messages that came together. Whoever asks for a person in any of them gets one,
    /// whatever the others are about; else all of them count as one question.
    pub fn topic_for_all(&self, messages: &[String]) -> Option<&Topic> {
        let alone = messages.iter().filter_map(|message| self.topic_for(message));
        let person = alone.into_iter().find(|topic| topic.is_handover);
        person.or_else(|| self.topic_for(&messages.join("\n")))
    }

    /// What to answer; nothing when the script has no answer for everything else.
    fn topic_for(&self, question: &str) -> Option<&Topic> {
        let question = format!(" {} ", normalized(question));
        let hits = |topic: &Topic| {
            let words = topic.keywords.iter();
            words.filter(|word| question.contains(&format!(" {word} "))).count()
        };
        let called = self.topics.iter().filter(|topic| hits(topic) > 0);
        // `max_by_key` takes the last of equals; reversed, that is the first in the file.
        called.rev().max_by_key(|topic| hits(topic)).or(self.otherwise.as_ref())
    }
}

/// Words in lower case with one space between them and nothing else.
fn normalized(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Heading and source text of each second-level section.
fn sections(markdown: &str) -> Vec<(String, String)> {
    let mut headings: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut title: Option<String> = None;
    for (event, place) in Parser::new(markdown).into_offset_iter() {
        match (event, &mut title) {
            (Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }), _) => {
                title = Some(String::new());
            }
            (Event::End(TagEnd::Heading(HeadingLevel::H2)), Some(text)) => {
                headings.push((std::mem::take(text), place));
                title = None;
            }
            (Event::Text(text) | Event::Code(text), Some(title)) => title.push_str(&text),
            _ => {}
        }
    }
    let ends = headings.iter().skip(1).map(|(_, place)| place.start).chain([markdown.len()]);
    let sections = headings.iter().zip(ends).map(|((title, place), end)| {
        let body = markdown.get(place.end..end).unwrap_or_default();
        (title.clone(), unwrapped(body.trim()))
    });
    sections.collect()
}

/// The text without the line ends that only keep the file narrow: in a chat each line end is seen.
fn unwrapped(markdown: &str) -> String {
    let mut text = String::new();
    let mut done = 0;
    for (event, place) in Parser::new(markdown).into_offset_iter() {
        if matches!(event, Event::SoftBreak) {
            let line = markdown.get(done..place.start).unwrap_or_default();
            text.push_str(line.trim_end());
            text.push(' ');
            let rest = markdown.get(place.end..).unwrap_or_default();
            done = place.end + (rest.len() - rest.trim_start().len());
        }
    }
    text.push_str(markdown.get(done..).unwrap_or_default());
    text
}

#[cfg(test)]
mod tests {
    use super::{Script, ScriptError};

    const SCRIPT: &str = "# Shop\nabout\n\n## Delivery (parcel, shipping)\nTwo days.\n\n\
                          - `## not a heading`\n\n## Agent (human, real person)\nOne moment.\n\n\
                          ## Otherwise\nPardon?\n";

    fn answer(question: &str) -> String {
        let script = Script::parse(SCRIPT, "agent").expect("a script");
        script.topic_for(question).expect("an answer").answer.clone()
    }

    #[test]
    fn a_question_finds_its_topic_by_whole_words() {
        assert!(answer("Where is my PARCEL?").starts_with("Two days."));
        assert!(answer("delivery!").contains("not a heading"));
        assert_eq!(answer("parcels"), "Pardon?", "half a word is no word");
        assert_eq!(answer("a real, person please"), "One moment.");
    }

    #[test]
    fn most_words_win() {
        assert_eq!(answer("a human, no, a real person about shipping"), "One moment.");
        assert!(answer("agent parcel").starts_with("Two days."), "the first among equals");
    }

    #[test]
    fn a_person_asked_for_among_other_messages_is_not_missed() {
        // Three quick messages were one question, and its most frequent topic hid the word "agent".
        let script = Script::parse(SCRIPT, "agent").expect("a script");
        let said = ["Where is my parcel?", "The shipping takes long", "agent"].map(str::to_owned);
        assert!(script.topic_for_all(&said).expect("an answer").is_handover);
        assert!(!script.topic_for_all(&said[..2]).expect("an answer").is_handover);
    }

    #[test]
    fn lines_of_the_file_are_not_lines_of_the_answer() {
        // The file is wrapped at a width that no chat window has.
        let markdown =
            "One **two\nthree**.\n\n- a long\n  entry\n- b\n\n```\nx\ny\n```\n\nhard  \nbreak";
        let text = "One **two three**.\n\n- a long entry\n- b\n\n```\nx\ny\n```\n\nhard  \nbreak";
        assert_eq!(super::unwrapped(markdown), text);
    }

    #[test]
    fn mistakes_in_the_script_are_named() {
        let no_handover = Script::parse("## Hello\nHi", "agent").expect_err("no handover");
        assert_eq!(no_handover, ScriptError::NoHandover("agent".to_owned()));
        let no_answer = Script::parse("## Agent\n## Hello\nHi", "agent").expect_err("no answer");
        assert_eq!(no_answer, ScriptError::NoAnswer("Agent".to_owned()));
    }

    #[test]
    fn the_template_is_a_script() {
        let template = include_str!("../../../../config/support.md");
        let script = Script::parse(template, "Agent").expect("a script");
        assert!(script.topic_for("agent").expect("a topic").is_handover);
        assert!(script.topic_for("I want to talk to a human").expect("a topic").is_handover);
        assert!(!script.topic_for("qwertz").expect("a topic").is_handover);
    }
}
