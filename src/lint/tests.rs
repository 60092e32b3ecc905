use super::*;
use crate::engine::Options;
use crate::rule::RuleSet;
use std::sync::{Arc, OnceLock};

fn rules() -> &'static Arc<RuleSet> {
    static RULES: OnceLock<Arc<RuleSet>> = OnceLock::new();
    RULES.get_or_init(|| Arc::new(RuleSet::built_in()))
}

fn found(markup: Format, file: &str) -> Checked {
    let linter = Linter::new(Arc::clone(rules()), Options::default()).unwrap();
    linter.check_file(markup, &Article::new(file))
}

/// What stands in the file at each finding, with its rule.
fn places(markup: Format, file: &str) -> Vec<(String, String)> {
    let checked = found(markup, file);
    checked.findings.iter().map(|f| (rules().get(f.rule).name.to_string(), f.span.of(file).to_owned())).collect()
}

fn fixed(markup: Format, file: &str) -> String {
    let linter = Linter::new(Arc::clone(rules()), Options::default()).unwrap();
    linter.fix_file(markup, Article::new(file), Applicability::Unsafe).article.text.into_owned()
}

#[test]
fn spans_are_those_of_the_file() {
    let html = "\u{feff}<p>\u{1f389} MM. Xi&nbsp;and\r\nPutin met e\u{301}\u{301} on <b>monday</b>.</p>";
    let places = places(Format::Html, html);
    assert!(places.contains(&("foreign-honorific".into(), "MM. Xi&nbsp;and\r\nPutin".into())), "{places:?}");
    assert!(places.contains(&("lowercase-demonym".into(), "monday".into())), "{places:?}");
}

#[test]
fn corrections_keep_references_and_tags() {
    let html = "<p>He said &laquo;&nbsp;we &amp; they&nbsp;&raquo; in Gen&egrave;ve on <i>monday</i>&nbsp;.</p><p>&ldquo;So&rdquo;</p>";
    assert_eq!(
        fixed(Format::Html, html),
        "<p>He said &ldquo;we &amp; they&rdquo; in Geneva on <i>Monday</i>.</p><p>&ldquo;So&rdquo;</p>"
    );
}

#[test]
fn an_edit_over_a_tag_is_only_shown() {
    let html = "<p>MM. <em>Xi</em> and Putin met.</p>";
    let checked = found(Format::Html, html);
    assert_eq!(checked.findings[0].fixes[0].applicability, Applicability::DisplayOnly);
    assert_eq!(fixed(Format::Html, html), html);
}

#[test]
fn only_the_beginning_of_a_sentence_gets_a_capital() {
    let goes_on = [
        "<p><em lang=fr>Le Monde</em> reports it.</p>",
        "<p><code>cargo</code> builds it.</p>",
        "<p><img src=x alt=iPhone> sales rose.</p>",
        "<p>He wrote it.</p><blockquote><p>We are here.</p></blockquote><p>and he left.</p>",
        "<p>They bought it.</p><ul><li>Apples</ul><p>and they left.</p>",
        "<p>They bought it,<br>and they left.</p>",
    ];
    for html in goes_on {
        assert_eq!(places(Format::Html, html), [], "{html}");
    }
    for markdown in ["`cargo` builds it.\n", "They run it.\n\n```\ncode\n```\n\nand they left.\n"] {
        assert_eq!(places(Format::Markdown, markdown), [], "{markdown}");
    }
    let html = |they: &str| format!("<p>It rained all day.</p><p>{they} left the town at dawn, before the rest.</p>");
    assert_eq!(fixed(Format::Html, &html("they")), html("They"));
}

#[test]
fn a_paragraph_goes_with_its_tags() {
    let html = "<p>One day.</p>\r\n<p class=x>Read also: <a href=y>More</a></p>\r\n<p>Two.</p>\r\n";
    assert_eq!(fixed(Format::Html, html), "<p>One day.</p>\r\n<p>Two.</p>\r\n");
    assert_eq!(fixed(Format::Markdown, "One day.\n\nRead also: [More](y)\n\nTwo.\n"), "One day.\n\nTwo.\n");
}

