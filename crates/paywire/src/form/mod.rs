//! Forms: `name=value&name=value`, byte by byte.
//!
//! What a form signature covers are the bytes behind the percent-encoding, so they are what is kept: no charset is guessed here.

mod page;
mod pairs;

pub use page::Page;
pub use pairs::{FormError, PairSource, Pairs, encode};
