//! A merchant of the platform.

use paycore::{Fen, Sensitive};
use paysign::Md5Key;
use zx_form::{Fields, SIGNATURE, Signed, Wire};

/// A merchant, as the platform has it on file. [`Setup::zhangxun_account`](crate::Setup::zhangxun_account) makes one; change what a test is
/// about.
#[derive(Debug, Clone)]
pub struct Account {
    /// Organisation number 机构号.
    pub org: String,
    /// Merchant number 商户号.
    pub merchant: String,
    /// The MD5 key.
    pub key: Sensitive,
    /// What can be paid out at the beginning.
    pub balance: Fen,
    /// What each payout costs, on top of its amount or out of it, as its `deductWay` says.
    pub payout_fee: Fen,
    /// What notices of payments are written in: both occur.
    pub notice_wire: Wire,
    /// What notices of payouts are written in.
    pub payout_notice_wire: Wire,
}

impl Account {
    /// Whether the merchant has signed it. Nobody can sign for one whose key is empty.
    pub(super) fn verifies(&self, signed: &Signed<'_>, signature: Option<&[u8]>) -> bool {
        let given = signature.and_then(|signature| std::str::from_utf8(signature).ok());
        let key = Md5Key::new(self.key.clone()).ok();
        given.zip(key).is_some_and(|(given, key)| key.verify(signed, given).is_ok())
    }

    /// Adds the signature. It covers whatever there is.
    pub(super) fn sign(&self, mut fields: Fields) -> Fields {
        let signature = Md5Key::new(self.key.clone()).map(|key| key.sign(&fields.base()));
        fields.push(SIGNATURE, signature.unwrap_or_default());
        fields
    }
}
