//! Avatars: initials on a calm colour that stays the same for the same person; machines have an icon.

use chirrup_core::room::Role;
use leptos::prelude::*;

use super::controls::icon::{self, Icon};

const HUES: u32 = 6;

/// Somebody's avatar. It says nothing to screen readers: the name stands beside it.
pub fn avatar(name: &str, id: &str, role: Role) -> AnyView {
    let class = match role {
        Role::Bot => "avatar avatar--bot",
        Role::Customer | Role::Agent | Role::Fan | Role::Artist | Role::Moderator => hue_class(id),
    };
    let initials = initials(name);
    let shown = match role {
        Role::Bot => None,
        Role::Customer | Role::Agent | Role::Fan | Role::Artist | Role::Moderator => Some(initials),
    };
    view! {
        <span class=class aria-hidden="true" part="avatar">
            {match shown {
                Some(letters) => letters.into_any(),
                None => view! { <Icon path=icon::BOT /> },
            }}
        </span>
    }
}

/// First letters of the first and the last word, at most two. The style sheet makes capitals of them: the table
/// of capitals would be kilobytes of the widget.
fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|it| is_letter(*it)));
    let Some(first) = words.next() else { return "?".to_owned() };
    [first].into_iter().chain(words.next_back()).collect()
}

/// Whether it is a letter or a digit. Beyond ASCII everything is, except where Unicode keeps punctuation,
/// symbols and emoji; the full table would be kilobytes too.
fn is_letter(it: char) -> bool {
    match it {
        '\0'..='\u{bf}' => it.is_ascii_alphanumeric(),
        '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{303f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f000}'..='\u{1faff}' => false,
        _ => true,
    }
}

/// One of the palette's classes, by a hash of the id.
fn hue_class(id: &str) -> &'static str {
    let hash = id.bytes().fold(5381_u32, |hash, byte| hash.wrapping_mul(33) ^ u32::from(byte));
    match hash % HUES {
        0 => "avatar avatar--1",
        1 => "avatar avatar--2",
        2 => "avatar avatar--3",
        3 => "avatar avatar--4",
        4 => "avatar avatar--5",
        _ => "avatar avatar--6",
    }
}

#[cfg(test)]
mod tests {
    use super::{hue_class, initials};

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        assert_eq!(initials("Ana"), "A");
        assert_eq!(initials("ana maria lopez"), "al");
        assert_eq!(initials("  "), "?");
        assert_eq!(initials("(Ben) “Ito”"), "BI");
        assert_eq!(initials("🎉 Élodie 美咲"), "É美");
    }

    #[test]
    fn a_person_keeps_their_colour() {
        assert_eq!(hue_class("p-1"), hue_class("p-1"));
    }
}
