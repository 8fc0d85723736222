//! The commands, one a file.

pub(crate) mod call;
pub(crate) mod cert;
pub(crate) mod completions;
pub(crate) mod decode;
pub(crate) mod demo;
pub(crate) mod explain;
mod merchant;
pub(crate) mod notify;
pub(crate) mod operations;
mod scheme;
pub(crate) mod sign;
pub(crate) mod sim;

use crate::{failure::Failure, input};

/// All of stdin.
fn stdin() -> Result<Vec<u8>, Failure> {
    input::all(std::io::stdin().lock()).map_err(|error| Failure::invalid(format!("stdin cannot be read ({})", error.kind())))
}

/// A runtime for the commands that have something to wait for.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    Ok(runtime.map_err(|error| Failure::other(format!("no runtime ({})", error.kind())))?.block_on(future))
}
