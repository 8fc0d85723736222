//! Strict readers that every cnpay codec stands on.
