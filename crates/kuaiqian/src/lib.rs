//! 99bill (快钱) clients.
//!
//! [`agreement`]: agreement pay (协议支付): sign a card once, debit it without the holder.
//!
//! [`gateway`]: the RMB gateway (人民币网关): send a payer's browser to 99bill's cashier, and be told the result.

pub mod agreement;
pub mod gateway;
