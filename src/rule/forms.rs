//! The forms that one row of a table stands for: `according to (a|the) count (by|from|of) AFP` is six.
//!
//! Round brackets with a bar in them, or with the name of a word list (`(@weekdays)`), are a choice; an empty alternative
//! leaves it out: `(the|) day`. Other brackets are meant as they stand. `{1}` is what was chosen in the first brackets,
//! and takes the filters of templates: `from (@weekdays) to {1|weekdays.next}`.

use super::template::Template;
use crate::pattern::words::Lists;
use crate::problem::Mistake;

/// Forms that one row may stand for: what takes more is a pattern, not a row.
const MOST: usize = 200;

/// The forms of a row.
#[derive(Debug)]
pub struct Forms<'a> {
    parts: Vec<FormPart<'a>>,
    /// How many there are.
    count: usize,
}

#[derive(Debug)]
enum FormPart<'a> {
    Text(&'a str),
    Choice(Vec<Box<str>>),
    Slot(Template),
}

/// One of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenForm<'f> {
    /// The words.
    pub text: String,
    /// What was chosen in each pair of brackets.
    pub chosen: Vec<&'f str>,
}

impl<'a> Forms<'a> {
    /// Reads a form as it is written in a table; none if it stands for itself alone.
    ///
    /// # Errors
    /// When it names a word list that does not exist, asks for what was not chosen before, or stands for more than 200
    /// forms.
    pub fn parse(text: &'a str, lists: &Lists) -> Result<Option<Self>, Mistake> {
        // Nearly all rows have one form, and all are read at every start.
        if memchr::memchr(b'(', text.as_bytes()).is_none() || memchr::memchr2(b'|', b'@', text.as_bytes()).is_none() {
            return Ok(None);
        }
        let (mut parts, mut count, mut choices) = (Vec::new(), 1, 0);
        let (mut rest, mut plain) = (text, 0);
        while let Some(at) = rest[plain..].find(['(', '{']).map(|at| at + plain) {
            let close = if rest[at..].starts_with('(') { ')' } else { '}' };
            let Some(end) = rest[at..].find(close).map(|end| at + end) else { break };
            let inner = &rest[at + 1..end];
            let here = |mistake: Mistake| mistake.after(text.len() - rest.len() + at, end + 1 - at);
            let part = if close == '}' && choices > 0 {
                let slot = Template::parse(&rest[at..=end], lists).map_err(here)?;
                let known = |name: &str| name.parse().is_ok_and(|number| (1..=choices).contains(&number));
                if let Some((name, _)) = slot.names().find(|(name, _)| !known(name)) {
                    return Err(here(no_brackets(name)));
                }
                FormPart::Slot(slot)
            } else if close == ')' && (inner.contains('|') || inner.starts_with('@')) {
                let choice = choice(inner, lists).map_err(here)?;
                choices += 1;
                count *= choice.len();
                if count > MOST {
                    let mistake = Mistake::new(format!("the row stands for more than {MOST} forms"));
                    return Err(mistake.with("write a pattern instead".to_owned()));
                }
                FormPart::Choice(choice)
            } else {
                plain = end + 1;
                continue;
            };
            parts.extend([FormPart::Text(&rest[..at]), part]);
            (rest, plain) = (&rest[end + 1..], 0);
        }
        parts.push(FormPart::Text(rest));
        Ok((choices > 0).then_some(Self { parts, count }))
    }

    /// How many forms there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Form `index`: the last brackets change fastest.
    ///
    /// # Errors
    /// When a slot has no value for what was chosen.
    pub fn get(&self, index: usize) -> Result<ChosenForm<'_>, Mistake> {
        let mut left = self.count;
        let mut form = ChosenForm { text: String::with_capacity(64), chosen: Vec::with_capacity(self.parts.len() / 2) };
        for part in &self.parts {
            match part {
                FormPart::Text(text) => form.text.push_str(text),
                FormPart::Choice(words) => {
                    left /= words.len();
                    let word = &words[index / left % words.len()];
                    form.text.push_str(word);
                    form.chosen.push(word);
                }
                FormPart::Slot(slot) => form.text.push_str(&form.fill(slot)?),
            }
        }
        form.text = spaced(form.text);
        Ok(form)
    }
}

