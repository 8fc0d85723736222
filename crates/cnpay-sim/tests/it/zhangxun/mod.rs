//! 掌讯 from outside: forms signed by hand, replies verified by hand, a payer who plays by HTTP alone.

mod door;
mod notices;
mod pages;
mod payments;
mod payouts;
mod shop;
