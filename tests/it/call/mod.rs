//! `cnpay call` against `cnpay sim`, over real mutual TLS: what it prints, and exit codes that speak of the order.

mod every;
mod expired;
mod invalid;
mod outcome;
mod shape;
mod silence;
mod unsent;
