//! Identities from the files that merchants have.

use std::time::{Duration, SystemTime};

use p12_keystore::{Certificate as Cert, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use paycore::Sensitive;
use paysign::{Certificate, FileKind, Hash, Identity, KeyError, RsaSigner, RsaVerifier};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};

use crate::fixture;

fn password() -> Sensitive {
    Sensitive::from("cnpay-test")
}

fn from_pfx(name: &str) -> Result<Identity, KeyError> {
    Identity::from_pfx(&fixture(name), &password())
}

#[test]
fn every_kind_of_pfx_opens() {
    let key = PrivateKeyDer::from_pem_slice(&fixture("client.key.pem")).expect("a key");
    let leaf = Certificate::read(&fixture("client.crt.pem")).expect("a certificate").remove(0);
    let authority = Certificate::read(&fixture("ca.crt.pem")).expect("a certificate").remove(0);
    for name in ["client-aes.pfx", "client-rc2.pfx", "client-3des.pfx", "client-keytool.pfx"] {
        let identity = from_pfx(name).expect(name);
        assert_eq!(identity.certificate().subject(), "CN=cnpay test client,O=cnpay test only", "{name}");
        let (chain, tls_key) = identity.for_tls().expect(name);
        assert_eq!(chain, [leaf.der().clone(), authority.der().clone()], "{name}");
        assert_eq!(tls_key, key, "{name}");
    }
}

#[test]
fn the_same_identity_from_pem() {
    let (certificate, authority) = (fixture("client.crt.pem"), fixture("ca.crt.pem"));
    let from_pfx = from_pfx("client-aes.pfx").and_then(|identity| identity.for_tls()).expect("an identity");
    for key in ["client.key.pem", "client.pkcs1.pem"] {
        // In any order; a stranger's certificate stays out.
        let certificates = [&authority[..], &fixture("notice-2048.crt.pem"), &certificate].concat();
        let identity = Identity::from_pem(&certificates, &fixture(key)).expect(key);
        assert_eq!(identity.for_tls().expect(key), from_pfx, "{key}");
    }
    let alone = Identity::from_pem(&certificate, &fixture("client.key.pem")).expect("no issuer is needed");
    assert_eq!(alone.for_tls().map(|(chain, _)| chain.len()), Ok(1));
    let in_one_file = [certificate, fixture("client.key.pem")].concat();
    assert!(Identity::from_pem(&in_one_file, &in_one_file).is_ok());
}

#[test]
fn a_wrong_password_is_called_so() {
    for name in ["client-aes.pfx", "client-rc2.pfx", "client-3des.pfx", "client-keytool.pfx"] {
        for wrong in ["", "cnpay-tesT", "密码", "\u{1F511}"] {
            let error = Identity::from_pfx(&fixture(name), &Sensitive::from(wrong)).expect_err(name);
            assert_eq!(error, KeyError::WrongPassword, "{name} {wrong}");
        }
    }
}

#[test]
fn what_is_no_pfx_is_called_by_its_name() {
    let not_pfx = |found| Err(KeyError::NotPfx { found });
    let open = |file: &[u8]| Identity::from_pfx(file, &password()).map(|_| ());
    assert_eq!(open(b""), Err(KeyError::Empty));
    assert_eq!(open(b"\n"), Err(KeyError::Empty));
    assert_eq!(open(&fixture("client.crt.pem")), not_pfx(FileKind::Pem));
    assert_eq!(open(&fixture("notice-1024.cer")), not_pfx(FileKind::Certificate));
    assert_eq!(open(b"<html>"), not_pfx(FileKind::Text));
    assert_eq!(open(&fixture("client-aes.pfx")[..1000]), Err(KeyError::Malformed { kind: FileKind::Pfx }));
    let error = open(&fixture("client.crt.pem")).expect_err("PEM");
    assert_eq!(error.to_string(), "a PKCS#12 file (.pfx, .p12) is expected, found PEM text");
}

#[test]
fn a_pfx_without_lengths_is_called_so() {
    // 30 82, two bytes of length, content; or 30 80, content, 00 00.
    let ber = [b"\x30\x80", &fixture("client-aes.pfx")[4..], b"\0\0"].concat();
    assert_eq!(Identity::from_pfx(&ber, &password()).map(|_| ()), Err(KeyError::PfxBer));
}

/// A PFX as no sane tool writes it: whatever `entries` say.
pub(crate) fn odd_pfx(entries: impl IntoIterator<Item = KeyStoreEntry>) -> Vec<u8> {
    let mut store = KeyStore::new();
    for (number, entry) in entries.into_iter().enumerate() {
        store.add_entry(&number.to_string(), entry);
    }
    store.writer(password().expose()).mac_iterations(1).encryption_iterations(1).write().expect("a PFX")
}

