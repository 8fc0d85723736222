//! No bytes make a loader panic.

use paycore::Sensitive;
use paysign::{Certificate, FileKind, Identity, KeyItem, PublicKey, RsaSigner};
use proptest::prelude::*;

use crate::fixture;

fn load_every_way(file: &[u8]) {
    let password = Sensitive::from("cnpay-test");
    let _ = FileKind::of(file);
    let _ = PublicKey::read(file);
    let _ = Certificate::read(file);
    let _ = RsaSigner::read(file);
    let _ = RsaSigner::from_pfx(file, &password);
    let _ = Identity::from_pem(file, file);
    let _ = Identity::from_pfx(file, &password);
    let _ = KeyItem::read(file, &password).map(|items| items.iter().map(KeyItem::usages).count());
}

/// Bytes that get past the first look: `30`, a length, and small tags.
fn nearly_der() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![Just(0x30), 0u8..8, Just(0x80), Just(0x82), any::<u8>()];
    proptest::collection::vec(byte, 0..60).prop_map(|tail| [&[0x30, 0x82, 0, 50][..], &tail].concat())
}

proptest! {
    #[test]
    fn random_bytes(file in proptest::collection::vec(any::<u8>(), 0..400)) {
        load_every_way(&file);
    }

    #[test]
    fn random_der(file in nearly_der()) {
        load_every_way(&file);
    }

    #[test]
    fn random_pem(lines in "(-----BEGIN A-----\n|-----END A-----\n|MAMC\n|AQk=\n|Proc-Type: 4\n|é|-----){0,12}") {
        load_every_way(lines.as_bytes());
    }

    #[test]
    fn damaged_files(
        name in prop::sample::select(vec!["notice-1024.cer", "client-rc2.pfx", "client-aes.pfx", "client.pkcs1.pem", "ec.pem"]),
        at: prop::sample::Index,
        byte: u8,
        cut: bool,
    ) {
        let mut file = fixture(name);
        let at = at.index(file.len());
        file[at] = byte;
        if cut {
            file.truncate(at);
        }
        load_every_way(&file);
    }
}
