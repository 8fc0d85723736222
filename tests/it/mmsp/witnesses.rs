//! How others sign a Body: PHP, as the platform does, Python, and md5sum over a base typed by hand.

use crate::harness::{here, md5sum, witness};

/// The published key of the test merchant, and an agent's.
pub(super) const KEY: &str = "ea21842eea24e448b991b1cb0a0294cf";
pub(super) const AGENT_KEY: &str = "5f0c1e2d3b4a59687786a5b4c3d2e1f0";

const PHP: &str = r#"
$body = json_decode(stream_get_contents(STDIN), true, 64, JSON_BIGINT_AS_STRING);
ksort($body, SORT_STRING);
echo json_encode($body, JSON_UNESCAPED_UNICODE), '&key=';
"#;

const PYTHON: &str = r"
import sys, json
body = json.load(sys.stdin.buffer)
base = json.dumps(dict(sorted(body.items())), ensure_ascii=False, separators=(',', ':')).replace('/', '\\/') + '&key='
sys.stdout.buffer.write(base.encode())
";

/// Signs a base.
pub(super) fn sign(base: &str, key: &str) -> String {
    md5sum(format!("{base}{key}")).to_uppercase()
}

/// The bases that those who are on this machine make of a Body.
pub(super) fn bases(body: &str) -> Vec<String> {
    let mut bases = Vec::new();
    for (program, arguments) in [("php", ["-n", "-r", PHP].as_slice()), ("python3", &["-c", PYTHON])] {
        if here(program) {
            bases.push(String::from_utf8(witness(program, arguments, body)).expect("UTF-8"));
        }
    }
    bases
}
