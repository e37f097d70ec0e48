//! Spelling of option names.

/// Attributes that every element may have, and that look like options of ours.
const GLOBAL: [&str; 4] = ["role", "lang", "part", "slot"];

/// The names under which an option may stand in HTML.
pub(super) fn attributes(name: &str) -> [String; 2] {
    let mut kebab = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(char.to_ascii_lowercase());
    }
    let data = format!("data-{kebab}");
    [kebab, data]
}

/// The known name that differs in at most two letters; in one, when the name is short.
pub(super) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    if GLOBAL.contains(&name) {
        return None;
    }
    let most = if name.len() < 6 { 1 } else { 2 };
    let near = known.iter().map(|known| (distance(name, known), *known));
    near.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
}

/// How many letters must be put in, taken out or changed to come from one to the other, upper case or not.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, from) in from.bytes().enumerate() {
        let (mut diagonal, mut left) = (index, index + 1);
        for (place, to) in row.iter_mut().skip(1).zip(to.bytes()) {
            let change = diagonal + usize::from(!to.eq_ignore_ascii_case(&from));
            diagonal = *place;
            left = change.min(diagonal + 1).min(left + 1);
            *place = left;
        }
    }
    row.last().copied().unwrap_or_default()
}
