use super::tags::NAMES;
use super::*;
use crate::text::token::{TokenKind, tokenize};

fn set(names: &str) -> Tags {
    names.split('|').map(|n| Tags::parse(n).unwrap()).fold(Tags::NONE, Tags::union)
}

#[test]
fn names_of_tags() {
    assert_eq!(Tags::parse("PRP$"), Some(Tags::PRPS));
    assert_eq!(Tags::parse("VF"), Some(Tags::VBD | Tags::VBP | Tags::VBZ));
    assert_eq!(Tags::parse("NNPS"), None);
    assert_eq!(Tags::parse(""), None);
    assert_eq!((Tags::VBZ | Tags::NNS).to_string(), "NNS|VBZ");
    for name in NAMES {
        assert_eq!(Tags::parse(name).unwrap().to_string(), name);
    }
}

#[test]
fn tags_of_forms() {
    for (form, names) in [
        ("date", "NN|VB|VBP"),
        ("dates", "NNS|VBZ"),
        ("dated", "VBD|VBN|JJ"),
        ("took", "VBD"),
        ("taken", "VBN"),
        ("said", "VBD|VBN"),
        ("that", "DT|IN|WDT|RB"),
        ("her", "PRP|PRP$"),
        ("his", "PRP|PRP$"),
        ("'s", "POS|VBZ"),
        ("the", "DT"),
        ("will", "MD|NN"),
        ("is", "VBZ"),
        ("were", "VBD"),
        ("been", "VBN"),
        ("have", "VB|VBP"),
        ("does", "VBZ"),
        ("to", "TO"),
        ("of", "IN"),
        ("and", "CC"),
        ("who", "WP"),
        ("whose", "WP$"),
        ("which", "WDT|WP"),
        ("where", "WRB"),
        ("there", "EX|RB"),
        ("seven", "CD"),
        ("children", "NNS"),
        ("women", "NNS"),
        ("criteria", "NNS"),
        ("sheep", "NN|NNS"),
        ("information", "NN"),
        ("clothes", "NNS|VBZ"),
        ("meeting", "NN|VBG"),
        ("bigger", "JJR"),
        ("worst", "JJS|RBS|NN"),
        ("quickly", "RB"),
        ("county", "NN"),
        ("counties", "NNS"),
        ("lawmakers", "NNS"),
        ("russian", "JJ|NNP"),
        ("tuesday", "NNP"),
        ("don't", "VB|VBP|RB"),
        ("it's", "PRP|VBZ"),
        ("livestreamed", "VBD|VBN"),
    ] {
        assert!(tags(form).is_only(set(names)), "{form} is {}, not {names}", tags(form));
        let needed = set(names).without(Tags::JJ | Tags::NN);
        assert_eq!(tags(form).and(needed), needed, "{form}");
    }
    assert_eq!(tags("Dates"), tags("dates"));
    assert_eq!(tags("Don’t"), tags("don't"));
    assert!(is_word("sanctions") && is_word("Sanctions") && is_word("the"));
    for unknown in ["sanktions", "zzz", "", "’", "naïvetéx", "\u{ad}"] {
        assert!(!is_word(unknown), "{unknown}");
    }
}

#[test]
fn lemmas() {
    for (form, names, expected) in [
        ("dates", "VBZ", "date"),
        ("dates", "NNS", "date"),
        ("took", "V", "take"),
        ("is", "V", "be"),
        ("were", "VF", "be"),
        ("had", "VBD", "have"),
        ("didn't", "V", "do"),
        ("went", "V", "go"),
        ("left", "V", "leave"),
        ("left", "JJ", "left"),
        ("leaves", "VBZ", "leave"),
        ("leaves", "NNS", "leaf"),
        ("lives", "NNS", "life"),
        ("lives", "VBZ", "live"),
        ("better", "JJR", "good"),
        ("children", "N", "child"),
        ("people", "NNS", "person"),
        ("stopped", "VBD", "stop"),
        ("dying", "VBG", "die"),
        ("overcame", "V", "overcome"),
        ("lying", "V", "lie"),
        ("analyses", "NNS", "analysis"),
        ("said", "V", "say"),
        ("Took", "V", "Take"),
        ("take", "VB", "take"),
    ] {
        assert_eq!(lemma(form, set(names)).as_deref(), Some(expected), "{form} {names}");
    }
    assert_eq!(lemma("took", Tags::N), None);
    assert_eq!(lemma("qwxz", Tags::V), None);
}

