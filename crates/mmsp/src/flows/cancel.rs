//! Cancelling before its time, all the same. Section 7.6, decision D105.

use mmsp_json::{
    Body,
    op::scan::{Cancel, Order},
};
use paycore::{Answer, Error};

use crate::Scan;

impl Scan<'_> {
    /// Cancels at once, although the platform advises to wait 15 s after the payment. [`send`](crate::Mmsp::send) waits for them.
    ///
    /// # Errors
    /// As [`send`](crate::Mmsp::send).
    pub async fn cancel_now(&self, cancel: &Cancel) -> Result<Answer<Order>, Error> {
        self.0.post(cancel, &Body::request(cancel)?).await
    }
}
