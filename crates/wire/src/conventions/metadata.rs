//! Metadata of a chat message: `{"v":1,"m":[[start,length,index],…],"a":[…],"r":"MessageId","c":"client id"}`.
//!
//! It comes from other people's clients, so nothing in it can spoil a message: what is broken, of another
//! version or too long is as if it were not there, member by member. Members that are not known stay, so
//! that an edit does not lose what another client wrote.

use std::error::Error;
use std::fmt;

use super::METADATA_CHARACTERS_MAX;
use crate::Json;
use crate::object::{Decode, Tree, fill};

const VERSION: u32 = 1;

/// The members that are not among what is unknown.
const KNOWN: [&str; 5] = ["v", "m", "a", "r", "c"];

/// Line ends of the service's pattern for "one line" that JSON does not escape.
const LINE_ENDS: [(char, &str); 3] =
    [('\u{85}', "\\u0085"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];

/// What a chat message carries beside its text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Where in the text people are mentioned.
    pub mentions: Vec<MentionRange>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// The `MessageId` of the message that this one answers.
    pub reply_to: Option<String>,
    /// The `ClientRequestToken` again, which the echo does not carry.
    pub client_token: Option<String>,
    /// Members of no meaning here, as they came.
    others: Vec<String>,
}

/// A mention: a range of the text, in UTF-16 units, and whom it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MentionRange {
    /// First unit.
    pub start: u32,
    /// How many units.
    pub length: u32,
    /// Which string value of [`super::MENTIONS_ATTRIBUTE`].
    pub index: u32,
}

/// A file in the backend's store.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Attachment {
    /// Its key, for which the backend gives a signed address.
    pub key: String,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: u32,
    /// Width in pixels, of pictures.
    pub width: Option<u32>,
    /// Height in pixels, of pictures.
    pub height: Option<u32>,
}

/// The metadata does not fit: the message must be refused before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetadataTooLong {
    /// How long it would be.
    pub characters: usize,
}

impl fmt::Display for MetadataTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "mentions and files take {} characters of metadata, and {METADATA_CHARACTERS_MAX} is the most: \
             mention fewer people or attach fewer files",
            self.characters
        )
    }
}

impl Error for MetadataTooLong {}

impl Metadata {
    /// Reads the metadata of a message, whoever wrote it.
    pub fn read(text: &str) -> Self {
        let mut metadata = Self::default();
        // What is longer in characters than the limit is longer in bytes too.
        let is_long =
            text.len() > METADATA_CHARACTERS_MAX && text.chars().count() > METADATA_CHARACTERS_MAX;
        let tree = if is_long { None } else { Tree::read(text) };
        let Some(mut tree) = tree else { return metadata };
        let mut version = 0;
        fill(&mut version, "v", &mut tree);
        if version != VERSION {
            return metadata;
        }
        if let Tree::Object(fields) = &tree {
            let unknown = fields.iter().zip(members(text));
            let unknown = unknown.filter(|((name, _), _)| !KNOWN.contains(&name.as_str()));
            // Between its parts JSON may stand on many lines, and metadata may not.
            let one_line = |(_, member): (_, &str)| member.replace(['\n', '\r'], " ");
            metadata.others = unknown.map(one_line).collect();
        }
        fill(&mut metadata.mentions, "m", &mut tree);
        fill(&mut metadata.attachments, "a", &mut tree);
        fill(&mut metadata.reply_to, "r", &mut tree);
        fill(&mut metadata.client_token, "c", &mut tree);
        // What could not be read stands there as nothing.
        metadata.mentions.retain(|mention| mention.length > 0);
        metadata.attachments.retain(|attachment| !attachment.key.is_empty());
        for id in [&mut metadata.reply_to, &mut metadata.client_token] {
            if id.as_ref().is_some_and(String::is_empty) {
                *id = None;
            }
        }
        metadata
    }

