//! The simulator over sockets: HTTPS for people and programs, and HTTPS with client certificates for agreement pay.

mod connection;
mod merchant;
mod running;
mod tls;

pub use merchant::Merchant;
pub use running::{Options, Running, StartError};
