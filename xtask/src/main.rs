//! Maintenance of the workspace: `cargo xtask NAME`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for people")]

mod cargo;
mod ci;
mod counts;
mod docs;
mod fixtures;
mod fuzz;
mod test;
mod tools;

use std::{env, path::Path, process::ExitCode};

const USAGE: &str = "\
usage: cargo xtask NAME

  test                 sets up what the tests need and runs them all
  ci                   everything that must hold before a change lands
  fixtures [--check]   derives the messages in fixtures/ from the keys there, or compares them
  docs [--check]       writes docs/operations.md from the registry, or compares it
  fuzz --seconds N [TARGET]
                       feeds every decoder and verifier, or one target of fuzz/, with mutated messages
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let command: Box<dyn FnOnce() -> bool> = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["test"] => Box::new(test::run),
        ["ci"] => Box::new(ci::run),
        ["fixtures"] => Box::new(fixtures::write),
        ["fixtures", "--check"] => Box::new(fixtures::check),
        ["docs"] => Box::new(docs::write),
        ["docs", "--check"] => Box::new(docs::check),
        ["fuzz", "--seconds", seconds] if let Ok(seconds) = seconds.parse() => Box::new(move || fuzz::run(seconds, None)),
        ["fuzz", "--seconds", seconds, target] if let Ok(seconds) = seconds.parse() => Box::new(move || fuzz::run(seconds, Some(target))),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(error) = env::set_current_dir(&root) {
        eprintln!("{}: {error}", root.display());
        return ExitCode::FAILURE;
    }
    if command() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
