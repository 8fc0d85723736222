//! What is read: stdin and the files of the command line, both with a limit.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// The most that is read of anything.
const LIMIT: u64 = 64 << 20;

/// All of it, up to the limit.
pub(crate) fn all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A whole file, up to the limit.
pub(crate) fn file(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
    all(File::open(path)?)
}
