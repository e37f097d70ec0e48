//! JSON text of what the widget sends.
//!
//! A derived `Serialize` is code of its own for every type. The widget's requests are few and small, so each
//! is written down as data where it is made, and one piece of code makes the text of it.

/// A JSON value to be written.
#[derive(Clone, Copy, Debug)]
pub enum Json<'a> {
    /// Leaves its field out.
    Nothing,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(u64),
    /// Text.
    Text(&'a str),
    /// An array.
    List(&'a [Self]),
    /// An object.
    Object(&'a [(&'a str, Self)]),
}

impl Json<'_> {
    /// The text.
    pub fn to_text(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(self, text: &mut String) {
        match self {
            Self::Nothing => text.push_str("null"),
            Self::Flag(flag) => text.push_str(if flag { "true" } else { "false" }),
            Self::Number(number) => text.push_str(&number.to_string()),
            Self::Text(string) => write_string(string, text),
            Self::List(values) => {
                text.push('[');
                for value in values {
                    part(text);
                    value.write(text);
                }
                text.push(']');
            }
            Self::Object(fields) => {
                text.push('{');
                for (name, value) in fields {
                    if !matches!(value, Self::Nothing) {
                        part(text);
                        write_string(name, text);
                        text.push(':');
                        value.write(text);
                    }
                }
                text.push('}');
            }
        }
    }
}

/// Parts what follows from what was written before it.
fn part(text: &mut String) {
    if !matches!(text.as_bytes().last(), Some(b'{' | b'[')) {
        text.push(',');
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for letter in string.chars() {
        if letter < ' ' {
            let code = u32::from(letter);
            text.push_str(if code < 16 { "\\u000" } else { "\\u001" });
            text.extend(char::from_digit(code % 16, 16));
        } else {
            if matches!(letter, '"' | '\\') {
                text.push('\\');
            }
            text.push(letter);
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn every_kind_of_value_is_written() {
        let value = Json::Object(&[
            ("none", Json::Nothing),
            ("flags", Json::List(&[Json::Flag(true), Json::Flag(false), Json::Nothing])),
            ("gone", Json::Nothing),
            ("number", Json::Number(u64::MAX)),
            ("empty", Json::List(&[Json::Object(&[]), Json::List(&[]), Json::Text("")])),
        ]);
        let text =
            r#"{"flags":[true,false,null],"number":18446744073709551615,"empty":[{},[],""]}"#;
        assert_eq!(value.to_text(), text);
    }

    #[test]
    fn any_text_is_read_back_by_serde() {
        let all: String = ('\0'..'\u{3000}').chain("\u{2028}🙂\u{10ffff}".chars()).collect();
        for text in ["", "\"\\/\n\r\t\u{1f}\u{7f}", "[", "{", all.as_str()] {
            let written = Json::Object(&[(text, Json::List(&[Json::Text(text); 2]))]).to_text();
            let read: serde_json::Value = serde_json::from_str(&written).expect("JSON");
            assert_eq!(read, serde_json::json!({ text: [text, text] }), "{written}");
        }
    }
}
