use super::*;
use crate::formats::extract::Reach;

/// The blocks of `html`, with what the file has for each.
fn blocks(html: &str) -> Vec<(String, String)> {
    let out = read(html);
    sound(html, &out);
    out.map.elements.iter().map(|p| (p.text.of(&out.article.text).to_owned(), p.file.of(html).to_owned())).collect()
}

/// Every piece stands where it says.
pub fn sound(file: &str, out: &Loaded<'_>) {
    for piece in &out.map.pieces {
        assert!(!piece.plain || piece.text.of(&out.article.text) == piece.file.of(file), "{piece:?} of {file:?}");
    }
    assert!(out.map.pieces.windows(2).all(|w| w[0].text.end <= w[1].text.start));
    assert!(!out.article.text.contains("\n\n\n"), "{:?}", out.article.text);
}

fn texts(html: &str) -> Vec<String> {
    blocks(html).into_iter().map(|b| b.0).collect()
}

#[test]
fn blocks_and_inline_tags() {
    let html = "<!doctype html>\r\n<html lang=en-GB><head><title>A &amp; B</title><script>if (a<b) {}</script></head>\r\n<body><h1>One <em>t</em>wo</h1>\r\n<p>Sergue\u{ef} 😀 met&nbsp;her\r\n  there.</p><ul><li>First<li>Second</ul></body></html>";
    assert_eq!(texts(html), ["One two", "Sergue\u{ef} 😀 met\u{a0}her there.", "First", "Second", "A & B"]);
    assert_eq!(read(html).article.english, Some(crate::language::Variety::Uk));
    assert_eq!(blocks(html)[0].1, "<h1>One <em>t</em>wo</h1>");
}

#[test]
fn what_is_no_text_is_left_out() {
    let html = "<nav>Home</nav><p>Run <code>x ,y</code> now.</p><pre>a  b</pre><style>p{}</style><p lang=fr>Bonjour.</p><p>End<!-- no --> of it.</p>";
    assert_eq!(texts(html), ["Run \u{fffc} now.", "End of it."]);
}

#[test]
fn what_a_block_begins_with_keeps_its_place() {
    assert_eq!(
        texts("<p><code>x</code> is here.</p><p><i lang=fr>Le Monde</i> was told.</p>"),
        ["\u{fffc} is here.", "\u{fffc} was told."]
    );
    // A picture is an ornament, or stands for the first word or the first letter.
    let pictures = "<p><img src=a> Read on.</p><p><svg></svg>Share</p><p><img> sales rose.</p><p><img>he sea.</p>";
    assert_eq!(texts(pictures), ["Read on.", "Share", "\u{fffc} sales rose.", "\u{fffc}he sea."]);
    assert_eq!(texts("<p><img></p><p><code>x</code> <b></b></p><p>Text.</p>"), ["Text."]);
    assert_eq!(texts("<head><img><code>x</code></head>"), Vec::<String>::new());
}

#[test]
fn what_may_interrupt_a_sentence() {
    let interrupted = |html: &str| read(html).map.elements.last().unwrap().interrupted;
    for between in
        ["<pre>x</pre>", "<ul><li>x</ul>", "<blockquote>X.</blockquote>", "<img>", "<p><img></p>", "<iframe></iframe>"]
    {
        assert!(interrupted(&format!("<p>They said</p>{between}<p>and left.</p>")), "{between}");
        assert!(!interrupted(&format!("{between}<p>They said</p><p>and left.</p>")), "{between}");
    }
    assert!(interrupted("<p>They said<br>and left.</p>"));
    for between in ["", "<script></script>", "<hr>", "<p></p>"] {
        assert!(!interrupted(&format!("<p>They said</p>{between}<p>and left.</p>")), "{between}");
    }
}

#[test]
fn fragments_and_broken_tags() {
    assert_eq!(texts("Just <b>text</i> here<p>and</div> more < less"), ["Just text here", "and more < less"]);
    assert_eq!(texts("one<br>two<br/><br>three"), ["one", "two", "three"]);
    assert_eq!(texts(""), Vec::<String>::new());
    assert_eq!(texts("<p>cut <b"), ["cut"]);
    assert_eq!(texts("\u{feff}<p>é</p>"), ["é"]);
}

#[test]
fn descriptions_and_titles_stand_apart() {
    let html = "<title>T</title><meta content='He said &quot;no&quot;' name=description><meta name=author content=X><p>Text.</p>";
    assert_eq!(texts(html), ["Text.", "T", "He said \"no\""]);
    let out = read(html);
    assert_eq!(out.map.elements.iter().map(|p| p.apart).collect::<Vec<_>>(), [false, true, true]);
    assert!(out.map.elements[2].value);
}

#[test]
fn comments_may_ask_for_silence() {
    let html = "<!-- copydesk-ignore foreign-honorific, names: a title of the time --><p>MM.</p><!-- copydesk-ignore-start --><!-- copydesk-ignored -->";
    let notes = read(html).notes;
    assert_eq!(notes.len(), 2);
    assert_eq!((notes[0].reach, notes[0].rules.len()), (Reach::Block, 2));
    assert_eq!((notes[1].reach, notes[1].rules.len()), (Reach::Start, 0));
}

#[test]
fn hostile_pages_are_read_in_linear_time() {
    let start = std::time::Instant::now();
    for part in ["<div>", "<p>", "</p>", "<b>", "&amp;", "&", "<", "<!--", "<p lang=fr>", "<a href='", "<li><p>x"] {
        let html = part.repeat(200_000);
        sound(&html, &read(&html));
    }
    let html = format!("<div title=\"{}\">x</div>", "y ".repeat(4 << 20));
    assert_eq!(texts(&html), ["x"]);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
