//! Regular inflection: how English spells an ending on a word the table does not know.

use super::Tags;

/// The regular form of `lemma` with `tag`; none for a tag that has no ending.
pub(super) fn inflect(lemma: &str, tag: Tags) -> Option<String> {
    Some(if tag.has_any(Tags::VBD | Tags::VBN) {
        with_e(lemma, "ed")
    } else if tag.has_any(Tags::VBG) {
        with_ing(lemma)
    } else if tag.has_any(Tags::VBZ | Tags::NNS) {
        with_s(lemma)
    } else if tag.has_any(Tags::JJR | Tags::RBR) {
        with_e(lemma, "er")
    } else if tag.has_any(Tags::JJS | Tags::RBS) {
        with_e(lemma, "est")
    } else if tag.has_any(Tags::VB | Tags::VBP | Tags::NN | Tags::NNP | Tags::JJ | Tags::RB) {
        lemma.to_owned()
    } else {
        return None;
    })
}

fn is_vowel(b: u8) -> bool {
    matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u')
}

/// What stands before a final `y` that follows a consonant.
fn before_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| stem.bytes().next_back().is_some_and(|b| b.is_ascii() && !is_vowel(b)))
}

fn with_s(word: &str) -> String {
    if let Some(stem) = before_y(word) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    format!("{word}{}", if hisses { "es" } else { "s" })
}

/// `ending` starts with `e`.
fn with_e(word: &str, ending: &str) -> String {
    if let Some(stem) = before_y(word) {
        format!("{stem}i{ending}")
    } else if word.ends_with('e') {
        format!("{word}{}", &ending[1..])
    } else {
        format!("{word}{}{ending}", doubled(word))
    }
}

fn with_ing(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    let silent = word.strip_suffix('e').filter(|stem| !stem.ends_with(['e', 'o', 'y']) && stem.bytes().any(is_vowel));
    match silent {
        Some(stem) => format!("{stem}ing"),
        None => format!("{word}{}ing", doubled(word)),
    }
}

/// The letter put before an ending: the last one again in a word of one syllable that ends in one vowel and one
/// consonant (*stop*, *stopped*), `k` after `c` (*panic*, *panicked*).
fn doubled(word: &str) -> &str {
    let bytes = word.as_bytes();
    let [.., _, vowel, last] = bytes else { return "" };
    if bytes.ends_with(b"ic") {
        return "k";
    }
    let closed = last.is_ascii_lowercase() && !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'y' | b'h');
    // `qu` counts as a consonant: quit, quitting.
    let before = &bytes[..bytes.len() - 2];
    let onset = before.iter().all(|b| !is_vowel(*b))
        || before.ends_with(b"qu") && !before[..before.len() - 2].iter().any(|b| is_vowel(*b));
    if closed && is_vowel(*vowel) && onset { &word[word.len() - 1..] } else { "" }
}