#[test]
fn inflection() {
    for (word, tag, expected) in [
        ("take", "VBD", "took"),
        ("take", "VBN", "taken"),
        ("take", "VBG", "taking"),
        ("take", "VBZ", "takes"),
        ("take", "VB", "take"),
        ("Take", "VBD", "Took"),
        ("be", "VBZ", "is"),
        ("be", "VBP", "are"),
        ("be", "VBN", "been"),
        ("have", "VBZ", "has"),
        ("do", "VBD", "did"),
        ("go", "VBD", "went"),
        ("make", "VBD", "made"),
        ("stop", "VBD", "stopped"),
        ("carry", "VBZ", "carries"),
        ("carry", "VBG", "carrying"),
        ("travel", "VBD", "traveled"),
        ("program", "VBD", "programmed"),
        ("run", "VBN", "run"),
        ("die", "VBG", "dying"),
        ("occur", "VBD", "occurred"),
        ("visit", "VBG", "visiting"),
        ("panic", "VBD", "panicked"),
        ("put", "VBG", "putting"),
        ("forecast", "VBD", "forecast"),
        ("box", "NNS", "boxes"),
        ("city", "NNS", "cities"),
        ("child", "NNS", "children"),
        ("person", "NNS", "people"),
        ("crisis", "NNS", "crises"),
        ("spokeswoman", "NNS", "spokeswomen"),
        ("hero", "NNS", "heroes"),
        ("sheep", "NNS", "sheep"),
        ("mother-in-law", "NNS", "mothers-in-law"),
        ("big", "JJR", "bigger"),
        ("happy", "JJS", "happiest"),
        ("good", "JJS", "best"),
        ("free", "JJR", "freer"),
        // Unknown to the table.
        ("frobnicate", "VBG", "frobnicating"),
        ("skrim", "VBD", "skrimmed"),
        ("gloopify", "VBD", "gloopified"),
        ("plaunch", "NNS", "plaunches"),
        ("vlox", "VBG", "vloxing"),
        ("quib", "VBD", "quibbed"),
        ("snoy", "VBD", "snoyed"),
        ("tulie", "VBG", "tulying"),
        ("over-stretch", "VBZ", "over-stretches"),
        ("re-re-elect", "VBD", "re-re-elected"),
    ] {
        assert_eq!(inflect(word, set(tag)).as_deref(), Some(expected), "{word} {tag}");
    }
    assert_eq!(inflect("beautiful", Tags::JJR), None);
    assert_eq!(inflect("the", Tags::NNS), None);
    assert_eq!(inflect("zorble", Tags::IN), None);
    assert_eq!(inflect("é", Tags::VBD).as_deref(), Some("éed"));
}

/// What a form is made from and what is made of its lemma agree, over the whole list of exact words.
#[test]
fn the_table_is_made_from_the_lists_beside_it() {
    let exact = include_str!("../../../data/english/exact.tsv");
    for line in exact.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (form, names) = (fields.next().unwrap(), fields.next().unwrap());
        assert_eq!(tags(form), set(&names.replace(' ', "|")), "{form}: run data/english/build.py");
        if let Some(expected) = fields.next() {
            assert_eq!(lemma(form, Tags::V).as_deref(), Some(expected), "{form}: run data/english/build.py");
        }
    }
    let rows = include_str!("../../../data/english/rows.csv");
    for line in rows.lines().filter(|l| !l.starts_with('#') && l.contains(",verb,") && !l.contains('!')) {
        let mut fields = line.split(',');
        let word = fields.next().unwrap().to_lowercase();
        for (forms, tag) in fields.skip(1).zip([Tags::VBD, Tags::VBN, Tags::VBG, Tags::VBZ]) {
            let first = forms.split('/').next().unwrap();
            if !first.is_empty() {
                assert_eq!(inflect(&word, tag).as_deref(), Some(first), "{word}: run data/english/build.py");
            }
        }
    }
}