impl ChosenForm<'_> {
    /// `template` with what was chosen.
    ///
    /// # Errors
    /// When it asks for what was not chosen, or for a column that says nothing of it.
    pub fn fill(&self, template: &Template) -> Result<String, Mistake> {
        let value = |name: &str| name.parse::<usize>().ok()?.checked_sub(1).and_then(|at| self.chosen.get(at));
        let filled = template.render(&|name: &str| value(name).map(|word| (*word).to_owned()));
        filled.map(spaced).ok_or_else(|| match template.names().find(|(name, _)| value(name).is_none()) {
            Some((name, _)) => no_brackets(name),
            None => Mistake::new(format!("a slot has no value for the form `{}`", self.text))
                .with("fill the column that it asks for in the word list".to_owned()),
        })
    }
}

/// What is said of a slot that asks for brackets which are not there.
fn no_brackets(name: &str) -> Mistake {
    Mistake::new(format!("`{{{name}}}` names no brackets"))
        .with("they are numbered from 1, as they are read".to_owned())
}

/// The alternatives between brackets.
fn choice(inner: &str, lists: &Lists) -> Result<Vec<Box<str>>, Mistake> {
    let mut words = Vec::new();
    for word in inner.split('|') {
        match word.strip_prefix('@') {
            Some(name) => {
                let place = name.as_ptr() as usize - inner.as_ptr() as usize;
                let list = lists.entries(name, false).map_err(|mistake| mistake.after(place, name.len() + 1))?;
                words.extend(list.pairs().map(|(word, _)| word.into()));
            }
            None => words.push(word.into()),
        }
    }
    Ok(words)
}

/// The words with one space between them, for an alternative that is left out leaves two.
fn spaced(text: String) -> String {
    let single = !text.starts_with(' ') && !text.ends_with(' ') && !text.as_bytes().windows(2).any(|two| two == b"  ");
    if single { text } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::words::WordList;

    fn lists() -> Lists {
        let mut lists = Lists::default();
        lists.insert(WordList::from_table("days", "word\tnext\nMonday\tTuesday\nSunday\tMonday\n".into()));
        lists
    }

    fn forms(text: &str) -> Vec<String> {
        let lists = lists();
        let forms = Forms::parse(text, &lists).unwrap().expect("several forms");
        (0..forms.count()).map(|index| forms.get(index).unwrap().text).collect()
    }

    #[test]
    fn brackets_with_a_bar_are_a_choice() {
        assert_eq!(
            forms("(a|the) count (by|of) AFP"),
            ["a count by AFP", "a count of AFP", "the count by AFP", "the count of AFP"]
        );
        assert_eq!(forms("on (the|) day(s|)"), ["on the days", "on the day", "on days", "on day"]);
        assert!(Forms::parse("African Union (UA)", &lists()).unwrap().is_none());
        assert_eq!(forms("Union (UA) of (x|y)"), ["Union (UA) of x", "Union (UA) of y"]);
    }

    #[test]
    fn lists_are_choices_and_slots_follow_them() {
        let mut sorted = forms("from (@days) to {1|days.next}");
        sorted.sort();
        assert_eq!(sorted, ["from Monday to Tuesday", "from Sunday to Monday"]);
        let lists = lists();
        let forms = Forms::parse("by (his|her) own (|big) count", &lists).unwrap().unwrap();
        let form = forms.get(2).unwrap();
        assert_eq!((&*form.text, &*form.chosen), ("by her own count", &["her", ""][..]));
        let fill = |text: &str| form.fill(&Template::parse(text, &lists).unwrap());
        assert_eq!(fill("{1} very own {2} count").unwrap(), "her very own count");
        assert_eq!(fill("{3}").unwrap_err().message, "`{3}` names no brackets");
        assert!(fill("{1|days.next}").unwrap_err().message.ends_with("no value for the form `by her own count`"));
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| Forms::parse(text, &lists()).unwrap_err();
        assert_eq!(error("on (@dayss) x").remedy.as_deref(), Some("did you mean `days`?"));
        assert_eq!(error("on (@dayss) x").range(), Some(4..10));
        assert_eq!(
            (error("(a|b) {2}").message.as_str(), error("(a|b) {2}").range()),
            ("`{2}` names no brackets", Some(6..9))
        );
        let twelve = "(a|b|c|d|e|f|g|h|i|j|k|l)";
        assert!(error(&format!("{twelve} {twelve} {twelve}")).message.contains("more than 200 forms"));
    }
}
