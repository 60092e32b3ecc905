//! Binaries of other versions, and what they report.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The binary of a version: a Git revision, `.` for the working tree, or the path of a binary.
///
/// # Errors
/// When there is no such version, or it cannot be built.
pub fn binary(version: &str) -> Result<PathBuf, String> {
    let path = Path::new(version);
    if version != "." && path.is_file() {
        return path.canonicalize().map_err(|e| format!("{version}: {e}"));
    }
    let root = PathBuf::from(capture("git", &["rev-parse", "--show-toplevel"])?);
    if version == "." {
        build(&root, &root.join("target"))?;
        return Ok(root.join("target/release").join(NAME));
    }
    let commit = capture("git", &["rev-parse", "--verify", "--quiet", &format!("{version}^{{commit}}")])
        .map_err(|_| format!("`{version}` is neither a revision nor a binary"))?;
    let kept = root.join("target/xtask").join(&commit);
    let binary = kept.join(NAME);
    if binary.is_file() {
        return Ok(binary);
    }
    let tree = root.join("target/xtask/tree");
    let tree_path = tree.to_string_lossy().into_owned();
    // A tree left by a run that was stopped.
    let _ = run("git", &["worktree", "remove", "--force", &tree_path]);
    run("git", &["worktree", "add", "--detach", "--quiet", &tree_path, &commit])?;
    let target = root.join("target/xtask/target");
    let built = build(&tree, &target).and_then(|()| {
        std::fs::create_dir_all(&kept).map_err(|e| e.to_string())?;
        std::fs::copy(target.join("release").join(NAME), &binary).map_err(|e| e.to_string())
    });
    run("git", &["worktree", "remove", "--force", &tree_path])?;
    built.map(|_| binary)
}

const NAME: &str = if cfg!(windows) { "copydesk.exe" } else { "copydesk" };

fn build(tree: &Path, target: &Path) -> Result<(), String> {
    let manifest = tree.join("Cargo.toml");
    let (manifest, target) = (manifest.to_string_lossy(), target.to_string_lossy());
    run(
        "cargo",
        &["build", "--release", "--quiet", "--bin", "copydesk", "--manifest-path", &manifest, "--target-dir", &target],
    )
}

/// Whether the benchmark of this name succeeds with `arguments`.
///
/// # Errors
/// When it cannot be started.
pub fn bench(name: &str, arguments: &[&str]) -> Result<bool, String> {
    let mut command = Command::new("cargo");
    command.args(["bench", "--quiet", "--package", "copydesk", "--bench", name, "--"]).args(arguments);
    command.status().map(|status| status.success()).map_err(|e| format!("cargo: {e}"))
}

/// The JSON report of `binary` on `paths`.
///
/// # Errors
/// When it fails; findings are not a failure.
pub fn report(binary: &Path, arguments: &[&str], paths: &[&str]) -> Result<serde_json::Value, String> {
    let flags: Vec<&str> = ["--format", "json"].iter().chain(arguments).copied().collect();
    let output = check(binary, &flags, paths)?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("{} failed: {}", binary.display(), output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("{}: not a JSON report: {e}", binary.display()))
}

/// What `binary check` with `arguments` writes for `paths` to standard output, and its status. Messages go through.
///
/// # Errors
/// When it cannot be run.
pub fn check(binary: &Path, arguments: &[&str], paths: &[&str]) -> Result<Output, String> {
    let mut command = Command::new(binary);
    command.arg("check").args(arguments).args(paths).stderr(Stdio::inherit());
    command.output().map_err(|e| format!("{}: {e}", binary.display()))
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(arguments).output().map_err(|e| format!("{program}: {e}"))?;
    let message = || format!("{program} {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(()) } else { Err(message()) }
}

fn capture(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output().map_err(|e| format!("{program}: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
