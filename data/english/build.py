#!/usr/bin/env python3
"""Makes forms.bin: every English word form, the tags it can have, its lemmas, and the forms of each lemma.

    pip download --no-deps lemminflect==0.2.3 && unzip lemminflect-0.2.3-*.whl -d lemminflect
    python3 build.py lemminflect/lemminflect        # the folder that holds resources/

Reads the package's inflection table, then rows.csv and exact.tsv beside this file, which go before it. The layout of
forms.bin is described in src/text/form/table.rs. The same input gives the same bytes.
"""
import gzip
import pathlib
import re
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent

# One bit each, in the order of `Tags` in src/text/form.rs.
NAMES = ("CC CD DT EX IN JJ JJR JJS MD NN NNS NNP PDT POS PRP PRP$ RB RBR RBS RP TO UH VB VBD VBG VBN VBP VBZ WDT WP "
         "WP$ WRB").split()
BIT = {name: 1 << i for i, name in enumerate(NAMES)}

BASE = {"noun": "NN", "verb": "VB VBP", "adj": "JJ", "adv": "RB"}
INFLECTED = {"noun": ["NNS"], "verb": ["VBD", "VBN", "VBG", "VBZ"], "adj": ["JJR", "JJS"], "adv": ["RBR", "RBS"]}

# Nouns with one form for both numbers; elsewhere a plural like the singular means the table found none.
INVARIANT = set("""aircraft bison cattle counsel craft deer elk fish folk fowl grouse hovercraft livestock moose offspring
    personnel poultry quail salmon samurai sheep shrimp spacecraft species series squid swine trout vermin watercraft
    baht euro kyat renminbi won yen yuan rand""".split())

# Words in -s that are singular, for the same reason: any other noun in -s without a second form is a plural.
SINGULAR_S = re.compile(r"(ss|us|is|ics|ness|news|lens|bias|alias|atlas|canvas|chaos|pathos|bathos|ethos|cosmos|"
                        r"christmas|measles|rabies|diabetes|aids|mumps|molasses|billiards|gas)$")

FORM = re.compile(r"[a-z][a-z'.-]*$|'[a-z]+$")

BUCKET_BITS = 14


