//! Keys, certificates and passwords of one simulated world, made anew each time.

mod directory;
mod payout;
mod pki;

use std::fmt;

use paycore::{Fen, Sensitive};
use paysign::{Hash, Identity, KeyError, PublicKey, RsaSigner};
use rand::{Rng, distributions::Alphanumeric, rngs::OsRng};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use self::payout::PayoutKeys;
use crate::{agreement, gateway, mmsp, zhangxun};

pub use directory::{Files, Urls};

/// The merchant and terminal that 99bill publishes for its sandbox.
const MERCHANT: &str = "104110045112012";
const TERMINAL: &str = "00002012";
/// The merchant of the RMB gateway: its member code, and its account.
const MEMBER: &str = "10011637788";
const ACCOUNT: &str = "1001163778801";
/// The merchant and terminal that MMSP publishes for its test environment, and an agent.
const MMSP_MERCHANT: &str = "001440353999853";
const MMSP_TERMINAL: &str = "84970001";
const MMSP_AGENT: &str = "001440000000017";
/// What the merchant of MMSP can pay out at the beginning: a million yuan.
const MMSP_BALANCE: Fen = Fen::new(100_000_000);
/// The organisation and merchant that 掌讯 publishes for its test environment.
const ZHANGXUN_ORG: &str = "8161000204";
const ZHANGXUN_MERCHANT: &str = "16121900001774";
/// What the merchant of 掌讯 has at the beginning: a million yuan.
const ZHANGXUN_BALANCE: Fen = Fen::new(100_000_000);

/// Everything that a simulated merchant is handed out, and what the simulator keeps for itself. Nothing of it is fixed but the published
/// merchant and terminal numbers.
pub struct Setup {
    ca_pem: String,
    ca: CertificateDer<'static>,
    server: pki::Server,
    merchant: ClientFiles,
    expired: ClientFiles,
    notice_signer: RsaSigner,
    notice_public_pem: String,
    login_key: Sensitive,
    /// The merchant's key as the RMB gateway has it on file.
    merchant_key: PublicKey,
    gateway_key: Sensitive,
    query_key: Sensitive,
    refund_key: Sensitive,
    mmsp_key: Sensitive,
    mmsp_agent_key: Sensitive,
    payout: PayoutKeys,
    zhangxun_key: Sensitive,
}

/// A client's certificate and key in the forms that clients take.
#[derive(Clone)]
pub struct ClientFiles {
    /// The certificate, PEM.
    pub certificate_pem: String,
    /// The private key, PKCS#8 as PEM.
    pub key_pem: Sensitive,
    /// Both as PKCS#12.
    pub pfx: Vec<u8>,
    /// The password of the PKCS#12.
    pub pfx_password: Sensitive,
}

