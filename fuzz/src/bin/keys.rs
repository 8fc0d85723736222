//! Key files: any bytes are read or refused, in time; a key that is read can be used.
#![no_main]

use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use paycore::Sensitive;
use paysign::{Certificate, Hash, Identity, KeyItem, PublicKey, RsaDecryptor, RsaSigner, RsaVerifier};

fuzz_target!(|file: &[u8]| {
    let password = Sensitive::from("cnpay-test");
    if let Ok(keys) = PublicKey::read(file) {
        RsaVerifier::new(keys, [Hash::Sha1, Hash::Sha256]).expect("every key that is read can verify");
    }
    for certificate in Certificate::read(file).into_iter().flatten() {
        let _ = format!("{certificate:?} {} {}", certificate.subject(), certificate.issuer());
        let _ = certificate.days_left(SystemTime::UNIX_EPOCH);
    }
    for item in KeyItem::read(file, &password).into_iter().flatten() {
        let _ = (item.bits(), item.usages());
    }
    for identity in [Identity::from_pem(file, file), Identity::from_pfx(file, &password)].into_iter().flatten() {
        let _ = identity.for_tls();
        use_key(identity.signer());
    }
    for signer in [RsaSigner::read(file), RsaSigner::from_pfx(file, &password)].into_iter().flatten() {
        use_key(&signer);
    }
    if let Ok(decryptor) = RsaDecryptor::read(file) {
        let _ = decryptor.decrypt(&[7; 256]);
    }
});

/// What a key signs its public half verifies; a key whose parts do not belong together signs nothing.
fn use_key(signer: &RsaSigner) {
    if let Ok(signature) = signer.sign(Hash::Sha256, b"message") {
        let verifier = RsaVerifier::new([signer.public_key()], [Hash::Sha256]).expect("a verifier");
        verifier.verify(b"message", &signature).expect("its own signature");
    }
}
