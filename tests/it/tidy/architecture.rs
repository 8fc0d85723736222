//! ARCHITECTURE.md claims nothing that no test holds.

use super::files;

const MARK: &str = "Architecture Invariant:";

/// A test function and the file it stands in.
struct Test {
    path: String,
    name: String,
}

impl Test {
    /// Whether `given`, such as `tidy::dependencies_go_down`, names this test: its function, and modules that stand in its path.
    fn is(&self, given: &str) -> bool {
        let mut segments = given.split("::").collect::<Vec<_>>();
        let in_path = |module: &str| self.path.trim_end_matches(".rs").split('/').any(|part| part.replace('-', "_") == module);
        segments.pop() == Some(&*self.name) && segments.iter().all(|module| *module == "tests" || in_path(module))
    }
}

/// The functions of a source file under a `#[test]` or `#[...::test]`.
fn tests<'a>(path: &'a str, text: &'a str) -> impl Iterator<Item = Test> {
    let mut marked = false;
    text.lines().map(str::trim).filter_map(move |line| {
        if line.starts_with("#[") {
            marked |= line.ends_with("test]") || line.contains("::test(");
            return None;
        }
        let (_, rest) = line.split_once("fn ")?;
        let name = rest.split(['(', '<']).next()?.to_owned();
        std::mem::take(&mut marked).then(|| Test { path: path.to_owned(), name })
    })
}

/// The invariants of a Markdown text: each from its mark to the end of its paragraph or list item, on one line.
fn invariants(text: &str) -> Vec<String> {
    let ends = |line: &str| line.is_empty() || ["- ", "* ", "#"].iter().any(|start| line.starts_with(start));
    let sentence = |rest: &str| {
        let mut lines = rest.lines().map(str::trim);
        let first = lines.next().unwrap_or_default().to_owned();
        lines.take_while(|line| !ends(line)).fold(first, |sentence, line| sentence + " " + line)
    };
    text.split(MARK).skip(1).map(sentence).collect()
}

/// The names in the parentheses that end an invariant.
fn named(invariant: &str) -> Vec<&str> {
    let end = invariant.trim_end_matches(['.', ' ', '*']);
    let inside = end.strip_suffix(')').and_then(|start| start.rsplit_once('('));
    inside.map(|(_, names)| names.split(',').map(|name| name.trim().trim_matches('`')).collect()).unwrap_or_default()
}

/// What is wrong with the invariants of `text`.
fn problems(text: &str, tests: &[Test]) -> Vec<String> {
    let mut problems = Vec::new();
    for invariant in invariants(text) {
        let names = named(&invariant);
        if names.is_empty() {
            problems.push(format!("no test is named:{invariant}"));
        }
        let unknown = names.into_iter().filter(|name| !tests.iter().any(|test| test.is(name)));
        problems.extend(unknown.map(|name| format!("there is no test {name}:{invariant}")));
    }
    problems
}

#[test]
fn every_invariant_names_a_test_that_is() {
    let files = files();
    let tests: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".rs")).flat_map(|(path, text)| tests(path, text)).collect();
    let (_, text) = files.iter().find(|(path, _)| path == "ARCHITECTURE.md").expect("ARCHITECTURE.md");
    assert!(text.contains(MARK), "ARCHITECTURE.md has no invariants");
    let problems = problems(text, &tests);
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn an_invariant_without_its_test_is_seen() {
    let source = "/// Doc.\n#[test]\nfn held() {}\n#[tokio::test]\nasync fn awaited() {}\nfn helper() {}\n";
    let tests: Vec<_> = tests("crates/kq-xml/tests/it/tidy.rs", source).collect();
    for (text, sound) in [
        ("Architecture Invariant: a holds. (tidy::held)", true),
        ("**Architecture Invariant:** a holds (always),\nand b (`kq_xml::tidy::held`, `awaited`).\n\nMore (prose).", true),
        ("- Architecture Invariant: a. (held)\n- another item", true),
        ("No invariant. (unknown)", true),
        ("Architecture Invariant: a holds.", false),
        ("Architecture Invariant: a holds.\n\n(tidy::held)", false),
        ("Architecture Invariant: a holds. (tidy::helper)", false),
        ("Architecture Invariant: a holds. (other::held)", false),
        ("Architecture Invariant: a. (held)\nArchitecture Invariant: b. (unheld)", false),
    ] {
        assert_eq!(problems(text, &tests).is_empty(), sound, "{text}");
    }
}
