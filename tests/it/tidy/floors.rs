//! The order of the crates: a crate stands on what is below it, never on its own floor.

use std::collections::BTreeMap;

use cargo_metadata::DependencyKind;

use super::metadata;

/// The floors of ARCHITECTURE.md, from the ground up. On the lowest one the readers stand on the words.
const FLOORS: &[&[&str]] = &[
    // 0
    &["paycore"],
    &["paywire"],
    // 1
    &["kq-form", "kq-xml", "mmsp-json", "paysign", "paytransport", "zx-form"],
    // 2
    &["cnpay-sim", "kuaiqian", "mmsp", "zhangxun"],
    // 3
    &["cnpay"],
    // 4
    &["cnpay-cli"],
];

#[test]
fn dependencies_go_down() {
    let floors: BTreeMap<&str, usize> =
        FLOORS.iter().enumerate().flat_map(|(floor, crates)| crates.iter().map(move |name| (*name, floor))).collect();
    let metadata = metadata();
    let crates = metadata.workspace_root.join("crates");
    let mut known: Vec<&str> = Vec::new();
    for package in metadata.workspace_packages().into_iter().filter(|package| package.manifest_path.starts_with(&crates)) {
        let name = package.name.as_str();
        let floor = *floors.get(name).unwrap_or_else(|| panic!("{name} stands on no floor: add it to FLOORS"));
        known.push(name);
        let binding = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
        for dependency in binding.filter(|dependency| dependency.path.is_some()) {
            let below = floors.get(dependency.name.as_str());
            assert!(below.is_some_and(|below| *below < floor), "{name} must not depend on {}: it does not stand below it", dependency.name);
        }
    }
    known.sort_unstable();
    assert_eq!(known, floors.into_keys().collect::<Vec<_>>(), "crates that are, and crates that FLOORS lists");
}