fn tagged(text: &str) -> Vec<(&str, Tags)> {
    let tokens = tokenize(text);
    tokens.iter().zip(tag(text, &tokens)).map(|(token, tags)| (token.span.of(text), tags)).collect()
}

/// A sentence, a word of it (the last of its like), the tags it must have kept, the tags it must have lost.
const CASES: [(&str, &str, &str, &str); 66] = [
    ("The last meeting between Novak and Lind date back to June.", "date", "VB|VBP", "VBZ"),
    ("The last meeting between Novak and Lind date back to June.", "meeting", "NN", "V"),
    ("He will is aiming for a third term.", "will", "MD", "NN"),
    ("He will is aiming for a third term.", "is", "VBZ", ""),
    ("He will is aiming for a third term.", "aiming", "VBG", ""),
    ("He will is aiming for a third term.", "term", "NN", "V"),
    ("The firm will plans a new plant.", "plans", "VBZ", ""),
    ("Leaders meet in Geneva on Monday.", "meet", "VBP", "NN"),
    ("It was the will of the people.", "will", "NN", "MD"),
    ("The chancellor, whose will to fight is known, resigned.", "will", "NN", "MD"),
    ("The party lacks the political will to act.", "will", "NN", "MD"),
    ("The opposition plans to leave the coalition.", "plans", "VBZ", ""),
    ("The opposition plans to leave the coalition.", "leave", "VB", "NN|VBP"),
    ("The cabinet announced a plan to cut taxes.", "plan", "NN", "VB|VBP"),
    ("The cabinet announced a plan to cut taxes.", "cut", "VB", "VBN"),
    ("The cabinet announced a plan to cut taxes.", "announced", "VBD", "VBN"),
    ("Ukraine plans to buy tanks.", "plans", "VBZ", "NNS"),
    ("Increased sanctions hurt the economy.", "Increased", "JJ|VBN", ""),
    ("Increased sanctions hurt the economy.", "sanctions", "NNS", ""),
    ("The increased sanctions worry exporters.", "increased", "JJ|VBN", "VBD"),
    ("The increased sanctions worry exporters.", "sanctions", "NNS", "VBZ"),
    ("By increased sanctions the bloc hopes to win.", "sanctions", "NNS", "VBZ"),
    ("The port reopened, he said.", "said", "VBD", "VBN"),
    ("It is said that the port reopened.", "said", "VBN", "VBD"),
    ("“We will fight,” said Lind.", "fight", "VB", "NN|VBP"),
    ("Her lawyer spoke.", "Her", "PRP$", "PRP"),
    ("They told her that the trial was over.", "her", "PRP", "PRP$"),
    ("He gave her the keys.", "her", "PRP", "PRP$"),
    ("The court told her lawyer to wait.", "her", "PRP$", "PRP"),
    ("They said that the trial was over.", "that", "IN", "DT|RB"),
    ("Firms that sell arms must register.", "that", "WDT", "DT"),
    ("Firms that sell arms must register.", "must", "MD", "NN"),
    ("Russia's plans failed.", "plans", "NNS", "VBZ"),
    ("Russia's plans failed.", "Russia's", "NNP|POS", "VBZ"),
    ("The minister's leave ended.", "leave", "NN", "VB|VBP"),
    ("It's time to go.", "It's", "PRP|VBZ", ""),
    ("Their reports were late.", "reports", "NNS", "VBZ"),
    ("The agency reports its results.", "reports", "VBZ", "NNS"),
    ("The agency has set a date.", "set", "VBN", "VB|VBD|NN"),
    ("The agency has not yet set a date.", "set", "VBN", "VBD"),
    ("The house was left empty.", "left", "VBN", "VBD"),
    ("She left the house.", "left", "VBD", "VBN|JJ"),
    ("They don't work there.", "work", "VB", "NN|VBP"),
    ("They don't work there.", "there", "RB", "EX"),
    ("There were no survivors.", "There", "EX", "RB"),
    ("Did he leave the country?", "leave", "VB", "VBP|NN"),
    ("She may face charges.", "may", "MD", "NNP"),
    ("She may face charges.", "face", "VB", "NN"),
    ("Talks resume in May.", "May", "NNP", "MD"),
    ("He met Will Hart in March.", "Will", "NNP", "MD"),
    ("He met Will Hart in March.", "March", "NNP", "VB"),
    ("The WHO said so.", "WHO", "NNP", "WP"),
    ("The village of Zarnitsa was shelled.", "Zarnitsa", "NNP", "NN"),
    ("They frobbed the glimmish quazzly.", "frobbed", "VBD", ""),
    ("They frobbed the glimmish quazzly.", "quazzly", "RB", "NN"),
    ("About 1,200 people fled.", "1,200", "CD", ""),
    ("By building a new base, the army gained ground.", "building", "VBG", "NN"),
    ("The building of the base took years.", "building", "NN", "VBG"),
    ("This means that prices rise.", "means", "VBZ", "NNS"),
    ("These plans failed.", "plans", "NNS", "VBZ"),
    ("The bloc is imposing sanctions.", "sanctions", "NNS", "VBZ"),
    ("Doctors who treated the wounded described chaos.", "described", "VBD", ""),
    ("The poor pay the price.", "pay", "VBP", ""),
    ("The sanctions are working.", "sanctions", "NNS", "VBZ"),
    ("What the market needs is trust.", "needs", "VBZ", ""),
    ("Germany will never again support such plans.", "support", "VB", "NN"),
];

