//! A merchant of the gateway.

use kq_form::{Listed, Signing};
use paycore::{Fen, Sensitive};
use paysign::{Hash, Md5Key, PublicKey, RsaVerifier};

use super::signature::given;

/// A merchant, as 99bill has it on file. [`Setup::gateway_account`](crate::Setup::gateway_account) makes one; change what a test is about.
#[derive(Debug, Clone)]
pub struct Account {
    /// RMB account 人民币账号: the member code and `01`.
    pub account: String,
    /// Member code 会员编号, 11 digits.
    pub member: String,
    /// Gateway key 人民币网关密钥: payments and notices with signType 1.
    pub key: Sensitive,
    /// Query key: order query and refund query.
    pub query_key: Sensitive,
    /// Refund key: the refund by GET.
    pub refund_key: Sensitive,
    /// The keys of the certificates that the merchant has uploaded, for signType 4 of payments and 2 of the services.
    pub certificates: Vec<PublicKey>,
    /// What 99bill signs notices with under signType 4.
    pub notice_hash: Hash,
    /// A high phishing risk: `payerIP` and `orderTimestamp` are required, and the form must come within 30 seconds.
    pub high_risk: bool,
    /// The RMB gateway is open, else 10024.
    pub open: bool,
    /// The account is frozen: 20002.
    pub frozen: bool,
    /// Payment without the cashier's bank list is allowed, else 20009.
    pub direct_banks: bool,
    /// What 99bill charges for each payment; an order below it is refused with 20008.
    pub fee: Fen,
    /// The largest payment; more is 20010.
    pub payment_limit: Option<Fen>,
    /// The largest order; more is 20011.
    pub order_limit: Option<Fen>,
    /// What may be paid in a day of Beijing; more is 20012.
    pub daily_limit: Option<Fen>,
    /// What may be paid in a month of Beijing; more is 20013.
    pub monthly_limit: Option<Fen>,
}

impl Account {
    /// Whether the message carries the signature that this merchant would make. With RSA either hash will do.
    pub(super) fn signed(&self, message: &Listed<'_>, signing: Signing, key: &Sensitive) -> bool {
        let Some(signature) = given(message, signing) else { return false };
        match signing {
            Signing::Md5 => Md5Key::new(key.clone()).is_ok_and(|key| {
                std::str::from_utf8(&signature).is_ok_and(|signature| key.verify(message.clone().for_md5(), signature).is_ok())
            }),
            Signing::Rsa => RsaVerifier::new(self.certificates.iter().cloned(), [Hash::Sha1, Hash::Sha256])
                .is_ok_and(|verifier| verifier.verify(message.clone().for_rsa(key), &signature).is_ok()),
        }
    }
}
