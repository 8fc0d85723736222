//! What files hold, told before anybody uses them.

use p12_keystore::KeyStoreEntry;
use paycore::Sensitive;
use paysign::{FileKind, KeyError, KeyItem, Usage};

use crate::{
    fixture,
    identity::{certificate_entry, key_entry, odd_pfx},
};

/// Each item in a line: subject, size, usages.
fn lines(file: &[u8]) -> Result<Vec<String>, KeyError> {
    let items = KeyItem::read(file, &Sensitive::from("cnpay-test"))?;
    let line = |item: &KeyItem| {
        let subject =
            item.certificate().map_or_else(|| "bare".to_owned(), |certificate| certificate.subject().replace(",O=cnpay test only", ""));
        let bits = item.bits().map_or_else(|| "?".to_owned(), |bits| bits.to_string());
        let usages: Vec<_> = item.usages().into_iter().map(Usage::as_str).collect();
        format!("{subject} {bits} {}", usages.join("+"))
    };
    Ok(items.iter().map(line).collect())
}

#[test]
fn what_each_file_is_good_for() {
    let client = "CN=cnpay test client 2048";
    let authority = "CN=client authority 2048 notice_key".to_owned();
    for (name, expected) in [
        ("client-aes.pfx", vec![format!("{client} tls_identity+signing_key"), authority.clone()]),
        ("client-expired.pfx", vec![format!("{client} tls_identity+signing_key"), authority.clone()]),
        ("client-v1.pfx", vec![format!("{client} signing_key"), authority.clone()]),
        ("client-1024.pfx", vec!["CN=cnpay test client 1024 1024 signing_key".to_owned(), authority]),
        ("client.crt.pem", vec![format!("{client} notice_key")]),
        ("client.key.pem", vec!["bare 2048 signing_key".to_owned()]),
        ("client.pkcs1.pem", vec!["bare 2048 signing_key".to_owned()]),
        ("notice-1024.cer", vec!["CN=notice 1024 1024 notice_key".to_owned()]),
        ("notice-4096.key.pem", vec!["bare 4096 signing_key".to_owned()]),
        ("notice-2048.pub.pem", vec!["bare 2048 notice_key".to_owned()]),
        ("notice-2048.rsapub.pem", vec!["bare 2048 notice_key".to_owned()]),
        ("ec.pem", vec!["CN=elliptic ? ".to_owned()]),
    ] {
        assert_eq!(lines(&fixture(name)), Ok(expected), "{name}");
    }
}

#[test]
fn a_key_is_told_with_its_certificate_or_alone() {
    let (certificate, key) = (fixture("client.crt.pem"), fixture("client.key.pem"));
    let together = Ok(vec!["CN=cnpay test client 2048 tls_identity+signing_key".to_owned()]);
    assert_eq!(lines(&[&certificate[..], &key].concat()), together);
    assert_eq!(lines(&[&key[..], &certificate].concat()), together);
    let strangers = lines(&[fixture("notice-2048.crt.pem"), key.clone()].concat());
    assert_eq!(strangers, Ok(vec!["CN=notice 2048 2048 notice_key".to_owned(), "bare 2048 signing_key".to_owned()]));
}

#[test]
fn a_pfx_as_no_sane_tool_writes_it() {
    let authority = || KeyStoreEntry::Certificate(certificate_entry("ca.crt.pem"));
    for (entries, expected) in [
        (vec![key_entry(&[])], vec!["bare 2048 signing_key"]),
        (vec![authority()], vec!["CN=client authority 2048 notice_key"]),
        (vec![authority(), key_entry(&[])], vec!["CN=client authority 2048 notice_key", "bare 2048 signing_key"]),
    ] {
        assert_eq!(lines(&odd_pfx(entries)), Ok(expected.into_iter().map(str::to_owned).collect()));
    }
    assert_eq!(lines(&odd_pfx([])), Err(KeyError::NothingHeld { found: FileKind::Nothing }));
}

#[test]
fn what_holds_nothing() {
    for (file, error) in [
        (&b""[..], KeyError::Empty),
        (b"<html>", KeyError::NothingHeld { found: FileKind::Text }),
        (b"-----BEGIN A-----\n-----END A-----", KeyError::NothingHeld { found: FileKind::Nothing }),
        (b"\x30\x04\x30\x00\x04\x00", KeyError::EncryptedKey),
        (b"\x30\x04\x30\x00\x30\x00", KeyError::Malformed { kind: FileKind::Certificate }),
    ] {
        assert_eq!(lines(file), Err(error));
    }
    let wrong = KeyItem::read(&fixture("client-rc2.pfx"), &Sensitive::from("another"));
    assert_eq!(wrong.map(|_| ()), Err(KeyError::WrongPassword));
}
