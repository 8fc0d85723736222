//! Programs that know nothing of us.

use std::{
    io::Write,
    process::{Command, Stdio},
};

/// What a program writes to stdout when it gets this on stdin. It has to succeed.
#[track_caller]
pub(crate) fn witness(program: &str, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Vec<u8> {
    let mut command = Command::new(program);
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a program");
    child.stdin.take().expect("piped").write_all(stdin.as_ref()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
    output.stdout
}

/// 32 hexadecimal digits, in lower case as md5sum writes them.
pub(crate) fn md5sum(bytes: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(&witness("md5sum", &[], bytes)[..32]).into_owned()
}