pub(crate) fn key_entry(certificates: &[&str]) -> KeyStoreEntry {
    let key = PrivateKeyDer::from_pem_slice(&fixture("client.key.pem")).expect("a key");
    let certificates = certificates.iter().map(|name| certificate_entry(name));
    KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new("id", PrivateKey::from_der(key.secret_der()).expect("a key"), certificates))
}

pub(crate) fn certificate_entry(name: &str) -> Cert {
    Cert::from_der(Certificate::read(&fixture(name)).expect("a certificate")[0].der()).expect("a certificate")
}

#[test]
fn what_a_pfx_may_lack() {
    let open = |entries: Vec<KeyStoreEntry>| Identity::from_pfx(&odd_pfx(entries), &password()).map(|_| ());
    let authority = || KeyStoreEntry::Certificate(certificate_entry("ca.crt.pem"));
    assert_eq!(open(vec![]), Err(KeyError::PrivateKeyMissing { found: FileKind::Nothing }));
    assert_eq!(open(vec![authority()]), Err(KeyError::PrivateKeyMissing { found: FileKind::Certificate }));
    assert_eq!(open(vec![key_entry(&[])]), Err(KeyError::CertificateMissing { found: FileKind::PrivateKey }));
    assert_eq!(open(vec![key_entry(&["notice-2048.crt.pem"])]), Err(KeyError::KeyMismatch));
    assert_eq!(open(vec![key_entry(&[]), key_entry(&[])]), Err(KeyError::SeveralPrivateKeys { count: 2 }));
    assert_eq!(open(vec![key_entry(&["client.crt.pem"]), authority()]), Ok(()));
    assert!(RsaSigner::from_pfx(&odd_pfx([key_entry(&[])]), &password()).is_ok(), "to sign, a key alone will do");
}

#[test]
fn a_pem_key_that_does_not_fit() {
    let mismatch = Identity::from_pem(&fixture("client.crt.pem"), &fixture("notice-2048.key.pem"));
    assert_eq!(mismatch.map(|_| ()), Err(KeyError::KeyMismatch));
    let keyless = Identity::from_pem(&fixture("client.crt.pem"), &fixture("client.crt.pem"));
    assert_eq!(keyless.map(|_| ()), Err(KeyError::PrivateKeyMissing { found: FileKind::Certificate }));
    let empty = Identity::from_pem(&fixture("client.crt.pem"), b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n");
    assert_eq!(empty.map(|_| ()), Err(KeyError::PrivateKeyMissing { found: FileKind::Nothing }));
    let exchanged = Identity::from_pem(&fixture("client.key.pem"), &fixture("client.key.pem"));
    assert_eq!(exchanged.map(|_| ()), Err(KeyError::CertificateMissing { found: FileKind::PrivateKey }));
}

#[test]
fn what_tls_refuses_still_signs() {
    let small = from_pfx("client-1024.pfx").expect("a small identity");
    assert_eq!(small.for_tls().map(|_| ()), Err(KeyError::TlsSize { bits: 1024 }));
    let old = from_pfx("client-v1.pfx").expect("an old identity");
    assert_eq!(old.for_tls().map(|_| ()), Err(KeyError::TlsVersion { version: 1 }));
    for identity in [small, old] {
        let signature = identity.signer().sign(Hash::Sha256, b"88.60").expect("a signature");
        let ring = [identity.certificate().public_key().expect("a key").clone()];
        assert!(RsaVerifier::new(ring, [Hash::Sha256]).expect("a verifier").verify(b"88.60", &signature).is_ok());
    }
}

#[test]
fn an_expired_identity_opens_and_knows_it() {
    let expired = from_pfx("client-expired.pfx").expect("an identity");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    assert!(expired.certificate().expired(now) && expired.certificate().days_left(now) < 0);
    assert!(expired.for_tls().is_ok(), "the caller decides");
    let valid = from_pfx("client-aes.pfx").expect("an identity");
    assert!(!valid.certificate().expired(now) && !valid.certificate().expires_soon(now));
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", from_pfx("client-aes.pfx").expect("an identity"));
    let expected = "Identity { certificate: Certificate { subject: \"CN=cnpay test client,O=cnpay test only\", version: 3, \
        not_after: BeijingTime(2100-01-01 07:59:59), key: Ok(PublicKey(2048 bits)) }, signer: RsaSigner(2048 bits), .. }";
    assert_eq!(shown, expected);
}
