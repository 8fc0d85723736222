//! What may be in the graph of dependencies: deny.toml, held without cargo-deny, and the weight of the codecs.

use std::{collections::BTreeSet, fs};

use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

use super::{metadata, output, root};

/// Codecs are for others to build on.
const CODECS: &[&str] = &["kq-form", "kq-xml", "mmsp-json", "zx-form"];
const MOST_CRATES_OF_A_CODEC: usize = 40;
const NOT_IN_A_CODEC: &[&str] = &["aws-lc-rs", "hyper", "rsa", "rustls", "tokio"];

/// deny.toml, as far as it is read here.
#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
    features: Vec<Features>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    #[serde(rename = "reason")]
    _reason: String,
    /// The only crates that may depend on it; none where it is banned altogether.
    wrappers: Option<BTreeSet<String>>,
    /// Not banned, but only one version of it may be there.
    #[serde(default)]
    deny_multiple_versions: bool,
}

#[derive(Deserialize)]
struct Features {
    #[serde(rename = "crate")]
    name: String,
    deny: Vec<String>,
}

fn deny() -> Deny {
    toml::from_str(&fs::read_to_string(root().join("deny.toml")).expect("deny.toml")).expect("deny.toml as it is read here")
}

/// A package of a graph that cargo builds, with the features it is built with.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Built {
    name: String,
    version: String,
    ours: bool,
    features: Vec<String>,
}

/// `cargo tree`, flat. Unlike the metadata it leaves out what the lock file holds and no feature asks for.
fn tree(arguments: &[&str]) -> BTreeSet<Built> {
    let arguments = [&["tree", "--prefix", "none", "--format", "{p}|{f}"], arguments].concat();
    let built = |line: &str| {
        // "name v1.2.3 (folder, where it is ours)|feature,feature (*)"
        let (package, features) = line.trim_end_matches(" (*)").split_once('|')?;
        let mut words = package.split(' ');
        Some(Built {
            name: words.next()?.to_owned(),
            version: words.next()?.to_owned(),
            ours: words.any(|word| word.starts_with("(") && word != "(proc-macro)"),
            features: features.split(',').map(str::to_owned).collect(),
        })
    };
    let lines = output(env!("CARGO"), &arguments);
    lines.lines().filter(|line| !line.is_empty()).map(|line| built(line).unwrap_or_else(|| panic!("cargo tree printed {line:?}"))).collect()
}

/// Everything that any feature, any target and any test brings in.
fn everything() -> BTreeSet<Built> {
    tree(&["--workspace", "--all-features", "--target", "all"])
}

/// The crates that depend on `name` directly, tests aside.
fn dependents(name: &str) -> BTreeSet<String> {
    let inverted = tree(&["--workspace", "--all-features", "--target", "all", "--edges", "normal,build", "--depth", "1", "--invert", name]);
    inverted.into_iter().map(|built| built.name).filter(|dependent| dependent != name).collect()
}

#[test]
fn bans() {
    let everything = everything();
    for ban in deny().bans.deny {
        let name = &ban.name;
        let versions: BTreeSet<_> = everything.iter().filter(|built| built.name == *name).map(|built| &built.version).collect();
        if ban.deny_multiple_versions {
            assert!(versions.len() <= 1, "{name} is here in versions {versions:?}");
        } else if let Some(wrappers) = &ban.wrappers {
            let dependents = if versions.is_empty() { BTreeSet::new() } else { dependents(name) };
            assert!(dependents.is_subset(wrappers), "only {wrappers:?} may depend on {name}: {dependents:?} do");
        } else {
            assert!(versions.is_empty(), "{name} is banned: `cargo tree --workspace --all-features --invert {name}` shows who needs it");
        }
    }
}

#[test]
fn json_is_read_as_every_crate_expects() {
    let everything = everything();
    for rule in deny().bans.features {
        for built in everything.iter().filter(|built| built.name == rule.name) {
            let denied: Vec<_> = built.features.iter().filter(|feature| rule.deny.contains(feature)).collect();
            assert!(denied.is_empty(), "{} {} is built with {denied:?}", built.name, built.version);
        }
    }
}

#[test]
fn licences() {
    let allow = deny().licenses.allow;
    let allowed = |licence: &LicenseReq| allow.contains(&licence.to_string());
    for package in metadata().packages {
        let licence = package.license.as_deref().unwrap_or_else(|| panic!("{} names no licence", package.name));
        let expression = Expression::parse_mode(licence, ParseMode::LAX).unwrap_or_else(|error| panic!("{}: {error}", package.name));
        assert!(expression.evaluate(allowed), "the licence of {} is not in deny.toml: {licence}", package.name);
    }
}

#[test]
fn crates_come_from_crates_io() {
    let metadata = metadata();
    for package in &metadata.packages {
        let known = match &package.source {
            Some(source) => source.is_crates_io(),
            None => metadata.workspace_members.contains(&package.id),
        };
        assert!(known, "{} comes from elsewhere: {}", package.name, package.id);
    }
}

#[test]
fn codecs_are_light() {
    for codec in CODECS {
        let foreign: BTreeSet<_> = tree(&["--package", codec, "--edges", "normal"])
            .into_iter()
            .filter(|built| !built.ours)
            .map(|built| (built.name, built.version))
            .collect();
        let count = foreign.len();
        assert!(count <= MOST_CRATES_OF_A_CODEC, "{codec} brings in {count} crates, macros included: {foreign:?}");
        let banned: Vec<_> = foreign.iter().filter(|(name, _)| NOT_IN_A_CODEC.contains(&name.as_str())).collect();
        assert!(banned.is_empty(), "{codec} brings in {banned:?}");
    }
}