#[test]
fn titles_may_repeat_the_headline_and_are_checked() {
    let html =
        "<title>kyiv needs far more cash than it has</title><h1>kyiv needs far more cash than it has</h1><p>Text.</p>";
    let names: Vec<String> = places(Format::Html, html).into_iter().map(|p| p.0).collect();
    assert_eq!(names, ["lowercase-proper-noun", "lowercase-proper-noun"]);
}

#[test]
fn titles_and_descriptions_are_free_to_repeat_and_to_name_the_site_but_not_to_be_garbled() {
    let html = "<title>R&amp;amp;D at CafÃ© Central | Daily Herald</title>\
        <meta name=description content=\"The <unk> of caf&amp;eacute;s\"><h1>R&D at Café Central</h1><p>Text.</p>";
    let names: Vec<String> = places(Format::Html, html).into_iter().map(|p| p.0).collect();
    assert_eq!(names, ["html-entity", "mojibake", "unknown-token", "html-entity"]);
    let markdown = "---\ntitle: R&amp;D at CafÃ©\n---\n\n# R&D at Café Central\n\nText.\n";
    let names: Vec<String> = places(Format::Markdown, markdown).into_iter().map(|p| p.0).collect();
    assert_eq!(names, ["html-entity", "mojibake"]);
}

#[test]
fn comments_silence_the_next_block_a_stretch_or_the_file() {
    let p = "<p>MM. Xi and Putin left.</p>";
    let count = |html: &str| places(Format::Html, html).iter().filter(|p| p.0 == "foreign-honorific").count();
    assert_eq!(count(&format!("{p}<!-- copydesk-ignore foreign-honorific -->{p}{p}")), 2);
    assert_eq!(count(&format!("{p}<!-- copydesk-ignore-start names -->{p}{p}<!-- copydesk-ignore-end -->{p}")), 2);
    assert_eq!(count(&format!("{p}{p}<!-- copydesk-ignore-file: old -->")), 0);
    assert_eq!(count("<p>MM. <b>Xi</b><!-- copydesk-ignore names --> and Putin left.</p>"), 0);
    assert_eq!(count(&format!("<!-- copydesk-ignore lowercase-demonym -->{p}")), 1);
}

#[test]
fn a_comment_without_effect_is_told_and_goes() {
    let html = "<p>Fine.</p>\n<!-- copydesk-ignore names: was needed -->\n<p>Fine too.</p>\n";
    assert_eq!(places(Format::Html, html)[0].0, "unused-suppression");
    assert_eq!(fixed(Format::Html, html), "<p>Fine.</p>\n<p>Fine too.</p>\n");
}

#[test]
fn the_language_of_the_page_is_respected() {
    let quote =
        |lang: &str| format!("<html lang={lang}><p>He called it “fair”, she said.</p><p>“No”, he said.</p></html>");
    let commas = |lang: &str| places(Format::Html, &quote(lang)).len();
    assert_eq!(commas("en-GB"), 0);
    assert_eq!(commas("en-US"), 2);
}

