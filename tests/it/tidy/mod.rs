//! What the compiler does not hold: the order of the crates, what they may depend on, and what their source may name.
//!
//! ARCHITECTURE.md names these tests beside the invariants that they hold.

mod architecture;
mod dependencies;
mod floors;
mod sources;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cargo_metadata::{Metadata, MetadataCommand};

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every package of the lock file, and which of them are ours.
fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).exec().expect("cargo metadata")
}

/// The output of a command that runs at the root.
fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(root()).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The text files of the repository with their paths from the root: what git tracks, or would on `git add`.
fn files() -> Vec<(String, String)> {
    let paths = output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let text = |path: &str| Some((path.to_owned(), fs::read_to_string(root().join(path)).ok()?));
    let files: Vec<_> = paths.split_terminator('\0').filter_map(text).collect();
    assert!(!files.is_empty(), "git lists no files");
    files
}
