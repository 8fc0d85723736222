//! The façade's examples: each runs to its end.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The executables by name, built as `cargo xtask test` has built them already.
fn built() -> BTreeMap<String, PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--workspace", "--all-features", "--examples", "--message-format", "json-render-diagnostics"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let built = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()).output().expect("cargo");
    assert!(built.status.success(), "the examples do not build:\n{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout).expect("UTF-8");
    let example = |message: Value| {
        let name = message["target"]["name"].as_str()?;
        Some((name.to_owned(), message["executable"].as_str()?.into()))
    };
    messages.lines().filter_map(|line| serde_json::from_str(line).ok()).filter_map(example).collect()
}

#[test]
fn each_runs_to_its_end() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/cnpay/examples");
    let files = fs::read_dir(folder).expect("examples").map(|entry| entry.expect("an entry").path());
    let names: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    assert!(names.len() >= 6, "{names:?}");
    let built = built();
    for name in names {
        let executable = built.get(&name).unwrap_or_else(|| panic!("{name} is no example of the manifest"));
        let run = Command::new(executable).stdin(Stdio::null()).output().expect("it starts");
        assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
        assert!(!run.stdout.is_empty(), "{name} tells nothing");
    }
}