#[test]
fn many_corrections_of_a_long_page_take_linear_time() {
    let start = std::time::Instant::now();
    // No paragraph repeats another: a repeated one would be one finding as a whole.
    let paragraph = |n| {
        format!("<p>MM. <b>Xi</b> and Putin met at stall {n} on <i>monday</i>, « he said » in Gen&egrave;ve .</p>\n")
    };
    let html: String = (0..4000).map(paragraph).collect();
    assert!(found(Format::Html, &html).findings.len() > 10_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn what_cannot_go_as_a_whole_is_not_left_without_words() {
    let files = [
        (Format::Markdown, "It rained.\n\n- Read also: The mayor is back\n\n  Two goes on.\n\nIt snowed.\n"),
        (Format::Markdown, "| a | b |\n|---|---|\n| Read also: The mayor is back | c |\n"),
        (Format::Html, "<p>It rained.</p><table><tr><td>Read also: The mayor is back</td></tr></table>"),
        (Format::Html, "<p>It rained.</p><p id=a>Read also: The mayor is back</p><p>See <a href=\"#a\">there</a>.</p>"),
    ];
    for (format, file) in files {
        assert_eq!(fixed(format, file), file);
    }
    assert!(files.iter().any(|(format, file)| !found(*format, file).findings.is_empty()));
}

#[test]
fn corrections_of_subtitles_stay_within_the_words_of_a_cue() {
    let file = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>The envoy left\r\nkyiv</i> on\r\n\r\n2\r\n\
        00:00:03,000 --> 00:00:04,000\r\n{\\an8}monday with the\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\nthe others .\r\n";
    let over = "the\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\nthe";
    let places = places(Format::Subtitles, file);
    assert!(places.contains(&("repeated-words".into(), over.into())), "{places:?}");
    let expected = file.replace("kyiv", "Kyiv").replace("monday", "Monday").replace("others .", "others.");
    assert_eq!(fixed(Format::Subtitles, file), expected);
}

#[test]
fn a_cue_is_never_left_without_words() {
    let cue = |n: usize, words: &str| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n");
    for words in
        [&["Read also: The mayor is back"][..], &["The bridge is open.", "Read also: The mayor is back", "It is."]]
    {
        let file: String = (1..).zip(words).map(|(n, words)| cue(n, words)).collect();
        let found = found(Format::Subtitles, &file);
        assert!(found.findings.iter().any(|f| !f.fixes.is_empty()), "{words:?}");
        assert_eq!(fixed(Format::Subtitles, &file), file);
    }
}

/// How many findings of `rule` the text has, and how many of them are more than hints.
fn counts(rule: &str, text: &str) -> (usize, usize) {
    let checked = found(Format::Plain, text);
    let ours = || checked.findings.iter().filter(|f| &*rules().get(f.rule).name == rule);
    (ours().count(), ours().filter(|f| f.severity > crate::finding::Severity::Info).count())
}

#[test]
fn a_pair_of_marks_is_one_finding_of_one_rule() {
    for text in
        ["« We leave », she said in May.", "„ We leave “, she said in May.", "He called it “ a just order ” in May."]
    {
        assert_eq!(found(Format::Plain, text).findings.len(), 1, "{text}");
        let mended = fixed(Format::Plain, text);
        assert_eq!(found(Format::Plain, &mended).findings.len(), 0, "{mended}");
    }
    // Each paragraph of a long quotation opens it again, and is mended by itself.
    assert_eq!(
        fixed(Format::Plain, "«We go on.\n\n«We go on to the end,» he said. “No,” she said."),
        "“We go on.\n\n“We go on to the end,” he said. “No,” she said."
    );
}

#[test]
fn marks_that_are_spoken_of_and_arrows_are_no_quotations() {
    for text in [
        "Home » News » Transport\n\nThe bridge was opened on Monday.\n\nNext story »",
        "The French put theirs in «guillemets», and the Germans go „low and high“.",
        "French has the marks « and », and no others. The pair « » is wide.",
    ] {
        assert_eq!(counts("foreign-quotation-marks", text), (0, 0), "{text}");
    }
}

#[test]
fn a_text_about_another_language_gets_hints_at_most() {
    let words = ["дом", "вода", "хлеб", "соль", "мост", "река", "снег", "гора", "окно"];
    let phrases =
        |n: usize| words[..n].iter().map(|word| format!("Today we learn {word} and use it.")).collect::<String>();
    assert_eq!(counts("foreign-script", &phrases(3)), (3, 3));
    assert_eq!(counts("foreign-script", &phrases(9)), (9, 0));
}

#[test]
fn rows_of_marks_and_dashes_are_no_slips() {
    let text = format!("The first part.\n\n{}\n\n{}\n\nThe second part.", "—".repeat(40), "¿".repeat(11));
    assert_eq!(counts("doubled-dash", &text), (0, 0));
    assert_eq!(counts("inverted-mark", &text), (0, 0));
    assert_eq!(fixed(Format::Plain, &text), text);
}
