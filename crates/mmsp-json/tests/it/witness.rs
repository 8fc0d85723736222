//! Second opinions on the signing text: PHP's `json_encode`, which the platform's rule describes, and Python's json and hashlib.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    process::{Command, Stdio},
};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    bodies::{any_body, spelt},
    examples::{EXAMPLES, KEY},
    signing::{base_of, md5},
};

/// Reads Bodies, one a line, and answers each with the signature and the base in hex.
const PHP: &str = r#"
while (($line = fgets(STDIN)) !== false) {
    $body = json_decode($line, true, 64, JSON_BIGINT_AS_STRING);
    ksort($body, SORT_STRING);
    $base = ($body ? json_encode($body, JSON_UNESCAPED_UNICODE) : '{}') . '&key=';
    echo strtoupper(md5($base . $argv[1])), ' ', bin2hex($base), "\n";
}
"#;

const PYTHON: &str = r#"
import sys, json, hashlib
for line in sys.stdin.buffer:
    body = json.loads(line)
    base = json.dumps(dict(sorted(body.items())), ensure_ascii=False, separators=(',', ':'))
    base = base.replace('/', '\\/').replace('\u2028', '\\u2028').replace('\u2029', '\\u2029').encode() + b'&key='
    print(hashlib.md5(base + sys.argv[1].encode()).hexdigest().upper(), base.hex())
"#;

/// What a tool answers to each line. Without the tool there is no second opinion.
fn ask(tool: &str, arguments: &[&str], lines: &[String]) -> Option<Vec<String>> {
    let spawned = Command::new(tool).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{tool} is missing");
        let _ = writeln!(std::io::stderr(), "SKIP: {tool} is missing, nothing was compared");
        return None;
    };
    let mut input = child.stdin.take().expect("piped");
    let mut output = child.stdout.take().expect("piped");
    let mut said = String::new();
    std::thread::scope(|scope| {
        scope.spawn(move || lines.iter().for_each(|line| writeln!(input, "{line}").expect("it reads")));
        output.read_to_string(&mut said).expect("text");
    });
    assert!(child.wait().expect("an end").success());
    Some(said.lines().map(str::to_owned).collect())
}

fn bodies() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let generated = (0..5000).map(|_| spelt(&any_body().new_tree(&mut runner).expect("a Body").current()));
    EXAMPLES.iter().map(|example| example.body.to_owned()).chain(generated).collect()
}

fn ours(body: &str) -> String {
    let base = base_of(body);
    base.bytes().fold(md5(&base, KEY) + " ", |mut line, byte| {
        let _ = write!(line, "{byte:02x}");
        line
    })
}

#[test]
fn php_signs_the_same() {
    let bodies = bodies();
    let Some(answers) = ask("php", &["-n", "-r", PHP, "--", KEY], &bodies) else { return };
    assert_eq!(answers.len(), bodies.len());
    for (body, answer) in bodies.iter().zip(answers) {
        assert_eq!(ours(body), answer, "{body}");
    }
}

#[test]
fn python_signs_the_same() {
    let bodies = bodies();
    let Some(answers) = ask("python3", &["-c", PYTHON, KEY], &bodies) else { return };
    assert_eq!(answers.len(), bodies.len());
    for (body, answer) in bodies.iter().zip(answers) {
        assert_eq!(ours(body), answer, "{body}");
    }
}

/// The documented limits: what PHP writes anew on its way.
#[test]
fn what_php_rewrites_is_kept_here() {
    let bodies = [r#"{"A":1.0}"#, r#"{"A":1e3}"#, r#"{"A":{}}"#, r#"{"A":-0}"#].map(str::to_owned);
    let Some(answers) = ask("php", &["-n", "-r", PHP, "--", KEY], &bodies) else { return };
    for (body, answer) in bodies.iter().zip(answers) {
        assert_ne!(ours(body), answer, "{body}");
    }
}
