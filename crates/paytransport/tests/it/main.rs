//! The transport against servers that behave and servers that do not.

mod connections;
mod faults;
mod identity;
mod limits;
mod plain;
mod proxied;
mod replies;
mod support;
mod verification;
mod wirelog;
