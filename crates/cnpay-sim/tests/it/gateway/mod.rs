//! The RMB gateway from outside: forms signed by hand, a payer who plays by HTTP alone.

mod cashier;
mod checks;
mod forms;
mod notices;
mod queries;
mod refunds;
mod remits;
mod shop;
