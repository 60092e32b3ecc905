//! Text in XML.

use super::visible::visible;

/// `text` for an attribute or an element. What XML cannot hold, such as control characters, is shown as a sign.
#[must_use]
pub fn escaped(text: &str) -> String {
    quick_xml::escape::escape(visible(text)).into_owned()
}
