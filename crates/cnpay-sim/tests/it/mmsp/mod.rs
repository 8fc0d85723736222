//! The MMSP platform from outside: envelopes signed by hand, payouts encrypted by hand, a payer who plays by HTTP alone.

mod bindings;
mod door;
mod gateway;
mod notices;
mod pages;
mod payouts;
mod quickpay;
mod refunds;
mod scan;
mod shop;
