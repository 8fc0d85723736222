//! The front door of the payouts: decrypt, find the merchant, verify; encrypt and sign the reply. Section 5.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use mmsp_json::{
    Payout,
    op::payout::{Balance, Pay, Query},
    parse,
    payout::{Sealed, read_request, reply_plaintext},
};
use paysign::{Hash, RsaDecryptor, RsaEncryptor, RsaSigner, RsaVerifier};
use paywire::json::Value;

use super::{
    balance, book,
    code::{self, Code},
    pay, query,
};
use crate::{
    NoAnswer,
    answer::json,
    mmsp::{
        Platform,
        account::Account,
        rules::{Rule, check, tables},
        state::State,
    },
    service::{Handled, Moment},
};

/// The platform's own pair.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) decryptor: RsaDecryptor,
    pub(crate) signer: RsaSigner,
}

/// A message whose signature is good, and what it is about.
pub(super) struct Call<'d> {
    pub(super) account: &'d Account,
    pub(super) state: &'d mut State,
    pub(super) moment: Moment,
    pub(super) message: Value<'d>,
    plaintext: &'d [u8],
}

/// Why there is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Refused(Code),
    /// The connection is cut: before anything was done, or after.
    Cut(NoAnswer),
}

impl From<Code> for Stop {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

impl Platform {
    pub(in crate::mmsp) fn payout(&self, body: &[u8], moment: &Moment) -> Handled {
        match self.pay_out(body, moment) {
            Ok(reply) => Handled::page(json(reply)),
            Err(Stop::Cut(cut)) => Handled { answer: Err(cut), notices: Vec::new() },
            Err(Stop::Refused(code)) => {
                tracing::info!(code = code.code, "payout refused");
                Handled::page(json(Sealed::reply(code.code, code.text, None)))
            }
        }
    }

    fn pay_out(&self, body: &[u8], moment: &Moment) -> Result<String, Stop> {
        let sealed = Sealed::from_slice(body).ok().filter(|sealed| sealed.encrypt.is_some()).ok_or(code::PARAMETERS)?;
        let ciphertext = sealed.ciphertext().ok_or(code::ENCRYPTION)?;
        let plaintext = self.keys.decryptor.decrypt(&ciphertext).map_err(|_| code::ENCRYPTION)?;
        let document = parse(&plaintext).map_err(|_| code::PARAMETERS)?;
        let message = document.root();
        let text = |name: &str| message.get(name).and_then(|value| value.text_or_number());
        let merchant = text("MERNO").ok_or(code::PARAMETERS)?;
        let account = self.accounts.iter().find(|account| account.merchant == merchant).ok_or(code::NO_MERCHANT)?;
        let key = account.payout_key.clone().ok_or(code::NO_CERTIFICATE)?;
        let signature = sealed.signature().ok_or(code::SIGNATURE)?;
        let verifier = RsaVerifier::new([key.clone()], [Hash::Sha1]).map_err(|_| code::NO_CERTIFICATE)?;
        verifier.verify(&plaintext, &signature).map_err(|_| code::SIGNATURE)?;
        if text("VERSION").as_deref() != Some("1.0") {
            return Err(code::VERSION.into());
        }
        let call = Call { account, state: &mut self.state(), moment: *moment, message, plaintext: &plaintext };
        let command = text("CMDID").and_then(|command| command.parse().ok());
        let reply = match command {
            Some(Pay::COMMAND) => call.serve::<Pay>(tables::PAYOUT_PAY, pay::pay),
            Some(Query::COMMAND) => call.serve::<Query>(tables::PAYOUT_QUERY, query::query),
            Some(Balance::COMMAND) => call.serve::<Balance>(tables::BALANCE, balance::balance),
            _ => Err(code::PARAMETERS.into()),
        }?;
        self.seal(&RsaEncryptor::new(key), &reply).ok_or(Stop::Refused(code::ASK))
    }

    /// The reply in its envelope. Nothing in it is worth more than the connection: the merchant's key is a public one.
    fn seal(&self, merchant: &RsaEncryptor, plaintext: &[u8]) -> Option<String> {
        let mut sealed = Sealed::default();
        sealed.ret_code = Some(code::SUCCESS.code.into());
        sealed.ret_msg = Some(code::SUCCESS.text.into());
        sealed.encrypt = Some(BASE64_STANDARD.encode(merchant.encrypt(plaintext).ok()?));
        sealed.sign = Some(BASE64_STANDARD.encode(self.keys.signer.sign(Hash::Sha1, plaintext).ok()?));
        Some(sealed.to_json())
    }
}

impl Call<'_> {
    /// The plaintext of the reply.
    fn serve<O: Payout>(mut self, table: &[Rule], handle: fn(&mut Self, O) -> Result<O::Reply, Stop>) -> Result<Vec<u8>, Stop> {
        check(table, self.message).map_err(code::of)?;
        let (request, _) = read_request(self.plaintext).map_err(|_| code::PARAMETERS)?;
        let reply = handle(&mut self, request)?;
        reply_plaintext::<O>(&reply).map_err(|_| code::ASK.into())
    }

    pub(super) fn book(&self) -> book::Book {
        book::Book::of(self.state, self.account, self.moment.now)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}
