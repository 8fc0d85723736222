//! A merchant of the platform.

use mmsp_json::Head;
use paycore::{Fen, Sensitive};
use paysign::{Md5Key, PublicKey};

/// A merchant, as the platform has it on file. [`Setup::mmsp_account`](crate::Setup::mmsp_account) makes one; change what a test is about.
#[derive(Debug, Clone)]
pub struct Account {
    /// Merchant number 商户号, for all four products.
    pub merchant: String,
    /// Terminal numbers 终端号.
    pub terminals: Vec<String>,
    /// The MD5 key.
    pub key: Sensitive,
    /// The agents that may act for the merchant.
    pub agents: Vec<Agent>,
    /// The merchant's public key for payouts; without one they are refused with 1004.
    pub payout_key: Option<PublicKey>,
    /// What can be paid out at the beginning.
    pub balance: Fen,
    /// What each payout costs on top of its amount.
    pub payout_fee: Fen,
    /// The payout channel wants the optional fields of the documented sample too, else 1023.
    pub wants_sample_fields: bool,
}

/// An agent 代理商.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Agent number.
    pub number: String,
    /// Its MD5 key. Without one, messages under its number are signed with the merchant's.
    pub key: Option<Sensitive>,
}

impl Account {
    /// Whether a header is one of this merchant's: its number, one of its terminals, and no agent that it does not have.
    pub(super) fn is_named_by(&self, head: &Head<'_>) -> bool {
        let agent = head.agent_no().unwrap_or_default();
        head.mer_no().as_deref() == Some(&self.merchant)
            && head.term_no().is_some_and(|terminal| self.terminals.iter().any(|known| *known == terminal))
            && (agent.is_empty() || self.agents.iter().any(|known| known.number == agent))
    }

    /// What a base under that agent number is signed with, in both directions; there is no second try (section 3.2).
    pub(super) fn seal(&self, agent: &str) -> Seal {
        let agent = self.agents.iter().find(|known| !agent.is_empty() && known.number == agent);
        Seal(agent.and_then(|agent| agent.key.clone()).unwrap_or_else(|| self.key.clone()))
    }
}

/// A key that signs and verifies bases.
#[derive(Debug, Clone)]
pub(super) struct Seal(Sensitive);

impl Seal {
    pub(super) fn verifies(&self, base: &str, sign: &str) -> bool {
        Md5Key::new(self.0.clone()).is_ok_and(|key| key.verify(base, sign).is_ok())
    }

    /// Empty for a merchant whose key is empty: nobody can sign for it.
    pub(super) fn sign(&self, base: &str) -> String {
        Md5Key::new(self.0.clone()).map(|key| key.sign(base.as_bytes())).unwrap_or_default()
    }
}
