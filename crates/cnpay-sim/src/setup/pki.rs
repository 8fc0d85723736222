//! The simulator's own certificates.

use p12_keystore::{Certificate as P12Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use paycore::Sensitive;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize, date_time_ymd,
};
use rustls_pki_types::CertificateDer;
use zeroize::Zeroizing;

use super::SetupError;

/// The CA. Its certificate has been valid for long, so that it covers the life of a certificate that has expired.
pub(super) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// The server's certificate and key, PKCS#8.
pub(super) struct Server {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: Zeroizing<Vec<u8>>,
}

impl Authority {
    pub(super) fn create() -> Result<Self, rcgen::Error> {
        let mut params = named("cnpay simulator CA", Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        Ok(Self { certificate, issuer: Issuer::new(params, key) })
    }

    pub(super) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    pub(super) fn server(&self, names: Vec<String>) -> Result<Server, rcgen::Error> {
        let mut params = named("cnpay simulator", names)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?.der().clone();
        Ok(Server { certificate, key: Zeroizing::new(key.serialize_der()) })
    }

    pub(super) fn client(&self, name: &str, key: &KeyPair, expired: bool) -> Result<Certificate, rcgen::Error> {
        let mut params = named(name, Vec::new())?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if expired {
            params.not_after = date_time_ymd(2022, 1, 1);
        }
        params.signed_by(key, &self.issuer)
    }
}

fn named(name: &str, alternatives: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(alternatives)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 1, 1);
    Ok(params)
}

/// RSA of 2048 bits: what 99bill's clients have.
pub(super) fn rsa_key() -> Result<KeyPair, rcgen::Error> {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)
}

/// A certificate with its key and issuer as PKCS#12.
pub(super) fn pfx(certificate: &Certificate, key: &KeyPair, issuer: &Certificate, password: &Sensitive) -> Result<Vec<u8>, SetupError> {
    let chain = [certificate, issuer].map(|certificate| P12Certificate::from_der(certificate.der()));
    let chain = chain.into_iter().collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKey::from_der(key.serialized_der())?;
    let mut store = KeyStore::new();
    store.add_entry("merchant", KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new("merchant", key, chain)));
    Ok(store.writer(password.expose()).write()?)
}
