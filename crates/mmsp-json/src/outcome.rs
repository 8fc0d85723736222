//! The three fields of every reply that say how it went.

/// How a reply says it went. What a status means is told by the command (section 8.5).
pub trait Outcome {
    /// `STATUS`.
    fn status(&self) -> Option<&str>;
    /// `ERRCODE` or `ERR_CODE`, section 9.2.
    fn code(&self) -> Option<&str>;
    /// `ERRMSG` or `ERR_CODE_MSG`, for display only: a text here does not mean an error.
    fn message(&self) -> Option<&str>;
}

macro_rules! outcome {
    ($reply:ty, $code:ident, $message:ident) => {
        impl $crate::Outcome for $reply {
            fn status(&self) -> Option<&str> {
                self.status.as_deref()
            }
            fn code(&self) -> Option<&str> {
                self.$code.as_deref()
            }
            fn message(&self) -> Option<&str> {
                self.$message.as_deref()
            }
        }
    };
}

pub(crate) use outcome;