/// The keys could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// A certificate or key could not be made; a host name that is not ASCII is the usual reason.
    #[error("making certificates: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The PKCS#12 could not be written.
    #[error("writing PKCS#12: {0}")]
    Pfx(#[from] p12_keystore::error::Error),
    /// A key for payouts could not be made.
    #[error("making a key for payouts")]
    Payout,
    /// A fresh key could not be read back.
    #[error("reading back a fresh key: {0}")]
    Key(#[from] KeyError),
}

impl Setup {
    /// Makes new keys: a CA, a server certificate for `hosts` beside `localhost`, `127.0.0.1` and `::1`, a merchant and an expired one,
    /// and the key that notices are signed with. Takes a good part of a second.
    ///
    /// # Errors
    /// A host that no certificate can carry.
    pub fn create<H: AsRef<str>>(hosts: impl IntoIterator<Item = H>) -> Result<Self, SetupError> {
        let ca = pki::Authority::create()?;
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
        for host in hosts {
            // An IPv6 address stands in brackets in a URL, and without them in a certificate.
            let host = host.as_ref().trim_start_matches('[').trim_end_matches(']').to_owned();
            if !names.contains(&host) {
                names.push(host);
            }
        }
        let key = pki::rsa_key()?;
        let client = |expired| {
            let certificate = ca.client(&format!("{MERCHANT}90"), &key, expired)?;
            let pfx_password = secret();
            let pfx = pki::pfx(&certificate, &key, ca.certificate(), &pfx_password)?;
            Ok::<_, SetupError>(ClientFiles { certificate_pem: certificate.pem(), key_pem: key.serialize_pem().into(), pfx, pfx_password })
        };
        let notice = pki::rsa_key()?;
        let notice_pem = Sensitive::from(notice.serialize_pem());
        Ok(Self {
            merchant: client(false)?,
            expired: client(true)?,
            server: ca.server(names)?,
            notice_signer: RsaSigner::read(notice_pem.expose().as_bytes())?,
            notice_public_pem: notice.public_key_pem(),
            login_key: secret(),
            merchant_key: RsaSigner::read(Sensitive::from(key.serialize_pem()).expose().as_bytes())?.public_key(),
            gateway_key: secret(),
            query_key: secret(),
            refund_key: secret(),
            mmsp_key: secret(),
            mmsp_agent_key: secret(),
            payout: PayoutKeys::create()?,
            zhangxun_key: secret(),
            ca_pem: ca.certificate().pem(),
            ca: ca.certificate().der().clone(),
        })
    }

    /// The certificate of the CA, PEM: a client trusts it as a root.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The certificate of the CA.
    pub fn ca(&self) -> &CertificateDer<'static> {
        &self.ca
    }

    /// The merchant's certificate and key.
    pub fn merchant(&self) -> &ClientFiles {
        &self.merchant
    }

    /// The same merchant with a certificate that ended years ago.
    pub fn expired_merchant(&self) -> &ClientFiles {
        &self.expired
    }

    /// The merchant as agreement pay has it on file: number, terminal, login key.
    pub fn agreement_account(&self) -> agreement::Account {
        agreement::Account { merchant: MERCHANT.into(), terminals: vec![TERMINAL.into()], login_key: self.login_key.clone() }
    }

    /// The merchant as the RMB gateway has it on file. It signs with the key of [`merchant`](Self::merchant), or with the shared keys.
    pub fn gateway_account(&self) -> gateway::Account {
        gateway::Account {
            account: ACCOUNT.into(),
            member: MEMBER.into(),
            key: self.gateway_key.clone(),
            query_key: self.query_key.clone(),
            refund_key: self.refund_key.clone(),
            certificates: vec![self.merchant_key.clone()],
            notice_hash: Hash::Sha256,
            high_risk: false,
            open: true,
            frozen: false,
            direct_banks: true,
            fee: Fen::ZERO,
            payment_limit: None,
            order_limit: None,
            daily_limit: None,
            monthly_limit: None,
        }
    }

    /// The merchant as the MMSP platform has it on file, with an agent that may act for it.
    pub fn mmsp_account(&self) -> mmsp::Account {
        mmsp::Account {
            merchant: MMSP_MERCHANT.into(),
            terminals: vec![MMSP_TERMINAL.into()],
            key: self.mmsp_key.clone(),
            agents: vec![mmsp::Agent { number: MMSP_AGENT.into(), key: Some(self.mmsp_agent_key.clone()) }],
            payout_key: Some(self.payout.merchant_public.clone()),
            balance: MMSP_BALANCE,
            payout_fee: Fen::ZERO,
            wants_sample_fields: false,
        }
    }

    /// The merchant as 掌讯 has it on file.
    pub fn zhangxun_account(&self) -> zhangxun::Account {
        zhangxun::Account {
            org: ZHANGXUN_ORG.into(),
            merchant: ZHANGXUN_MERCHANT.into(),
            key: self.zhangxun_key.clone(),
            balance: ZHANGXUN_BALANCE,
            payout_fee: Fen::ZERO,
            notice_wire: zhangxun::Wire::Form,
            payout_notice_wire: zhangxun::Wire::Json,
        }
    }

    /// The private key with which the merchant of MMSP signs payouts and reads the replies, PKCS#8 as PEM.
    pub fn payout_key_pem(&self) -> &Sensitive {
        &self.payout.merchant_pem
    }

    /// The public key with which payouts are encrypted and their replies verified, PEM.
    pub fn payout_platform_pem(&self) -> &str {
        &self.payout.platform_public_pem
    }

    /// The public key that notices and replies are verified with, PEM.
    pub fn notice_public_pem(&self) -> &str {
        &self.notice_public_pem
    }

    pub(crate) fn payout_keys(&self) -> &mmsp::Keys {
        &self.payout.platform
    }

    pub(crate) fn notice_signer(&self) -> &RsaSigner {
        &self.notice_signer
    }

    /// The server's chain and key.
    pub(crate) fn server(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        (vec![self.server.certificate.clone()], PrivatePkcs8KeyDer::from(self.server.key.to_vec()).into())
    }
}

impl ClientFiles {
    /// As an identity for TLS and for signing.
    ///
    /// # Errors
    /// None for what [`Setup::create`] made.
    pub fn identity(&self) -> Result<Identity, KeyError> {
        Identity::from_pfx(&self.pfx, &self.pfx_password)
    }
}

/// A password nobody guesses: 24 letters and digits.
fn secret() -> Sensitive {
    OsRng.sample_iter(Alphanumeric).take(24).map(char::from).collect::<String>().into()
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").field("merchant", &MERCHANT).finish_non_exhaustive()
    }
}

impl fmt::Debug for ClientFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientFiles").finish_non_exhaustive()
    }
}