def read_rows(package):
    """The rows by word and class: the package's, then ours."""
    rows = {}
    with gzip.open(package / "resources" / "infl_lu.csv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, kind, *forms = line.rstrip("\n").split(",")
            # A capitalised word loses to the same word in small letters.
            key = (word.lower(), kind)
            if key not in rows or rows[key][0] != word.lower():
                rows[key] = (word, [[f for f in field.split("/") if f] for field in forms])
    for line in (HERE / "rows.csv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, kind, *forms = line.split(",")
        if forms == ["!"]:
            rows.pop((word.lower(), kind), None)
        else:
            rows[word.lower(), kind] = (word, [[f for f in field.split("/") if f] for field in forms])
    return rows


def plurals(word, forms):
    """The tags of a noun's own form, and its plurals."""
    others = [f for f in forms if f != word]
    if word in INVARIANT:
        return ["NN", "NNS"], [word] + others
    if not others and forms and word.endswith("s") and not SINGULAR_S.search(word):
        return ["NNS"], []
    return ["NN"], others


class Lexicon:
    def __init__(self):
        self.readings = {}      # form -> [(tag, lemma)] in order
        self.inflections = {}   # lemma -> {tag: form}

    def add(self, form, tag, lemma):
        readings = self.readings.setdefault(form, [])
        if (tag, lemma) not in readings:
            readings.append((tag, lemma))

    def row(self, word, kind, fields):
        lemma = word.lower()
        fields = [[f.lower() for f in field] for field in fields]
        if not FORM.match(lemma):
            return
        name = kind == "noun" and word != lemma
        own = BASE[kind].split()
        if kind == "noun":
            own, fields[0] = plurals(lemma, fields[0])
        if kind == "verb" and fields[0] and len(fields) == 4 and not fields[1]:
            fields[1] = fields[0]
        for tag in own:
            self.add(lemma, "NNP" if name else tag, lemma)
        for tag, field in zip(INFLECTED[kind], fields):
            field = [f for f in field if FORM.match(f)]
            # `over-take` and `overtake` share a row: each prefers its own spelling.
            field.sort(key=lambda f: f.count("-") != lemma.count("-"))
            for form in field:
                self.add(form, "NNP" if name else tag, lemma)
            if field:
                self.inflections.setdefault(lemma, {}).setdefault(tag, field[0])

    def exact(self):
        for line in (HERE / "exact.tsv").read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            form, tags, *lemma = line.split("\t")
            known = {}
            for tag, word in self.readings.get(form, []):
                known.setdefault(tag, word)
            self.readings[form] = []
            for tag in tags.split():
                self.add(form, tag, lemma[0] if lemma and tag[0] == "V" else known.get(tag, form))


def edit(source, target):
    """How to make `target` from `source`: letters cut from the end, letters put there."""
    same = 0
    while same < min(len(source), len(target)) and source[same] == target[same]:
        same += 1
    return len(source) - same, target[same:]


def signature(form, readings, inflections):
    """What is stored of a form; forms that inflect alike share it."""
    def other_spelling(lemma):
        return lemma.count("-") != form.count("-")

    lemmas = {}
    # Inflected readings first: `saw` is more often the past of `see` than the verb `saw`.
    for tag, lemma in sorted(readings, key=lambda r: r[1] == form):
        if not (other_spelling(lemma) and any(t == tag and not other_spelling(w) for t, w in readings)):
            lemmas[lemma] = lemmas.get(lemma, 0) | BIT[tag]
    out = bytearray(struct.pack("<BB", len(lemmas), len(inflections)))
    for lemma, tags in lemmas.items():
        cut, put = edit(form, lemma)
        out += struct.pack("<IBB", tags, cut, len(put)) + put.encode()
    for tag, other in sorted(inflections.items(), key=lambda i: BIT[i[0]]):
        cut, put = edit(form, other)
        out += struct.pack("<IBB", BIT[tag], cut, len(put)) + put.encode()
    union = 0
    for tags in lemmas.values():
        union |= tags
    return struct.pack("<I", union) + bytes(out)


def hashes(form):
    """The word hash of src/text/fold.rs, and a second, weaker hash that tells apart what the first does not."""
    state, second, word = 0, 0, form.encode()
    for at in range(0, len(word), 8):
        rotated = (state << 29 | state >> 35) & 0xFFFFFFFFFFFFFFFF
        chunk = int.from_bytes(word[at:at + 8], "little")
        state = (rotated ^ chunk) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    for byte in word:
        second = (second * 131 + byte) & 0xFFFFFFFF
    return state >> 32, second


def main():
    lexicon = Lexicon()
    rows = read_rows(pathlib.Path(sys.argv[1]))
    for (_, kind), (word, fields) in sorted(rows.items()):
        lexicon.row(word, kind, fields)
    lexicon.exact()
    lexicon.inflections["be"]["VBP"] = "are"

    signatures, buckets = {}, [[] for _ in range(1 << BUCKET_BITS)]
    for form, readings in sorted(lexicon.readings.items()):
        stored = signature(form, readings, lexicon.inflections.get(form, {}))
        number = signatures.setdefault(stored, len(signatures))
        first, second = hashes(form)
        bucket, rest = divmod(first, 1 << (32 - BUCKET_BITS))
        buckets[bucket].append(((second & 63) << (32 - BUCKET_BITS) | rest, number))
    entries = [entry for bucket in buckets for entry in sorted(bucket)]
    prints = [(b, p) for b, bucket in enumerate(buckets) for p, _ in bucket]
    assert len(set(prints)) == len(prints), "two forms share a fingerprint: choose another second hash"
    assert len(signatures) < 1 << 16

    starts, start = [], 0
    for bucket in buckets:
        starts.append(start)
        start += len(bucket)
    starts.append(start)
    offsets, blob = [], bytearray()
    for stored in signatures:
        offsets.append(len(blob))
        blob += stored
    out = bytearray(struct.pack("<III", len(entries), len(signatures), len(blob)))
    out += struct.pack(f"<{len(starts)}I", *starts)
    for fingerprint, number in entries:
        out += struct.pack("<I", fingerprint)[:3] + struct.pack("<H", number)
    out += struct.pack(f"<{len(offsets)}I", *offsets) + blob
    (HERE / "forms.bin").write_bytes(out)
    print(f"{len(entries)} forms, {len(signatures)} signatures of {len(blob)} bytes, {len(out)} bytes, "
          f"fullest bucket {max(map(len, buckets))}")


if __name__ == "__main__":
    main()
