//! The openssl command as a witness: it opens and believes what we seal and sign, and the other way round, at every length around the ends of
//! the 117-byte blocks, with Chinese text that lies across them.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use mmsp::explain::payout;
use paysign::{PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner};

const PRIVATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/merchant.key.pem");
const PUBLIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/merchant.pub.pem");
const LENGTHS: [usize; 14] = [100, 115, 116, 117, 118, 119, 120, 233, 234, 235, 236, 350, 351, 352];

/// Whether openssl is here. Its absence is shown, and is an error where CI=true.
fn openssl_is_here() -> bool {
    let here = Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success());
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(here || !ci, "the openssl command is missing, and CI=true");
    #[allow(clippy::print_stderr, reason = "a skipped test must show")]
    if !here {
        eprintln!("SKIP: the openssl command is missing");
    }
    here
}

fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("openssl");
    let mut child =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("openssl runs");
    child.stdin.take().expect("a pipe").write_all(input).expect("openssl reads");
    let output = child.wait_with_output().expect("openssl ends");
    assert!(output.status.success(), "openssl {arguments:?}");
    output.stdout
}

/// A plaintext of that many bytes whose characters of three bytes begin at `shift`.
fn plaintext(length: usize, shift: usize) -> String {
    let mut text = format!("{{\"MEMO\":\"{}", "x".repeat(shift));
    while text.len() + 5 <= length {
        text.push('款');
    }
    let fill = length - text.len() - 2;
    text.push_str(&"y".repeat(fill));
    text.push_str("\"}");
    assert_eq!(text.len(), length);
    text
}

#[test]
fn openssl_opens_and_believes_what_we_send() {
    if !openssl_is_here() {
        return;
    }
    let private = std::fs::read(PRIVATE).expect("a key");
    let signer = RsaSigner::read(&private).expect("a key");
    let encryptor = RsaEncryptor::new(PublicKey::read(&std::fs::read(PUBLIC).expect("a key")).expect("a key").remove(0));
    for (nth, length) in LENGTHS.into_iter().enumerate() {
        let plain = plaintext(length, nth % 3);
        let sealed = payout::sign(plain.as_bytes(), &signer, &encryptor).expect("sealed");
        let ciphertext = STANDARD.decode(&sealed.encrypt).expect("one base64");
        assert_eq!(ciphertext.len(), 128 * length.div_ceil(117));
        let opened =
            ciphertext.chunks(128).flat_map(|block| openssl(&["pkeyutl", "-decrypt", "-inkey", PRIVATE], block)).collect::<Vec<_>>();
        assert_eq!(opened, plain.as_bytes(), "{length}");
        let signature = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("payout-{length}-{}", std::process::id()));
        std::fs::write(&signature, STANDARD.decode(&sealed.signature).expect("base64")).expect("a scratch file");
        let file = signature.to_str().expect("a path");
        let said = openssl(&["dgst", "-sha1", "-verify", PUBLIC, "-signature", file], plain.as_bytes());
        assert_eq!(said, b"Verified OK\n", "{length}");
        std::fs::remove_file(&signature).expect("the scratch file");
    }
}

#[test]
fn we_open_and_believe_what_openssl_sends() {
    if !openssl_is_here() {
        return;
    }
    let decryptor = RsaDecryptor::read(&std::fs::read(PRIVATE).expect("a key")).expect("a key");
    let keys = PublicKey::read(&std::fs::read(PUBLIC).expect("a key")).expect("a key");
    for (nth, length) in LENGTHS.into_iter().enumerate() {
        let plain = plaintext(length, nth % 3);
        let encrypt = |block: &[u8]| openssl(&["pkeyutl", "-encrypt", "-pubin", "-inkey", PUBLIC], block);
        let ciphertext: Vec<u8> = plain.as_bytes().chunks(117).flat_map(encrypt).collect();
        assert_eq!(decryptor.decrypt(&ciphertext).expect("opened").as_slice(), plain.as_bytes());
        let signature = openssl(&["dgst", "-sha1", "-sign", PRIVATE], plain.as_bytes());
        let envelope = format!(r#"{{"ENCRYPT":"{}","SIGN":"{}"}}"#, STANDARD.encode(&ciphertext), STANDARD.encode(&signature));
        let found = payout::explain(envelope.as_bytes(), None, &decryptor, &keys, None).expect("an envelope");
        assert!(found.valid && found.base == plain, "{length}");
    }
}
