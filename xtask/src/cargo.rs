//! cargo, run by its own command.

use std::{
    env,
    process::{Command, Stdio},
};

/// The cargo that runs this command, reading nothing from the terminal.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command, and says whether it succeeded.
pub(crate) fn succeeds(mut command: Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("{}: {error}", command.get_program().display());
            false
        }
    }
}

/// `cargo ARGUMENTS`, and whether it succeeded.
pub(crate) fn cargo(arguments: &[&str]) -> bool {
    succeeds(command(arguments))
}
