//! What the source may name, and where.

use super::{files, metadata};

/// What opens connections or waits for them.
const SOCKETS: &[&str] = &["TcpListener", "TcpSocket", "TcpStream", "UdpSocket", "UnixListener", "UnixStream"];

/// The lines in `crates/NAME/src` that name one of `words` outside of comments, for each crate that `applies`.
fn naming(words: &[&str], applies: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut searched = false;
    for (path, text) in files() {
        let ["crates", name, "src", ..] = path.split('/').collect::<Vec<_>>()[..] else { continue };
        if !path.ends_with(".rs") || !applies(name) {
            continue;
        }
        searched = true;
        for (number, line) in text.lines().enumerate() {
            found.extend(words.iter().filter(|word| names(line, word)).map(|word| format!("{path}:{}: {word}", number + 1)));
        }
    }
    assert!(searched, "no source of such a crate");
    found
}

/// Whether the code of `line` names `word`, not merely a longer word that holds it.
fn names(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let code = &line[..comment(line).unwrap_or(line.len())];
    code.match_indices(word).any(|(at, _)| !code[..at].ends_with(part_of_word) && !code[at + word.len()..].starts_with(part_of_word))
}

/// Where a comment begins. The slashes of an address begin none.
fn comment(line: &str) -> Option<usize> {
    line.match_indices("//").map(|(at, _)| at).find(|at| !line[..*at].ends_with(':'))
}

#[test]
fn words_are_found_in_code_only() {
    for (line, found) in [
        ("let x: f64 = 1.0;", true),
        ("visit_f64(x)", false),
        ("f64s", false),
        ("// no f64 here", false),
        ("x(); /// f64", false),
        (r#"("http://host", f64::MAX)"#, true),
    ] {
        assert_eq!(names(line, "f64"), found, "{line}");
    }
}

#[test]
fn only_transport_and_listeners_open_sockets() {
    let found = naming(SOCKETS, |name| !["paytransport", "cnpay-sim", "cnpay-cli"].contains(&name));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn money_is_never_a_float() {
    let found = naming(&["f32", "f64"], |name| {
        ["paycore", "kq-form", "kq-xml", "kuaiqian", "mmsp-json", "mmsp", "zx-form", "zhangxun"].contains(&name)
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_signed_never_comes_from_a_hash_map() {
    let found = naming(&["HashMap", "HashSet"], |name| ["paywire", "paysign", "kq-form", "kq-xml", "mmsp-json", "zx-form"].contains(&name));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn json_is_read_from_bytes_within_a_limit() {
    let found = naming(&["serde_json::from_reader"], |_| true);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn libraries_do_not_print() {
    let found = naming(&["print!", "println!", "eprint!", "eprintln!", "dbg!"], |name| name != "cnpay-cli");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_is_left_to_do() {
    let found = naming(&["todo!", "unimplemented!"], |_| true);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let files = files();
    let read = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str());
    let workspace = read("Cargo.toml").expect("the workspace's manifest");
    assert!(workspace.contains("\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"));
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        let path = package.manifest_path.strip_prefix(&metadata.workspace_root).expect("a member stands in the workspace");
        let manifest = read(path.as_str()).unwrap_or_else(|| panic!("git does not know {path}"));
        assert!(manifest.contains("\n[lints]\nworkspace = true\n"), "{path} does not take the workspace's lints");
    }
}

#[test]
fn nothing_names_the_machine_it_was_made_on() {
    // Spelt in parts, so that this file passes its own test.
    let folders = [("wor", 'k'), ("far", 'm'), ("roo", 't')].map(|(head, tail)| format!("/{head}{tail}/"));
    let mut found = Vec::new();
    for (path, text) in files() {
        let hits = text.lines().enumerate().filter(|(_, line)| folders.iter().any(|folder| line.contains(folder)));
        found.extend(hits.map(|(number, line)| format!("{path}:{}: {line}", number + 1)));
    }
    assert!(found.is_empty(), "{found:#?}");
}
