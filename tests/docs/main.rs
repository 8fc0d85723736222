//! Writes `docs/operations.md` from the registry: `cargo xtask docs [--check]`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for people")]

mod operations;

use std::{env, fs, io, path::Path, process::ExitCode};

const FILE: &str = "docs/operations.md";

fn main() -> ExitCode {
    let check = match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => false,
        [option] if option == "--check" => true,
        _ => {
            eprintln!("usage: docs [--check]");
            return ExitCode::from(2);
        }
    };
    match run(check) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            println!("{FILE} differs: cargo xtask docs");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{FILE}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the file is what the registry says, after writing it unless `check`.
fn run(check: bool) -> io::Result<bool> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FILE);
    let text = operations::text();
    if check { Ok(fs::read(file)? == text.as_bytes()) } else { fs::write(file, text).map(|()| true) }
}