    /// The one line that a message carries.
    ///
    /// # Errors
    ///
    /// When the service would not take it.
    pub fn to_text(&self) -> Result<String, MetadataTooLong> {
        let mentions: Vec<_> = self.mentions.iter().copied().map(MentionRange::to_json).collect();
        let mentions: Vec<_> = mentions.iter().map(|range| Json::List(range)).collect();
        let attachments: Vec<_> = self.attachments.iter().map(Attachment::to_json).collect();
        let attachments: Vec<_> = attachments.iter().map(|file| Json::Object(file)).collect();
        let list = |list| if matches!(list, Json::List([])) { Json::Nothing } else { list };
        let mut text = Json::Object(&[
            ("v", Json::Number(VERSION.into())),
            ("m", list(Json::List(&mentions))),
            ("a", list(Json::List(&attachments))),
            ("r", self.reply_to.as_deref().map_or(Json::Nothing, Json::Text)),
            ("c", self.client_token.as_deref().map_or(Json::Nothing, Json::Text)),
        ])
        .to_text();
        for other in &self.others {
            text.pop();
            text.push(',');
            text.push_str(other);
            text.push('}');
        }
        for (end, escaped) in LINE_ENDS {
            if text.contains(end) {
                text = text.replace(end, escaped);
            }
        }
        let characters = text.chars().count();
        if characters > METADATA_CHARACTERS_MAX {
            return Err(MetadataTooLong { characters });
        }
        Ok(text)
    }
}

impl MentionRange {
    fn to_json(self) -> [Json<'static>; 3] {
        [self.start, self.length, self.index].map(|number| Json::Number(number.into()))
    }
}

impl Decode for MentionRange {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let mut numbers: Vec<u32> = Vec::new();
        let fits = numbers.fill(tree);
        let &[start, length, index] = numbers.as_slice() else { return false };
        if fits {
            *self = Self { start, length, index };
        }
        fits
    }
}

impl Attachment {
    fn to_json(&self) -> [(&'static str, Json<'_>); 6] {
        let number = |number: Option<u32>| match number {
            Some(number) => Json::Number(number.into()),
            None => Json::Nothing,
        };
        [
            ("k", Json::Text(&self.key)),
            ("n", Json::Text(&self.name)),
            ("t", Json::Text(&self.media_type)),
            ("s", Json::Number(self.bytes.into())),
            ("w", number(self.width)),
            ("h", number(self.height)),
        ]
    }
}

impl Decode for Attachment {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let mut fits = fill(&mut self.key, "k", tree);
        fits &= fill(&mut self.name, "n", tree);
        fits &= fill(&mut self.media_type, "t", tree);
        fits &= fill(&mut self.bytes, "s", tree);
        fits &= fill(&mut self.width, "w", tree);
        fits &= fill(&mut self.height, "h", tree);
        if !fits {
            self.key.clear();
        }
        fits
    }
}

