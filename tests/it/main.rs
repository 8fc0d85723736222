//! Tests that cross crates: the `cnpay` command as scripts and people run it, and what holds over the whole source.

mod browser;
mod call;
mod curl;
mod decode;
mod demo;
mod doctor;
mod examples;
mod foreign;
mod gateway;
mod harness;
mod ids;
mod mmsp;
mod notify;
mod operations;
mod secrets;
mod sim;
mod tidy;
mod usage;
mod zhangxun;