#[test]
fn neighbours_decide() {
    let mut wrong = Vec::new();
    for (text, word, kept, lost) in CASES {
        let (_, tags) = tagged(text).into_iter().rev().find(|(w, _)| *w == word).unwrap();
        let lost = if lost.is_empty() { Tags::NONE } else { set(lost) };
        if tags.and(set(kept)).is_empty() || tags.has_any(lost) {
            wrong.push(format!("{text} {word} is {tags}, not {kept} without {lost}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Sentences with the tag of each word.
const GOLD: [&str; 53] = [
    "The/DT ministry/NN said/VBD on/IN Tuesday/NNP that/IN increased/VBN sanctions/NNS would/MD not/RB stop/VB the/DT war/NN .",
    "Officials/NNS close/JJ to/TO the/DT talks/NNS say/VBP both/DT sides/NNS want/VBP a/DT deal/NN before/IN winter/NN .",
    "The/DT president/NN ,/, whose/WP$ will/NN to/TO fight/VB is/VBZ well/RB known/VBN ,/, refused/VBD to/TO comment/VB .",
    "Police/NNS found/VBD the/DT car/NN outside/IN a/DT school/NN in/IN the/DT east/NN of/IN the/DT city/NN .",
    "Why/WRB does/VBZ the/DT state/NN fear/VB a/DT free/JJ press/NN ?",
    "He/PRP had/VBD been/VBN working/VBG as/IN a/DT driver/NN and/CC lived/VBD with/IN his/PRP$ mother/NN .",
    "Its/PRP$ exports/NNS rose/VBD 3.5/CD %/NN last/JJ year/NN ,/, while/IN imports/NNS fell/VBD sharply/RB .",
    "Workers/NNS at/IN the/DT plant/NN went/VBD on/IN strike/NN over/IN pay/NN and/CC conditions/NNS .",
    "The/DT attack/NN left/VBD at/IN least/JJS 12/CD people/NNS dead/JJ and/CC dozens/NNS more/RBR wounded/VBN .",
    "People/NNS who/WP work/VBP at/IN night/NN sleep/VBP badly/RB ,/, a/DT new/JJ study/NN shows/VBZ .",
    "They/PRP plan/VBP to/TO march/VB to/TO the/DT parliament/NN building/NN on/IN Friday/NNP .",
    "The/DT two/CD leaders/NNS will/MD meet/VB again/RB next/JJ month/NN ,/, their/PRP$ offices/NNS confirmed/VBD .",
    "A/DT man/NN arrested/VBN by/IN police/NNS died/VBD in/IN custody/NN ,/, prompting/VBG protests/NNS across/IN the/DT country/NN .",
    "What/WP the/DT market/NN needs/VBZ is/VBZ trust/NN ,/, the/DT bank's/NN chief/JJ economist/NN wrote/VBD .",
    "She/PRP could/MD face/VB up/RB to/TO ten/CD years/NNS in/IN prison/NN if/IN convicted/VBN of/IN fraud/NN .",
    "Most/JJS of/IN those/DT killed/VBN were/VBD women/NNS and/CC children/NNS who/WP had/VBD fled/VBN the/DT fighting/NN .",
    "The/DT European/NNP Union/NNP plans/VBZ to/TO cut/VB its/PRP$ use/NN of/IN Russian/JJ gas/NN by/IN two/CD thirds/NNS .",
    "It/PRP remains/VBZ unclear/JJ how/WRB long/RB the/DT ceasefire/NN will/MD last/VB ,/, diplomats/NNS warn/VBP .",
    "Rising/VBG costs/NNS have/VBP forced/VBN the/DT company/NN to/TO close/VB three/CD plants/NNS this/DT year/NN .",
    "The/DT judge/NN ordered/VBD him/PRP to/TO pay/VB the/DT fine/NN and/CC set/VBD a/DT date/NN for/IN the/DT appeal/NN .",
    "Voters/NNS head/VBP to/TO the/DT polls/NNS in/IN France/NNP today/NN amid/IN fears/NNS of/IN a/DT record/JJ low/JJ turnout/NN .",
    "Nobody/NN knows/VBZ what/WP made/VBD the/DT ship/NN change/VB course/NN ,/, said/VBD Anna/NNP Berg/NNP of/IN the/DT coast/NN guard/NN .",
    "Once/RB a/DT rising/VBG star/NN ,/, he/PRP is/VBZ now/RB wanted/VBN on/IN charges/NNS of/IN theft/NN and/CC document/NN fraud/NN .",
    "The/DT water/NN supply/NN was/VBD cut/VBN off/RP after/IN shells/NNS hit/VBD a/DT pumping/VBG station/NN near/IN the/DT front/JJ line/NN .",
    "The/DT finance/NN minister/NN told/VBD reporters/NNS that/IN growth/NN will/MD slow/VB further/RBR next/JJ year/NN .",
    "Rescue/NN teams/NNS searched/VBD for/IN survivors/NNS through/IN the/DT night/NN after/IN a/DT landslide/NN buried/VBD dozens/NNS of/IN homes/NNS .",
    "Lawmakers/NNS voted/VBD 52/CD to/TO 48/CD to/TO block/VB the/DT measure/NN ,/, which/WDT the/DT White/NNP House/NNP backs/VBZ .",
    "Shares/NNS in/IN the/DT carmaker/NN closed/VBD down/RB 4/CD %/NN as/IN investors/NNS weighed/VBD the/DT report/NN .",
    "Farmers/NNS blame/VBP cheap/JJ imports/NNS for/IN the/DT drop/NN in/IN prices/NNS ,/, and/CC many/JJ fear/VBP worse/JJR to/TO come/VB .",
    "The/DT court/NN heard/VBD how/WRB the/DT driver/NN ,/, 34/CD ,/, had/VBD used/VBN his/PRP$ phone/NN seconds/NNS before/IN the/DT crash/NN .",
    "Both/CC sides/NNS accuse/VBP each/DT other/JJ of/IN breaking/VBG the/DT truce/NN signed/VBN in/IN Minsk/NNP last/JJ February/NNP .",
    "His/PRP$ party/NN is/VBZ set/VBN to/TO lose/VB control/NN of/IN parliament/NN if/IN the/DT exit/NN polls/NNS prove/VBP right/JJ .",
    "Thousands/NNS marched/VBD to/TO demand/VB that/IN the/DT president/NN step/VB down/RB over/IN the/DT scandal/NN .",
    "Scientists/NNS hope/VBP the/DT find/NN will/MD shed/VB light/NN on/IN how/WRB early/JJ humans/NNS lived/VBD .",
    "The/DT Kremlin/NNP denies/VBZ the/DT claims/NNS and/CC says/VBZ it/PRP wants/VBZ talks/NNS .",
    "Heavy/JJ rain/NN and/CC strong/JJ winds/NNS are/VBP forecast/VBN for/IN the/DT coast/NN on/IN Sunday/NNP .",
    "Asked/VBN about/IN the/DT plan/NN ,/, a/DT spokesman/NN declined/VBD to/TO give/VB details/NNS .",
    "The/DT team/NN needs/VBZ to/TO win/VB its/PRP$ last/JJ two/CD games/NNS to/TO stay/VB up/RB .",
    "Local/JJ media/NNS report/VBP that/IN the/DT suspect/NN fled/VBD on/IN foot/NN .",
    "Turkey/NNP said/VBD its/PRP$ jets/NNS struck/VBD targets/NNS in/IN northern/JJ Iraq/NNP overnight/RB .",
    "The/DT airline/NN cancelled/VBD all/DT flights/NNS after/IN pilots/NNS walked/VBD out/RP .",
    "Unions/NNS warn/VBP that/IN strikes/NNS could/MD spread/VB to/TO ports/NNS and/CC rail/NN lines/NNS .",
    "Nobody/NN told/VBD us/PRP anything/NN ,/, one/CD mother/NN said/VBD ,/, holding/VBG her/PRP$ child/NN .",
    "Prices/NNS have/VBP more/RBR than/IN doubled/VBN since/IN the/DT spring/NN ,/, hitting/VBG poor/JJ families/NNS hardest/RBS .",
    "The/DT ship/NN ,/, which/WDT left/VBD Odesa/NNP on/IN Monday/NNP ,/, is/VBZ carrying/VBG grain/NN bound/VBN for/IN Egypt/NNP .",
    "Judges/NNS rule/VBP on/IN the/DT appeal/NN this/DT week/NN ,/, but/CC few/JJ expect/VBP a/DT surprise/NN .",
    "Hospitals/NNS report/VBP shortages/NNS of/IN drugs/NNS and/CC clean/JJ water/NN .",
    "It/PRP is/VBZ the/DT first/JJ time/NN the/DT party/NN has/VBZ lost/VBN the/DT seat/NN since/IN the/DT war/NN .",
    "He/PRP must/MD now/RB decide/VB whether/IN to/TO stand/VB again/RB .",
    "Doctors/NNS who/WP treated/VBD the/DT wounded/VBN described/VBD scenes/NNS of/IN chaos/NN .",
    "Investors/NNS fear/VBP the/DT bank/NN will/MD raise/VB rates/NNS faster/RBR than/IN planned/VBN .",
    "Pope/NNP Francis/NNP urged/VBD leaders/NNS to/TO end/VB the/DT fighting/NN and/CC let/VB aid/NN through/RP .",
    "Germany/NNP and/CC France/NNP back/VBP the/DT move/NN ;/: Hungary/NNP opposes/VBZ it/PRP .",
];

#[test]
fn the_right_tag_stays() {
    let (mut words, mut left, mut lost) = (0, 0, Vec::new());
    for sentence in GOLD {
        let pairs: Vec<_> = sentence.split(' ').map(|w| w.rsplit_once('/').unwrap_or((w, w))).collect();
        let text = pairs.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(" ");
        let tokens = tokenize(&text);
        assert_eq!(tokens.len(), pairs.len(), "{text}");
        for ((token, tags), (word, gold)) in tokens.iter().zip(tag(&text, &tokens)).zip(pairs) {
            if !matches!(token.kind, TokenKind::Punct | TokenKind::Quote) {
                words += 1;
                left += tags.0.count_ones();
                if !tags.has_any(Tags::parse(gold).unwrap()) {
                    lost.push(format!("{word} is {tags}, not {gold}: {text}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} of {words} lost:\n{}", lost.len(), lost.join("\n"));
    assert!(left * 2 < words * 3, "{left} tags left on {words} words");
}

#[test]
fn any_text_is_tagged_in_linear_time() {
    let text = "“".repeat(100_000) + &"plans ".repeat(100_000) + &"not ".repeat(100_000) + &"x".repeat(300_000) + "é’s";
    let tokens = tokenize(&text);
    assert_eq!(tag(&text, &tokens).len(), tokens.len());
    assert!(tag("", &[]).is_empty());
}
