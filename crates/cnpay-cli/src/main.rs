//! The `cnpay` command. Names, flags, JSON keys and exit codes are a contract: scripts rely on them.

mod args;
mod command;
mod exit;
mod failure;
mod input;
mod keys;
mod language;
mod output;
mod table;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use exit::Exit;
use output::Output;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let output = Output::new(&arguments);
    let filter = if arguments.verbose { "cnpay=debug,kuaiqian=debug,paytransport=debug,info" } else { "warn" };
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(output::colour(&std::io::stderr())).with_env_filter(filter).init();
    let is_call = matches!(arguments.command, Command::Call(_));
    let result = match arguments.command {
        Command::Operations { id } => command::operations::run(&output, id.as_deref()),
        Command::Decode { codec } => command::decode::run(&output, codec),
        Command::Sign(sign) => command::sign::run(&output, &arguments.config, &sign),
        Command::Explain(explain) => command::explain::run(&output, &arguments.config, &explain),
        Command::Completions { shell } => command::completions::run(shell),
        Command::Cert(cert) => command::cert::run(&output, &cert),
        Command::Call(call) => command::call::run(&output, &arguments.config, arguments.verbose, &call),
        Command::Notify(notify) => command::notify::run(&output, &arguments.config, &notify),
        Command::Sim(sim) => command::sim::run(&output, &sim),
        Command::Demo(demo) => command::demo::run(&output, &demo),
    };
    let exit = result.unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit()
    });
    if !output::lost() {
        return exit.into();
    }
    output.aside("what was said could not be written to stdout");
    // Of an order the code still tells the truth.
    if exit == Exit::Done && !is_call { Exit::Other.into() } else { exit.into() }
}

/// clap's own texts, with our exit code and, for `--output json`, our shape.
fn usage(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
    if matches!(error.kind(), DisplayHelp | DisplayVersion) {
        // A closed pipe is no reason to fail.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // The kind is said beside it.
    let text = error.render().to_string();
    let failure = failure::Failure::usage(text.trim_start_matches("error: ").trim_end().to_owned());
    Output::of_environment().failure(&failure);
    failure.exit().into()
}
