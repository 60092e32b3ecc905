//! `copydesk new`: writes the skeleton of a rule file.

use super::console::Console;
use super::status::Status;
use crate::formats::unwritable;
use crate::problem::{Problem, Problems};
use crate::report::visible::visible;
use clap::Args;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct NewArgs {
    /// Family and name, as `names/foreign-honorific`: small letters, digits and hyphens
    #[arg(value_name = "RULE")]
    rule: String,
    /// The rules folder
    #[arg(long = "rules", value_name = "DIR", default_value = "rules")]
    folder: PathBuf,
}

const SKELETON: &str = include_str!("skeleton.toml");

/// Writes the file, unless it is there already.
pub fn run(args: &NewArgs, console: &Console) -> Result<Status, Problems> {
    let kebab = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let Some((family, name)) = args.rule.split_once('/').filter(|(f, n)| kebab(f) && kebab(n)) else {
        return Err(Problem::new(format!("`{}` is not a rule name", args.rule))
            .with("write FAMILY/NAME in small letters and hyphens, such as `names/foreign-honorific`".to_owned())
            .into());
    };
    let folder = args.folder.join(family);
    let path = folder.join(format!("{name}.toml"));
    let fail = |path: &Path, error: &std::io::Error| unwritable(error).in_file(path);
    fs::create_dir_all(&folder).map_err(|e| fail(&folder, &e))?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|e| fail(&path, &e))?;
    file.write_all(SKELETON.as_bytes()).map_err(|e| fail(&path, &e))?;
    let path = visible(&path.display().to_string());
    console.say(&format!("wrote {path}; now `copydesk test {path}`\n"));
    Ok(Status::Clean)
}
