//! What the end-to-end tests stand on: the built command, a simulator of its own for whoever wants one, folders, witnesses.

mod command;
mod folder;
mod listener;
mod settings;
mod sim;
mod witness;

use std::{env, fs, path::PathBuf};

pub(crate) use command::{Ran, cnpay, command};
pub(crate) use folder::Folder;
pub(crate) use listener::Listener;
pub(crate) use settings::settings;
pub(crate) use sim::{CARD, CUSTOMER, PHONE, Sim, call_with};
pub(crate) use witness::{md5sum, witness};

/// The merchant of the simulator and of every fixture.
pub(crate) const MERCHANT: &str = "104110045112012";

/// A base URL where nothing listens: nobody gives port 1 away.
pub(crate) const NOBODY: &str = "https://127.0.0.1:1";

/// The path of a file under `fixtures/`.
pub(crate) fn fixture(name: &str) -> String {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures")).join(name).display().to_string()
}

/// The content of a file under `fixtures/`.
pub(crate) fn read_fixture(name: &str) -> Vec<u8> {
    fs::read(fixture(name)).unwrap_or_else(|error| panic!("fixtures/{name}: {error}"))
}

/// Whether a witness is on this machine. Its absence is shown, and is an error where CI=true.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn here(program: &str) -> bool {
    let here = env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).is_file());
    let ci = env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(here || !ci, "the {program} command is missing, and CI=true");
    if !here {
        eprintln!("SKIP: the {program} command is missing");
    }
    here
}
