//! Which file of the sources uses which: read from the paths in them, without a compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a crate by their modules, and what each of them says.
pub struct Sources {
    /// The code of a module, without comments, strings and tests, by the names on the way to it from the root.
    modules: BTreeMap<Vec<String>, Module>,
}

struct Module {
    file: PathBuf,
    /// The types it names.
    types: Vec<String>,
    paths: Vec<UsedPath>,
    /// Names the module passes on from others: the name and the path it stands for.
    passed_on: BTreeMap<String, Vec<String>>,
}

struct UsedPath {
    names: Vec<String>,
    /// Whether it only passes the names on (`pub use`).
    passes_on: bool,
}

impl Sources {
    /// Reads the sources below `root`, a folder with a `lib.rs`.
    pub fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        walk(root, &mut files);
        files.sort();
        let mut modules = BTreeMap::new();
        for file in files {
            let below = file.strip_prefix(root).unwrap();
            let mut names: Vec<String> = below.iter().map(|part| part.to_string_lossy().replace(".rs", "")).collect();
            match names.last().map(String::as_str) {
                Some("tests" | "main" | "sample") => continue,
                Some("mod" | "lib") => drop(names.pop()),
                _ => {}
            }
            let code = bare(&fs::read_to_string(&file).unwrap());
            let paths = paths(&code);
            let own =
                |path: &UsedPath| path.passes_on.then(|| (path.names.last().unwrap().clone(), path.names.clone()));
            let passed_on = paths.iter().filter_map(own).collect();
            let types = code.lines().filter_map(named_type).collect();
            modules.insert(names, Module { file: below.to_owned(), types, paths, passed_on });
        }
        Self { modules }
    }

    /// The files, below the root.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.modules.values().map(|module| &*module.file)
    }

    /// Names of types that stand for several, with the files these are in.
    pub fn shared_names(&self) -> BTreeMap<&str, Vec<&Path>> {
        let mut names: BTreeMap<&str, Vec<&Path>> = BTreeMap::new();
        for module in self.modules.values() {
            module.types.iter().for_each(|name| names.entry(name).or_default().push(&module.file));
        }
        names.retain(|_, files| files.len() > 1);
        names
    }

    /// The files that each file uses. The root only lists the modules and is left out; passing on a name of another
    /// file is not a use.
    pub fn arrows(&self) -> BTreeMap<&Path, BTreeSet<&Path>> {
        let mut arrows = BTreeMap::new();
        for (here, module) in self.modules.iter().filter(|(names, _)| !names.is_empty()) {
            let uses = module.paths.iter().filter(|path| !path.passes_on);
            let used = uses.filter_map(|path| self.defining(here, &path.names, 0));
            let used: BTreeSet<&Path> = used.filter(|file| *file != module.file).collect();
            arrows.insert(&*module.file, used);
        }
        arrows
    }

    /// The file in which what `path` names in module `here` is written, if it is a path into this crate.
    fn defining(&self, here: &[String], path: &[String], depth: usize) -> Option<&Path> {
        assert!(depth < 20, "{path:?} is passed on in a circle");
        let mut at: Vec<String> = here.to_vec();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while let Some((_, more)) = rest.split_first().filter(|(first, _)| *first == "super") {
                    at.pop();
                    rest = more;
                }
            }
            child => {
                at.push(child.to_owned());
                self.modules.get(&at)?;
                rest = &path[1..];
            }
        }
        while let Some((next, more)) = rest.split_first() {
            at.push(next.clone());
            if !self.modules.contains_key(&at) {
                at.pop();
                break;
            }
            rest = more;
        }
        let module = self.modules.get(&at)?;
        match rest.first().and_then(|name| module.passed_on.get(name)) {
            Some(passed) => self.defining(&at, passed, depth + 1),
            None if at.is_empty() => None,
            None => Some(&module.file),
        }
    }
}

