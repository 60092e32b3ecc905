use super::*;
use crate::text::Document;

/// The text with ⟦ ⟧ for paired marks, ⟨ ⟩ for unpaired ones; a quotation that runs on ends in ⟧ after its last token.
fn shown(text: &str) -> String {
    let doc = Document::new(text);
    let mut out = String::new();
    let mut at = 0;
    for (index, token) in doc.tokens.iter().enumerate() {
        out.push_str(&text[at..token.span.start as usize]);
        at = token.span.end as usize;
        let index = index as u32;
        let opens = doc.quotations.pairs.iter().any(|p| p.open == index);
        let closes = doc.quotations.pairs.iter().any(|p| p.close == index);
        if doc.quotations.unpaired.contains(&index) {
            out.push_str("⟨⟩");
        } else if opens {
            out.push('⟦');
        } else if closes && token.has(Flags::CLOSES) {
            out.push('⟧');
        } else {
            out.push_str(token.span.of(text));
            if closes {
                out.push('⟧');
            }
        }
    }
    out + &text[at..]
}

const CASES: &[(&str, &str)] = &[
    ("He said “yes” and left.", "He said ⟦yes⟧ and left."),
    ("The members `` demand talks '' in May.", "The members ⟦` demand talks ⟧' in May."),
    ("The name \".tv\" earns, and \".NET\" too.", "The name ⟦.tv⟧ earns, and ⟦.NET⟧ too."),
    ("He said \"yes\" and \"no\".", "He said ⟦yes⟧ and ⟦no⟧."),
    ("\"Yes,\" he said. \"No.\"", "⟦Yes,⟧ he said. ⟦No.⟧"),
    ("(\"Yes\") —\"no\"— [“so”]", "(⟦Yes⟧) —⟦no⟧— [⟦so⟧]"),
    ("a “just order”he added", "a ⟦just order⟧he added"),
    ("a \"just order\"he added", "a ⟦just order⟧he added"),
    ("« Oui », dit-il. «Non»", "⟦ Oui ⟧, dit-il. ⟦Non⟧"),
    ("»Ja«, sagte er. »Nein«", "⟦Ja⟧, sagte er. ⟦Nein⟧"),
    ("„Ja“, sagte er. „Nein”", "⟦Ja⟧, sagte er. ⟦Nein⟧"),
    ("„Ja\" and „no“ again", "⟦Ja⟧ and ⟦no⟧ again"),
    ("She was “cheering her. »", "She was ⟦cheering her. ⟧"),
    ("the “ still refuses ” of", "the ⟦ still refuses ⟧ of"),
    ("He said ”yes” twice", "He said ⟦yes⟧ twice"),
    ("He said “yes“ twice", "He said ⟦yes⟧ twice"),
    ("``so'' they say", "⟦`so⟧' they say"),
    ("「はい」と『いいえ』", "⟦はい⟧と⟦いいえ⟧"),
    ("“He said ‘no’ to me,” she said.", "⟦He said ⟦no⟧ to me,⟧ she said."),
    ("\"He said 'no' to me,\" she said.", "⟦He said ⟦no⟧ to me,⟧ she said."),
    ("‘He said “no” to me,’ she said.", "⟦He said ⟦no⟧ to me,⟧ she said."),
    ("the 'new' car and the 'old' one", "the ⟦new⟧ car and the ⟦old⟧ one"),
    ("the leaders’ plan and the boys' hats", "the leaders’ plan and the boys' hats"),
    ("in the ’90s and '80s, rock ’n’ roll", "in the ’90s and '80s, rock ’n’ roll"),
    ("tell 'em it's over 'til May", "tell 'em it's over 'til May"),
    ("a 6'2\" man, 5′ 3″ tall", "a 6'2\" man, 5′ 3″ tall"),
    ("a 5\"x7\" print", "a 5\"x7\" print"),
    ("It’s China’s own", "It’s China’s own"),
    ("He said “yes and left.", "He said ⟨⟩yes and left."),
    ("He said yes” and left.", "He said yes⟨⟩ and left."),
    ("“One.\n\n“Two.”", "⟦One.⟧\n\n⟦Two.⟧"),
    ("\"One.\r\n\r\n\"Two,\" he said.", "⟦One.⟧\r\n\r\n⟦Two,⟧ he said."),
    ("“One.\n\nTwo.”", "⟨⟩One.\n\nTwo.⟨⟩"),
    ("\"One. \"Two,\" he said.", "⟦One.⟧ ⟦Two,⟧ he said."),
    ("“👍🏽” and “e\u{301}”", "⟦👍🏽⟧ and ⟦e\u{301}⟧"),
    ("הוא אמר “שלום” והלך", "הוא אמר ⟦שלום⟧ והלך"),
    ("“Really?” “Yes!” “No…”", "⟦Really?⟧ ⟦Yes!⟧ ⟦No…⟧"),
    ("the film 'Heat' and workers' rights", "the film ⟦Heat⟧ and workers' rights"),
    ("“the workers’ party,” he said", "⟦the workers’ party,⟧ he said"),
    ("‘the workers’ party,’ he said", "⟦the workers’ party,⟧ he said"),
    ("'Interview' author dies at 80", "⟦Interview⟧ author dies at 80"),
    ("O’Brien’s ‘word’.", "O’Brien’s ⟦word⟧."),
];

#[test]
fn marks_are_paired_as_a_reader_would() {
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|(text, expected)| shown(text) != *expected)
        .map(|(text, expected)| format!("{text:?}\n  expected {expected:?}\n  got      {:?}", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn what_stands_inside_is_quoted() {
    let text = "He said “a ‘b’ c” d.";
    let doc = Document::new(text);
    let quoted: String =
        doc.tokens.iter().filter(|t| t.has(Flags::QUOTED)).map(|t| t.span.of(text)).collect::<Vec<_>>().join(" ");
    assert_eq!(quoted, "a ‘ b ’ c");
    assert_eq!(doc.quotations.pairs.iter().map(|p| p.depth).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn any_sequence_of_marks_gives_sound_pairs() {
    let signs = ["\"", "“", "”", "'", "‘", "’", "«", "»", "„", "a", " ", "s", ".", "\n\n", "``", "''", "5"];
    let mut state = 7u32;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..20 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(signs[(state >> 16) as usize % signs.len()]);
        }
        let doc = Document::new(&text);
        let pairs = &doc.quotations.pairs;
        let mut used = std::collections::BTreeSet::new();
        for pair in pairs {
            assert!(pair.open < pair.close || doc.tokens[pair.open as usize].has(Flags::OPENS), "{text:?} {pair:?}");
            assert!(used.insert(pair.open), "{text:?}: a mark opens twice");
        }
        for (i, a) in pairs.iter().enumerate() {
            for b in &pairs[i + 1..] {
                let crossed = a.open < b.open && b.open < a.close && a.close < b.close;
                assert!(!crossed, "{text:?}: {a:?} crosses {b:?}");
            }
        }
    }
}
