//! Names as people type them in a hurry: without case and accents.
//!
//! Latin, Greek and Cyrillic letters are folded by where they stand in Unicode; of other scripts, which have
//! no case, every letter is itself. The full tables would be kilobytes of the widget.

/// Letters from U+00C0 to U+017F, without what is above and below them.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnoooooxouuuuyts\
aaaaaaaceeeeiiiidnoooooxouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggg\
gggghhhhiiiiiiiiiiiijjkkklllllll\
lllnnnnnnnnnoooooooorrrrrrssssss\
ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The text to compare with.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'))
        .map(fold_letter)
        .collect()
}

fn fold_letter(letter: char) -> char {
    let moved = |by: u32| char::from_u32(u32::from(letter) + by).unwrap_or(letter);
    match letter {
        '\u{c0}'..='\u{17f}' => {
            let known = LATIN.get(u32::from(letter) as usize - 0xc0);
            known.map_or(letter, |base| char::from(*base))
        }
        // Greek and Cyrillic capitals stand before their small letters.
        '\u{391}'..='\u{3a9}' | '\u{410}'..='\u{42f}' => moved(32),
        '\u{400}'..='\u{40f}' => moved(80),
        _ => letter.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_and_accents_make_no_difference() {
        for (name, folded) in [
            ("Mira", "mira"),
            ("ÉLODIE", "elodie"),
            ("Zoë", "zoe"),
            ("Zoe\u{308}", "zoe"),
            ("Łukasz Żółw", "lukasz zolw"),
            ("Øystein Çelik", "oystein celik"),
            ("İpek ışık", "ipek isik"),
            ("Jürgen Groß", "jurgen gros"),
            ("ŸŒÆŔŽ", "yoarz"),
            ("ΜΑΡΊΑ", "μαρΊα"),
            ("ЁЛКА", "ёлка"),
            ("美咲 7 🙂", "美咲 7 🙂"),
        ] {
            assert_eq!(fold(name), folded);
        }
    }

    #[test]
    fn every_latin_letter_folds_as_its_small_one() {
        for letter in '\u{c0}'..='\u{17f}' {
            let small: String = letter.to_lowercase().collect();
            // The dotted capital has a small letter of two characters.
            assert_eq!(fold(&letter.to_string()), fold(&small), "{letter}");
        }
        for letter in ('\u{391}'..='\u{3a9}').chain('\u{400}'..='\u{42f}') {
            if letter == '\u{3a2}' {
                continue; // No letter stands here.
            }
            let small: String = letter.to_lowercase().collect();
            assert_eq!(fold(&letter.to_string()), small, "{letter}");
        }
    }
}
