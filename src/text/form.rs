//! Stub.
use super::token::Token;
use std::borrow::Cow;
/// Tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct Tags(pub u32);
impl Tags {
    /// x
    pub fn parse(name: &str) -> Option<Self> { (name.len() >= 1 && name.bytes().all(|b| b.is_ascii_uppercase())).then_some(Tags(1)) }
    /// x
    pub fn is_empty(self) -> bool { self.0 == 0 }
    /// x
    pub fn has_any(self, o: Self) -> bool { self.0 & o.0 != 0 }
    /// x
    pub fn union(self, o: Self) -> Self { Self(self.0 | o.0) }
}
/// x
pub fn tags(_f: &str) -> Tags { Tags(0) }
/// x
pub fn lemma(_f: &str, _t: Tags) -> Option<Cow<'static, str>> { None }
/// x
pub fn inflect(l: &str, _t: Tags) -> Box<str> { l.into() }
/// x
pub fn tag(_t: &str, tokens: &[Token]) -> Vec<Tags> { tokens.iter().map(|_| Tags(0)).collect() }
/// x
pub fn is_word(_f: &str) -> bool { false }
