//! paysign against files and programs that are not its own.

mod arbitrary;
mod contents;
mod encryption;
mod identity;
mod verify;
mod witness;

/// A file of `fixtures/keys`.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap_or_else(|error| panic!("fixtures/keys/{name}: {error}"))
}

fn path(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/keys").join(name)
}

/// Flips one bit of `bytes`.
fn flip(bytes: &mut [u8], bit: &proptest::sample::Index) {
    let bit = bit.index(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
}
