//! The transport against servers that behave and servers that do not.

mod connections;
mod faults;
mod foreign;
mod identity;
mod limits;
mod nginx;
mod plain;
mod proxied;
mod replies;
mod s_server;
mod support;
mod tinyproxy;
mod verification;
mod wirelog;
