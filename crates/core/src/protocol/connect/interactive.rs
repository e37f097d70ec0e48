//! Interactive messages as text: the title, and the choices as a Markdown list. The answers are ordinary
//! messages, so a person can type one.

use chirrup_wire::connect::interactive::Part;
use chirrup_wire::decode;

/// The text of a template, or nothing when it has none that a person can read.
pub(super) fn read(content: &str) -> Option<String> {
    let template: Part = decode(content)?;
    let content = content_of(&template)?;
    let mut text = String::new();
    let mut paragraph = |line: &str| {
        if !line.is_empty() {
            text.push_str(line);
            text.push_str("\n\n");
        }
    };
    paragraph(&content.title);
    paragraph(&content.subtitle);
    for element in &content.elements {
        if !element.url.is_empty() {
            // The brackets of a title must not end the label.
            let label = element.title.replace(['[', ']'], "");
            bullet(&mut text, &["[", &label, "](<", &element.url, ">)"]);
        } else if let Some(content) = content_of(element) {
            bullet(&mut text, &[&content.title]);
            for choice in &content.elements {
                text.push_str("  ");
                bullet(&mut text, &[&choice.title]);
            }
        } else if element.subtitle.is_empty() {
            bullet(&mut text, &[&element.title]);
        } else {
            bullet(&mut text, &[&element.title, " – ", &element.subtitle]);
        }
    }
    for slot in &content.timeslots {
        bullet(&mut text, &[&slot.date]);
    }
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a template shows.
fn content_of(template: &Part) -> Option<&Part> {
    template.data.as_ref()?.content.as_deref()
}

fn bullet(text: &mut String, parts: &[&str]) {
    text.push_str("- ");
    for part in parts {
        text.push_str(part);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn choices_are_a_list() {
        let template = r#"{"templateType":"ListPicker","version":"1.0","data":{"replyMessage":{"title":"Noted"},
            "content":{"title":"Which team?","subtitle":"Pick one","elements":[{"title":"Sales"},
            {"title":"Billing","subtitle":"Invoices"},{"title":"Docs","type":"hyperlink","url":"https://a.example"}]}}}"#;
        let text = "Which team?\n\nPick one\n\n- Sales\n- Billing – Invoices\n- [Docs](<https://a.example>)";
        assert_eq!(read(template).as_deref(), Some(text));
    }

    #[test]
    fn times_and_carousels_are_lists_too() {
        let times = r#"{"templateType":"TimePicker","data":{"content":{"title":"Book",
            "timeslots":[{"date":"2026-05-04T17:00+00:00","duration":30}]}}}"#;
        assert_eq!(read(times).as_deref(), Some("Book\n\n- 2026-05-04T17:00+00:00"));
        let trips = r#"{"templateType":"Carousel","data":{"content":{"title":"Trips","elements":[
            {"templateType":"Panel","templateIdentifier":"t-1","data":{"content":{"title":"Rome","elements":[{"title":"Book"}]}}}]}}}"#;
        assert_eq!(read(trips).as_deref(), Some("Trips\n\n- Rome\n  - Book"));
    }

    #[test]
    fn what_cannot_be_read_is_nothing() {
        for template in
            ["", "{}", "[]", r#"{"data":{"content":{}}}"#, r#"{"data":{"content":{"viewId":"v"}}}"#]
        {
            assert_eq!(read(template), None, "{template}");
        }
    }
}
