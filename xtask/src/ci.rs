//! `cargo xtask ci`: everything that must hold before a change lands.

use std::fs;

use crate::{
    cargo::{self, cargo, succeeds},
    docs, fixtures, fuzz, test,
};

type Step = (&'static str, fn() -> bool);

const STEPS: &[Step] = &[
    ("format", || cargo(&["fmt", "--all", "--check"])),
    ("fixtures", fixtures::check),
    ("operations.md", docs::check),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"])),
    ("documentation", documentation),
    ("codecs alone", codecs_alone),
    ("facade by feature", facade_by_feature),
    ("fuzz targets", fuzz::check),
    // Each benchmark once, unmeasured.
    ("benchmarks", || cargo(&["test", "--workspace", "--all-features", "--bench", "*"])),
    ("licences, bans, sources", deny),
];

/// Runs the tests and every other step, whatever failed before it. Names what failed, then says how many tests passed.
pub(crate) fn run() -> bool {
    println!("== tests ==");
    let (counts, tested) = test::all();
    let mut broken = if tested { vec![] } else { vec!["tests"] };
    for (name, step) in STEPS {
        println!("== {name} ==");
        if !step() {
            broken.push(name);
        }
    }
    if !broken.is_empty() {
        println!("failed: {}", broken.join("; "));
    }
    println!("{counts}");
    broken.is_empty()
}

fn documentation() -> bool {
    let mut command = cargo::command(&["doc", "--workspace", "--no-deps", "--all-features"]);
    command.env("RUSTDOCFLAGS", "--deny warnings");
    succeeds(command)
}

/// A codec is used without the rest, so it must build without what the rest switches on.
fn codecs_alone() -> bool {
    ["kq-form", "kq-xml", "mmsp-json", "zx-form"].iter().all(|codec| cargo(&["check", "--package", codec, "--no-default-features"]))
}

/// The facade with no feature, and with each on its own.
fn facade_by_feature() -> bool {
    let manifest = fs::read_to_string("crates/cnpay/Cargo.toml").unwrap_or_default();
    let features = features(&manifest);
    let alone = |feature: &str| cargo(&["check", "--package", "cnpay", "--no-default-features", "--features", feature]);
    alone("") && features.into_iter().all(alone)
}

/// The names in the `[features]` table of a manifest.
fn features(manifest: &str) -> Vec<&str> {
    let table = manifest.lines().skip_while(|line| *line != "[features]").skip(1).take_while(|line| !line.starts_with('['));
    table
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with('#') && *name != "default")
        .collect()
}

fn deny() -> bool {
    if !cargo::command(&["deny", "--version"]).output().is_ok_and(|output| output.status.success()) {
        println!("skipped: cargo-deny is not installed. The tidy tests hold the same rules.");
        return true;
    }
    cargo(&["deny", "check", "licenses", "bans", "sources"])
}

#[cfg(test)]
mod tests {
    #[test]
    fn features_of_a_manifest() {
        let manifest = "[dependencies]\nx = \"1\"\n\n[features]\n# All = of them.\ndefault = [\"a\"]\na = [\"dep:x\"]\n\n[lib]\nb = []\n";
        assert_eq!(super::features(manifest), ["a"]);
    }
}