/// The members of an object as they stand in its text, which is known to be JSON.
fn members(text: &str) -> Vec<&str> {
    let mut members = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if is_quoted {
            is_quoted = is_escaped || byte != b'"';
            is_escaped = byte == b'\\' && !is_escaped;
            continue;
        }
        is_quoted = byte == b'"';
        let ends = depth == 1 && matches!(byte, b',' | b'}');
        if ends {
            members.extend(text.get(start..at).map(str::trim));
        }
        depth += u32::from(matches!(byte, b'{' | b'['));
        depth = depth.saturating_sub(u32::from(matches!(byte, b'}' | b']')));
        if ends || (depth == 1 && byte == b'{') {
            start = at + 1;
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::{Attachment, METADATA_CHARACTERS_MAX, MentionRange, Metadata};

    #[test]
    fn everything_goes_there_and_back() {
        let metadata = Metadata {
            mentions: vec![MentionRange { start: 3, length: 5, index: 0 }],
            attachments: vec![Attachment {
                key: "k/1".into(),
                name: "sunset \"2\".png".into(),
                media_type: "image/png".into(),
                bytes: 48_211,
                width: Some(640),
                height: Some(480),
            }],
            reply_to: Some("m-1".into()),
            client_token: Some("c-1".into()),
            ..Metadata::default()
        };
        let text = metadata.to_text().expect("short");
        assert_eq!(Metadata::read(&text), metadata);
        assert_eq!(Metadata::default().to_text().as_deref(), Ok(r#"{"v":1}"#));
    }

    #[test]
    fn forged_metadata_is_as_none() {
        let long = format!(r#"{{"v":1,"c":"{}"}}"#, "x".repeat(METADATA_CHARACTERS_MAX));
        for text in [
            "",
            "null",
            "[1]",
            "{",
            "Ulla",
            r#"{"c":"of no version"}"#,
            r#"{"v":2,"c":"of another version"}"#,
            r#"{"v":"1","c":"of a text"}"#,
            r#"{"v":1,"m":"x","a":7,"r":[],"c":{}}"#,
            r#"{"v":1,"m":[[1],[1,2],[1,2,3,4],[-1,2,0],[0.5,1,0],[0,0,0],"a",null],"a":[{},{"k":7},[]]}"#,
            r#"{"v":1,"r":"","c":""}"#,
            &long,
        ] {
            assert_eq!(Metadata::read(text), Metadata::default(), "{text}");
        }
    }

    #[test]
    fn what_is_broken_takes_nothing_else_with_it() {
        let text = r#"{"v":1,"m":[[1,2,0],[9]],"a":{"k":1},"r":7,"c":"c-1"}"#;
        let metadata = Metadata::read(text);
        assert_eq!(metadata.mentions, [MentionRange { start: 1, length: 2, index: 0 }]);
        assert_eq!(metadata.client_token.as_deref(), Some("c-1"));
        assert!(metadata.attachments.is_empty() && metadata.reply_to.is_none());
    }

    #[test]
    fn unknown_members_outlive_an_edit() {
        let text = r#"{ "x,y" : [1, {"a":"}\\\","}] , "v":1, "c":"c-1", "z":-2.50e1,"": "end" }"#;
        let mut metadata = Metadata::read(text);
        metadata.client_token = Some("c-2".into());
        let text = metadata.to_text().expect("short");
        let expected = r#"{"v":1,"c":"c-2","x,y" : [1, {"a":"}\\\","}],"z":-2.50e1,"": "end"}"#;
        assert_eq!(text, expected);
        assert_eq!(Metadata::read(&text).to_text().as_deref(), Ok(expected));
    }

    #[test]
    fn damaged_metadata_is_read_as_something_that_can_be_sent() {
        let text = r#"{"v":1,"m":[[0,5,0]],"x\"y":{"a":[1,"}"]},"c":"c-1","z":[]}"#;
        for at in 0..=text.len() {
            for damage in ["", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", " ", "\n"] {
                for rest in [at, at + 1] {
                    let Some(rest) = text.get(rest..) else { continue };
                    let damaged = [&text[..at], damage, rest].concat();
                    let metadata = Metadata::read(&damaged);
                    let written = metadata.to_text().expect("short");
                    assert_eq!(Metadata::read(&written), metadata, "{damaged} as {written}");
                    assert!(!written.contains('\n'), "{damaged} as {written}");
                }
            }
        }
    }

    #[test]
    fn metadata_is_one_line() {
        let name = "a\nb\r\u{85}\u{2028}\u{2029}\u{b}";
        let attachment = Attachment { key: "k".into(), name: name.into(), ..Attachment::default() };
        let metadata = Metadata { attachments: vec![attachment], ..Metadata::default() };
        let text = metadata.to_text().expect("short");
        assert!(!text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}']), "{text}");
        assert_eq!(Metadata::read(&text), metadata);
    }

    #[test]
    fn metadata_that_does_not_fit_is_refused() {
        let with = |letters: usize| Metadata {
            reply_to: Some("ä".repeat(letters)),
            ..Metadata::default()
        };
        let frame = with(0).to_text().expect("short").len();
        let longest = with(METADATA_CHARACTERS_MAX - frame);
        let text = longest.to_text().expect("just fits");
        assert_eq!(Metadata::read(&text), longest);
        let error = with(METADATA_CHARACTERS_MAX - frame + 1).to_text().expect_err("one too many");
        assert_eq!(error.characters, METADATA_CHARACTERS_MAX + 1);
        assert!(error.to_string().contains("mention fewer people"));
    }
}
