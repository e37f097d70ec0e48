//! The one spelling of a request that is signed: lines of method, path, query, headers, the names of the
//! headers, and the hash of the body. Not here: which headers and parameters are covered; that is for the
//! signer to choose and for the verifier to demand.
//!
//! Source: AWS documentation, "Create a signed AWS API request", step 1.

use super::encode::encode_path;
use super::{Request, header, parameter};

/// Covered headers: names in lower case and ascending order, each with its values joined by commas.
pub(super) type Headers = Vec<(String, String)>;

/// The text to hash and sign. `query` is already in order, as [`query`] makes it.
pub(super) fn text(
    request: &Request<'_>,
    query: &str,
    headers: &Headers,
    payload_hash: &str,
) -> String {
    let mut lines = String::new();
    for line in [request.method, &encode_path(&path(request.path)), query] {
        lines.push_str(line);
        lines.push('\n');
    }
    for (name, value) in headers {
        for part in [name, ":", value, "\n"] {
            lines.push_str(part);
        }
    }
    lines + "\n" + &names(headers) + "\n" + payload_hash
}

/// Names of covered headers, as the signature lists them.
pub(super) fn names(headers: &Headers) -> String {
    let mut names = String::new();
    for (name, _) in headers {
        if !names.is_empty() {
            names.push(';');
        }
        names.push_str(name);
    }
    names
}

/// All headers of a request as covered ones.
pub(super) fn all_headers<'a>(
    request: &Request<'a>,
    added: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Headers {
    let mut headers = vec![(header::HOST.to_owned(), request.host.to_ascii_lowercase())];
    for (name, value) in request.headers.iter().copied().chain(added) {
        let (name, value) = (name.to_ascii_lowercase(), trimmed(value));
        match headers.iter_mut().find(|(other, _)| *other == name) {
            Some(_) if name == header::HOST => {}
            Some((_, values)) => *values = format!("{values},{value}"),
            None => headers.push((name, value)),
        }
    }
    headers.sort_unstable();
    headers
}

/// A header as a covered one; nothing when it did not come. `name` is in lower case.
pub(super) fn one_header(request: &Request<'_>, name: &str) -> Option<(String, String)> {
    let value = if name == header::HOST {
        request.host.to_owned()
    } else {
        let mut values = request.values(name).map(trimmed);
        let first = values.next()?;
        values.fold(first, |values, value| values + "," + &value)
    };
    Some((name.to_owned(), value))
}

/// A value without white space around it, and with one space for each run of it inside.
fn trimmed(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for word in value.split_ascii_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// The parameters of a query in order, encoded as they were.
pub(super) fn query(raw: &str) -> String {
    sorted(pairs(raw))
}

/// [`query`] without the signature itself, which stands among what it covers.
pub(super) fn presigned_query(raw: &str) -> String {
    let mut pairs = pairs(raw);
    pairs.retain(|(name, _)| name != parameter::SIGNATURE);
    sorted(pairs)
}

/// The parameters of a query, encoded as they were. Between two `&` there is one without name and value.
pub(super) fn pairs(raw: &str) -> Vec<(String, String)> {
    let pairs = raw.split('&').filter(|_| !raw.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A query of encoded parameters, by name and then by value.
pub(super) fn sorted(mut pairs: Vec<(String, String)>) -> String {
    pairs.sort_unstable();
    let mut query = String::new();
    for (name, value) in &pairs {
        if !query.is_empty() {
            query.push('&');
        }
        for part in [name, "=", value] {
            query.push_str(part);
        }
    }
    query
}

/// The path without empty segments and with `.` and `..` followed.
fn path(raw: &str) -> String {
    let mut kept = Vec::new();
    let mut is_folder = false;
    for segment in raw.split('/') {
        is_folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    let mut path = String::with_capacity(raw.len());
    for segment in &kept {
        path.push('/');
        path.push_str(segment);
    }
    if is_folder || kept.is_empty() {
        path.push('/');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{all_headers, path, presigned_query, query, text};
    use crate::sigv4::{Request, payload_hash};

    #[test]
    fn a_request_has_one_spelling() {
        let request = Request {
            method: "POST",
            host: "Messaging-Chime.us-east-1.amazonaws.com",
            path: "/channels/arn%3Aaws%3Achime/messages",
            query: "operation&max-results=50",
            headers: &[
                ("X-Amz-Date", "20150830T123600Z"),
                ("b", "2"),
                ("A", "  x   y "),
                ("B", "1"),
            ],
        };
        let headers = all_headers(&request, []);
        let expected = "POST\n/channels/arn%253Aaws%253Achime/messages\n\
            max-results=50&operation=\na:x y\nb:2,1\nhost:messaging-chime.us-east-1.amazonaws.com\n\
            x-amz-date:20150830T123600Z\n\na;b;host;x-amz-date\n\
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(text(&request, &query(request.query), &headers, &payload_hash(b"")), expected);
    }

    #[test]
    fn a_query_is_sorted_by_name_and_then_by_value() {
        assert_eq!(query(""), "");
        assert_eq!(query("a-b=1&a=2&A=3&a=1"), "A=3&a=1&a=2&a-b=1");
        assert_eq!(query("b&a=="), "a==&b=");
        assert_eq!(query("a=&X-Amz-Signature=00&&b"), "=&X-Amz-Signature=00&a=&b=");
        assert_eq!(presigned_query("a=&X-Amz-Signature=00&&b"), "=&a=&b=");
    }

    #[test]
    fn dots_and_empty_segments_are_followed() {
        for (raw, expected) in [
            ("", "/"),
            ("/", "/"),
            ("//", "/"),
            ("/a/..", "/"),
            ("/a/b/../..", "/"),
            ("/../a", "/a"),
            ("/./a", "/a"),
            ("//a//", "/a/"),
            ("/a/b/..", "/a/"),
            ("/a/%2E%2E", "/a/%2E%2E"),
        ] {
            assert_eq!(path(raw), expected, "{raw}");
        }
    }
}
