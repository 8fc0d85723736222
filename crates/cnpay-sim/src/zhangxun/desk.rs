//! Where a call is dealt with: who calls, whether it is signed, what it leaves behind, and the signed reply. Sections 1 to 3.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use paycore::Fen;
use zx_form::{ACCEPTED, Fields, Message, Operation, Signed};

use super::{
    Zhangxun,
    account::Account,
    notice::Notice,
    refusal::Refusal,
    rules::{self, Rule},
    state::State,
};
use crate::{
    NoAnswer,
    answer::json,
    magic::Magic,
    outbox::Posting,
    page::origin,
    service::{Handled, Moment},
};

/// How an operation is served.
pub(super) struct Service<O: Operation> {
    pub(super) table: &'static [Rule],
    /// `msg` of what is accepted.
    pub(super) accepted: &'static str,
    /// The fields of the reply that are written as numbers.
    pub(super) numbers: &'static [&'static str],
    pub(super) handle: fn(&mut Desk<'_>, O) -> Result<O::Reply, Refusal>,
}

/// A call whose signature is good.
pub(super) struct Desk<'d> {
    pub(super) account: &'d Account,
    pub(super) state: &'d mut State,
    pub(super) moment: Moment,
    /// What the addresses of the payer's pages begin with.
    pub(super) origin: String,
    notices: Vec<Posting>,
    /// What the caller gets in place of an answer.
    cut: Option<NoAnswer>,
}

impl Zhangxun {
    /// Answers a call. What is refused of somebody known is signed; of anybody else it is not.
    pub(super) fn serve<O: Operation>(&self, service: &Service<O>, request: &Request<Bytes>, moment: &Moment) -> Handled {
        if request.method() != Method::POST {
            return Handled::status(StatusCode::METHOD_NOT_ALLOWED);
        }
        let Ok(message) = Message::from_form(request.body()) else {
            return Handled::page(json(refused::<O>(None, Refusal::Malformed).to_json(&[])));
        };
        let signature = message.signature().map(<[u8]>::to_vec);
        let call = message.for_md5();
        match self.caller(&call, signature.as_deref()) {
            Err(refusal) => Handled::page(json(refused::<O>(Some(&call), refusal).to_json(&[]))),
            Ok(account) => {
                let (mut state, origin) = (self.state(), origin(request));
                let mut desk = Desk { account, state: &mut state, moment: *moment, origin, notices: Vec::new(), cut: None };
                let reply = desk.reply(service, &call).unwrap_or_else(|refusal| refused::<O>(Some(&call), refusal));
                let answer = json(account.sign(reply).to_json(service.numbers));
                Handled { answer: desk.cut.map_or(Ok(answer), Err), notices: desk.notices }
            }
        }
    }

    /// The merchant, if it is the one who calls.
    fn caller(&self, call: &Signed<'_>, signature: Option<&[u8]>) -> Result<&Account, Refusal> {
        let field = |name: &'static str| call.get(name).ok_or(Refusal::Field(name));
        let (org, merchant) = (field("orgNo")?, field("custId")?);
        let mut members = self.accounts.iter().filter(|account| account.org.as_bytes() == org).peekable();
        members.peek().ok_or(Refusal::NoOrganisation)?;
        let account = members.find(|account| account.merchant.as_bytes() == merchant).ok_or(Refusal::NoMerchant)?;
        if account.verifies(call, signature) { Ok(account) } else { Err(Refusal::Signature) }
    }
}

impl Desk<'_> {
    fn reply<O: Operation>(&mut self, service: &Service<O>, call: &Signed<'_>) -> Result<Fields, Refusal> {
        rules::check(service.table, call).map_err(Refusal::Field)?;
        // The table is as strict as the type.
        let (request, _) = call.read_request().map_err(|_| Refusal::Malformed)?;
        let reply = (service.handle)(self, request)?;
        let content = Fields::of(&reply).map_err(|_| Refusal::System)?;
        let mut fields = head(Some(call), ACCEPTED, service.accepted);
        for (name, value) in content.as_slice() {
            fields.extend(name.clone(), value).map_err(|_| Refusal::System)?;
        }
        Ok(fields)
    }

    /// Cuts the connection where the amount says so; an error ends the call. Comes after every check and before anything changes.
    pub(super) fn strike(&mut self, amount: Fen) -> Result<(), Refusal> {
        let (cut, struck) = match Magic::of(amount) {
            Magic::CutBefore => (NoAnswer::CutBefore, Err(Refusal::System)),
            Magic::CutAfter => (NoAnswer::CutAfter, Ok(())),
            _ => return Ok(()),
        };
        self.cut = Some(cut);
        struck
    }

    /// The merchant will be told.
    pub(super) fn post(&mut self, notices: &[Arc<Notice>]) {
        self.notices.extend(notices.iter().map(Notice::posting));
    }
}

/// What every reply has, as far as the call tells.
fn head(call: Option<&Signed<'_>>, code: &str, text: &str) -> Fields {
    let mut fields = Fields::default();
    let echoed = |name: &str| call.map(|call| repeated(call, name)).unwrap_or_default();
    for (name, value) in [("orgNo", echoed("orgNo")), ("code", code.to_owned()), ("msg", text.to_owned()), ("custId", echoed("custId"))] {
        if !value.is_empty() {
            fields.push(name, value);
        }
    }
    fields
}

/// A refusal, with the merchant's own number.
fn refused<O: Operation>(call: Option<&Signed<'_>>, refusal: Refusal) -> Fields {
    tracing::info!(operation = O::ID, code = refusal.code(), "refused");
    let mut fields = head(call, refusal.code(), &refusal.text());
    for name in ["custOrderNo", "custOrdNo"] {
        let number = call.map(|call| repeated(call, name)).unwrap_or_default();
        if !number.is_empty() {
            fields.push(name, number);
        }
    }
    fields
}

fn repeated(call: &Signed<'_>, name: &str) -> String {
    String::from_utf8_lossy(call.get(name).unwrap_or_default()).into_owned()
}
