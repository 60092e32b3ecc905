//! `copydesk init`: writes a commented configuration.

use super::console::Console;
use super::status::Status;
use crate::config::NAME;
use crate::formats::unwritable;
use crate::problem::Problems;
use crate::report::visible::visible;
use clap::Args;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

const SKELETON: &str = include_str!("init.toml");

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder the file is for
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Writes the file, unless there is one.
pub fn run(args: &InitArgs, console: &Console) -> Result<Status, Problems> {
    let path = args.folder.join(NAME);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(SKELETON.as_bytes()));
    written.map_err(|e| unwritable(&e).in_file(&path))?;
    console.say(&format!("wrote {}\n", visible(&path.display().to_string())));
    Ok(Status::Clean)
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, ConfigFile};

    #[test]
    fn the_file_is_valid_with_and_without_its_comments() {
        let plain: ConfigFile = toml::from_str(super::SKELETON).unwrap();
        assert_eq!(plain, ConfigFile::default());
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("our-rules")).unwrap();
        let all: String = super::SKELETON
            .lines()
            .map(|l| {
                l.strip_prefix("# ").filter(|l| l.contains(['=', '[']) && !l.ends_with('.')).unwrap_or(l).to_owned()
                    + "\n"
            })
            .collect();
        let path = folder.path().join("copydesk.toml");
        std::fs::write(&path, all).unwrap();
        let config = Config::read(&path).unwrap();
        assert_eq!(
            (config.from.as_ref().map(crate::language::Language::code), config.overrides.len()),
            (Some("fr"), 1)
        );
    }
}
