//! Web and mail addresses, hosts and file names: one token each.

/// The end of a web or mail address, host or file name that starts at `start`.
pub(super) fn end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    // The longest stretch that could belong to an address; bounded so that a text without spaces stays linear.
    const LONGEST: usize = 2048;
    let limit = (start + LONGEST).min(bytes.len());
    let mut end = start;
    let mut marks = false;
    while end < limit {
        let b = bytes[end];
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'+' => {}
            b'.' | b':' | b'/' | b'@' | b'?' | b'=' | b'&' | b'%' | b'#' | b'~' | b'!' | b'$' | b';' | b',' | b'*' => {
                marks = true
            }
            _ => break,
        }
        end += 1;
    }
    if !marks {
        return None;
    }
    let stretch = text.get(start..end)?;
    let scheme = stretch.find("://").is_some_and(|i| i > 0 && stretch[..i].bytes().all(|b| b.is_ascii_alphanumeric()))
        || starts_with_fold(stretch, "www.")
        || starts_with_fold(stretch, "mailto:");
    if scheme {
        let kept = stretch.trim_end_matches(['.', ',', ':', ';', '!', '?', '*', '\'']);
        return Some(start + kept.len());
    }
    if let Some(sign) = stretch.find('@') {
        let host = &stretch[sign + 1..];
        let length = host.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
        let host = host[..length].trim_end_matches(['.', '-']);
        let user = stretch[..sign].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'));
        if user && sign > 0 && host.contains('.') {
            return Some(start + sign + 1 + host.len());
        }
    }
    let length = stretch.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')).count();
    let host = stretch[..length].trim_end_matches(['.', '-', '_']);
    let (name, ending) = host.rsplit_once('.')?;
    let known = ADDRESS_ENDINGS.binary_search(&ending).is_ok();
    if !known || name.is_empty() || name.ends_with('.') || !name.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    // A path may follow the host.
    let path = stretch[host.len()..].starts_with('/');
    // `the right.it’s` is two sentences without a space.
    if ending == "it" && text[start + host.len()..].starts_with(['\'', '’']) {
        return None;
    }
    let end = if path { stretch.trim_end_matches(['.', ',', ':', ';', '!', '?']).len() } else { host.len() };
    Some(start + end)
}

fn starts_with_fold(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Endings that make `name.ending` a host or file name rather than two sentences run together. Sorted.
const ADDRESS_ENDINGS: [&str; 85] = [
    "ae", "ai", "app", "ar", "au", "bg", "br", "ca", "ch", "cl", "cn", "co", "com", "cz", "de", "dev", "dk", "doc",
    "ec", "edu", "ee", "eg", "es", "eu", "fi", "fm", "fr", "ge", "gov", "gr", "hk", "html", "hu", "ie", "il", "info",
    "int", "io", "it", "jp", "jpg", "ke", "kr", "kz", "lb", "lt", "lv", "md", "me", "mil", "mk", "mp3", "mx", "net",
    "news", "ng", "nl", "nz", "org", "pdf", "pe", "ph", "pl", "png", "pt", "qa", "ro", "rs", "ru", "se", "sg", "si",
    "sk", "su", "tr", "tv", "tw", "ua", "uk", "us", "uy", "ve", "vn", "xyz", "za",
];
