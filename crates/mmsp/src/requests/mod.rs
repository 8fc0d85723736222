//! The operations, product by product. Addresses of the settings that are missing where a request needs them make it invalid.

pub mod gateway;
pub mod quickpay;
pub mod scan;

pub use gateway::Gateway;
pub use quickpay::QuickPay;
pub use scan::Scan;