/// Groups of files of which each uses each other, directly or through others of the group.
pub fn circles<'a>(arrows: &BTreeMap<&'a Path, BTreeSet<&'a Path>>) -> Vec<BTreeSet<&'a Path>> {
    let reached = |from: &'a Path| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&Path> = arrows[from].iter().copied().collect();
        while let Some(file) = next.pop() {
            if seen.insert(file) {
                next.extend(&arrows[file]);
            }
        }
        seen
    };
    let reach: BTreeMap<&Path, BTreeSet<&Path>> = arrows.keys().map(|file| (*file, reached(file))).collect();
    let group = |file: &&'a Path| -> BTreeSet<&'a Path> {
        reach[*file].iter().copied().filter(|other| reach[other].contains(*file)).collect()
    };
    let groups: BTreeSet<BTreeSet<&Path>> = arrows.keys().map(group).filter(|group| !group.is_empty()).collect();
    groups.into_iter().collect()
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The type that a line gives a name to, if it does; those inside of functions and traits do not count.
fn named_type(line: &str) -> Option<String> {
    let mut words = line.split([' ', '<', '(', ':', ';', '{', '=']).filter(|word| !word.is_empty());
    let names_one = words.by_ref().any(|word| matches!(word, "struct" | "enum" | "trait" | "type"));
    if names_one && !line.starts_with(' ') { words.next().map(str::to_owned) } else { None }
}

/// The code without its comments, strings, characters and the module of its tests.
fn bare(code: &str) -> String {
    let code = code.find("#[cfg(test)]\nmod tests").map_or(code, |end| &code[..end]);
    let mut out = String::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let word_before = out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if !word_before && (rest.starts_with("r\"") || rest.starts_with("r#")) {
            raw_string(rest)
        } else if c == '"' {
            1 + quoted(&rest[1..], '"')
        } else if c == '\'' && is_character(rest) {
            1 + quoted(&rest[1..], '\'')
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[length..];
    }
    out
}

fn raw_string(rest: &str) -> usize {
    let hashes = rest[1..].bytes().take_while(|b| *b == b'#').count();
    let Some(body) = rest[1 + hashes..].strip_prefix('"') else { return 1 };
    let end = format!("\"{}", "#".repeat(hashes));
    2 + hashes + body.find(&end).unwrap() + end.len()
}

/// The length of the rest of a string after its first mark, its last included.
fn quoted(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Whether the mark begins a character and not a lifetime.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    chars.next() == Some('\\') || chars.next() == Some('\'')
}

/// All paths in `code`, those of lists in braces one by one.
fn paths(code: &str) -> Vec<UsedPath> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = code[at..].chars().next() {
        if !(c.is_alphabetic() || c == '_') {
            at += c.len_utf8();
            continue;
        }
        let before = code[..at].trim_end();
        let passes_on = ["pub use", "pub(crate) use", "pub(super) use"].iter().any(|words| before.ends_with(words));
        // `pub(in crate::text)` names a module and uses nothing of it.
        let continues = ["::", ".", "(in"].iter().any(|mark| before.ends_with(mark));
        let mut found = Vec::new();
        at += tree(&code[at..], &[], &mut found);
        if !continues {
            let inside = |names: &Vec<String>| names.len() > 1;
            out.extend(found.into_iter().filter(inside).map(|names| UsedPath { names, passes_on }));
        }
    }
    out
}

/// Reads a path, which may end in a list in braces; its length.
fn tree(code: &str, start: &[String], out: &mut Vec<Vec<String>>) -> usize {
    let mut names = start.to_vec();
    let mut at = 0;
    loop {
        let rest = &code[at..];
        let gap = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if let Some(list) = rest.strip_prefix('{').filter(|_| !names.is_empty()) {
            at += gap + 1;
            let mut inner = list;
            loop {
                let skip = inner.find(|c: char| !(c.is_whitespace() || c == ',')).unwrap_or(inner.len());
                (at, inner) = (at + skip, &inner[skip..]);
                if inner.is_empty() {
                    return at;
                }
                if inner.starts_with('}') {
                    return at + 1;
                }
                let length = tree(inner, &names, out).max(1);
                (at, inner) = (at + length, &inner[length..]);
                // `name as other`
                let other = inner.find([',', '}']).unwrap_or(inner.len());
                (at, inner) = (at + other, &inner[other..]);
            }
        }
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        if length == 0 {
            out.push(names);
            return at.max(1);
        }
        names.push(rest[..length].to_owned());
        at += gap + length;
        match code[at..].strip_prefix("::") {
            Some(_) => at += 2,
            None => {
                out.push(names);
                return at;
            }
        }
    }
}
