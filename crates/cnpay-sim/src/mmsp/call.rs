//! The front door of the three signed products: who calls, and whether it is signed. Sections 2 and 3.

use mmsp_json::{Envelope, Head};
use paywire::json::{Kind, Value};

use super::{
    account::{Account, Seal},
    refusal::Refusal,
};

/// A call whose signature is good.
pub(super) struct Call<'d> {
    pub(super) head: Head<'d>,
    pub(super) command: u32,
    pub(super) account: &'d Account,
    pub(super) seal: Seal,
    /// What was signed; requests are read from it.
    pub(super) base: String,
    pub(super) body: Value<'d>,
}

/// The command, when all that stands around the Body is as it should be.
pub(super) fn command(envelope: &Envelope<'_>) -> Result<u32, Refusal> {
    let member = |name: &str| envelope.members().get(name);
    let is_number = |value: Value<'_>| value.text_or_number().is_some_and(|text| text.parse::<u64>().is_ok());
    let is_text = |value: Value<'_>| value.kind() == Kind::Text;
    let is_text_or_number = |value: Value<'_>| value.text_or_number().is_some();
    let is_text_or_null = |value: Value<'_>| matches!(value.kind(), Kind::Text | Kind::Null);
    let well_formed = ["SeqID", "NodeType"].into_iter().filter_map(member).all(is_number)
        && ["NodeID", "Version", "Extends"].into_iter().filter_map(member).all(is_text)
        && member("AGENTNO").is_none_or(is_text_or_null)
        && member("Sign").is_none_or(is_text_or_null)
        && ["MERNO", "TERMNO"].into_iter().all(|name| member(name).is_some_and(is_text_or_number))
        && envelope.body().is_some_and(|body| body.kind() == Kind::Object);
    let command = envelope.head.command_id().and_then(|text| text.parse().ok());
    command.filter(|_| well_formed).ok_or(Refusal::Malformed)
}

impl<'d> Call<'d> {
    pub(super) fn check(envelope: &Envelope<'d>, command: u32, accounts: &'d [Account]) -> Result<Self, Refusal> {
        let head = envelope.head;
        let account = accounts.iter().find(|account| account.is_named_by(&head)).ok_or(Refusal::NoMerchant)?;
        let seal = account.seal(&head.agent_no().unwrap_or_default());
        let base = envelope.base().map_err(|_| Refusal::Malformed)?;
        let body = envelope.body().ok_or(Refusal::Malformed)?;
        if !seal.verifies(&base, &envelope.sign()) {
            return Err(Refusal::Signature);
        }
        Ok(Self { head, command, account, seal, base, body })
    }
}
