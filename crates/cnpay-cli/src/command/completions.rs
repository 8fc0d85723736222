//! `cnpay completions SHELL`: a completion script.

use clap::CommandFactory;

use crate::{args::Arguments, exit::Exit, failure::Failure};

pub(crate) fn run(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "cnpay", &mut script);
    // A reader that has gone away is no failure.
    let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), &script);
    Ok(Exit::Done)
}
