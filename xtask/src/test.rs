//! `cargo xtask test`: every test of the workspace, and how many there were.

use std::{
    env,
    io::{self, BufRead, BufReader, Write},
    process::Stdio,
};

use crate::{cargo, counts::Counts, tools};

/// Runs the tests; the last line says how many passed.
pub(crate) fn run() -> bool {
    let (counts, succeeded) = all();
    println!("{counts}");
    succeeded
}

/// Doc-tests first, then the others: how many, and whether all that should run did, and passed.
pub(crate) fn all() -> (Counts, bool) {
    let missing = tools::prepare();
    let mut counts = Counts::default();
    // Where tests are skipped, they say so in output that is shown on demand only.
    let show: &[&str] = if missing.is_empty() { &[] } else { &["--", "--show-output"] };
    stream(&["--doc"], show, &mut counts);
    stream(&["--lib", "--bins", "--tests", "--examples"], show, &mut counts);
    let complete = missing.is_empty() || env::var_os("CI").is_none_or(|ci| ci != "true");
    let succeeded = complete && counts.failed == 0;
    (counts, succeeded)
}

/// Runs the tests of some targets, shows their output as it comes and counts along.
fn stream(targets: &[&str], show: &[&str], counts: &mut Counts) {
    let arguments = [&["test", "--workspace", "--all-features", "--no-fail-fast"], targets, show].concat();
    let mut own = Counts::default();
    let succeeded = read(&arguments, &mut own).unwrap_or_else(|error| {
        eprintln!("cargo test: {error}");
        false
    });
    own.close(succeeded);
    counts.add(&own);
}

fn read(arguments: &[&str], counts: &mut Counts) -> io::Result<bool> {
    let mut child = cargo::command(arguments).stdout(Stdio::piped()).spawn()?;
    if let Some(output) = child.stdout.take() {
        let mut shown = io::stdout().lock();
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            shown.write_all(&line)?;
            shown.write_all(b"\n")?;
            counts.read(&String::from_utf8_lossy(&line));
        }
    }
    Ok(child.wait()?.success())
}
