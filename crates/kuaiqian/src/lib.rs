//! 99bill (快钱) clients.
//!
//! [`agreement`]: agreement pay (协议支付): sign a card once, debit it without the holder.

pub mod agreement;
