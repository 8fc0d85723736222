//! What every reply has. Section 2.

/// The `code` of a reply to a call that was accepted. It is never the result of an order (decision Z5).
pub const ACCEPTED: &str = "000000";

/// The fields that every reply has.
pub trait Common {
    /// `orgNo`, which must be the merchant's own.
    fn org_no(&self) -> Option<&str>;
    /// `code`: [`ACCEPTED`], or that of a refusal. No other code is documented.
    fn code(&self) -> Option<&str>;
    /// `msg`, the text for the code.
    fn msg(&self) -> Option<&str>;
    /// `custId`, which must be the merchant's own.
    fn cust_id(&self) -> Option<&str>;
}

macro_rules! common {
    ($reply:ty) => {
        impl $crate::Common for $reply {
            fn org_no(&self) -> Option<&str> {
                self.org_no.as_deref()
            }
            fn code(&self) -> Option<&str> {
                self.code.as_deref()
            }
            fn msg(&self) -> Option<&str> {
                self.msg.as_deref()
            }
            fn cust_id(&self) -> Option<&str> {
                self.cust_id.as_deref()
            }
        }
    };
}

pub(crate) use common;
