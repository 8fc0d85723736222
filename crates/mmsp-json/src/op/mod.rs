//! The operations, one a file: request, reply, command, what a retry means and what settles it.

pub mod gateway;
pub mod payout;
pub mod quickpay;
pub mod scan;
