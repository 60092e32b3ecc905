//! Letters that were garbled when a program took UTF-8 for Windows-1252, put right again: `cafÃ©` is *café*.

/// The characters of Windows-1252 for the bytes from 0x80 to 0x9F; the control character where there is none.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that Windows-1252 reads as `c`.
fn byte(c: char) -> Option<u8> {
    if let Some(at) = WINDOWS.iter().position(|w| *w == c) {
        return Some(0x80 + at as u8);
    }
    u8::try_from(u32::from(c)).ok()
}

/// `text` with every character that its bytes spell in UTF-8; none if there is none, or one is spelt in part.
#[must_use]
pub fn decoded(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    while at < chars.len() {
        let lead = byte(chars[at]).filter(|b| (0xc2..0xf5).contains(b));
        let length = match lead {
            None => 1,
            Some(0..0xe0) => 2,
            Some(0xe0..0xf0) => 3,
            Some(_) => 4,
        };
        let group = chars.get(at..at + length).filter(|_| length > 1);
        let bytes: Option<Vec<u8>> = group.and_then(|group| group.iter().map(|&c| byte(c)).collect());
        match bytes.as_deref().and_then(|b| std::str::from_utf8(b).ok()) {
            Some(letter) => {
                out.push_str(letter);
                at += length;
                changed = true;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    // `Ã¢â‚¬Â¢` was garbled twice: what comes out is no text yet.
    let garbled = |pair: &[char]| matches!(pair, ['Ã' | 'Â', '\u{80}'..='\u{bf}'] | ['â', '€' | '\u{80}'..='\u{bf}']);
    let left: Vec<char> = out.chars().collect();
    (changed && !left.windows(2).any(garbled)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_keep_their_case_wherever_they_stand() {
        for (garbled, right) in [
            ("Ã©migrÃ©", "émigré"),
            ("Ã‰lysÃ©e", "Élysée"),
            ("Ã‡elik", "Çelik"),
            ("itâ€™s", "it’s"),
            ("KrupiÅ„ski", "Krupiński"),
            ("MarkoviÄ‡", "Marković"),
        ] {
            assert_eq!(decoded(garbled).as_deref(), Some(right));
        }
        for plain in ["café", "São", "Ã", "Ã¢â‚¬Â¢"] {
            assert_eq!(decoded(plain), None, "{plain}");
        }
    }
}
