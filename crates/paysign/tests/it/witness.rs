//! The openssl command as a witness: it believes what we sign and reads what we encrypt, and the other way round.

use std::{path::PathBuf, process::Command};

use paysign::{Hash, KeyError, Md5Key, RsaDecryptor, RsaEncryptor, RsaSigner, RsaVerifier};

use crate::{fixture, path};

const KEYS: [&str; 3] = ["notice-1024.key.pem", "notice-2048.key.pem", "notice-4096.key.pem"];
const HASHES: [Hash; 2] = [Hash::Sha1, Hash::Sha256];
const MESSAGE: &[u8] = "<amount>88.60</amount> 快钱".as_bytes();

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

/// `openssl dgst -HASH OPTION KEY -signature|-out FILE MESSAGE`, and whether it succeeded.
fn dgst(hash: Hash, with_key: [&str; 2], file: [&str; 2], message: &PathBuf) -> bool {
    let output = Command::new("openssl")
        .arg("dgst")
        .arg(format!("-{hash}"))
        .arg(with_key[0])
        .arg(path(with_key[1]))
        .args(file)
        .arg(message)
        .output();
    output.expect("openssl runs").status.success()
}

/// A scratch file of this test.
fn scratch(name: &str, content: &[u8]) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::write(&file, content).expect("a scratch file");
    file
}

/// Without a MAC nothing but the decryption itself tells a wrong password.
#[test]
fn a_pfx_of_openssl_without_a_mac() {
    if !openssl_is_here() {
        return;
    }
    let file = scratch("nomac.pfx", b"");
    let (key, chain) = (path("client.key.pem"), path("client.crt.pem"));
    for legacy in [&[][..], &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"]] {
        let mut openssl = Command::new("openssl");
        openssl.args(["pkcs12", "-export", "-nomac", "-passout", "pass:right"]).args(legacy);
        let output = openssl.arg("-inkey").arg(&key).arg("-in").arg(&chain).arg("-out").arg(&file).output().expect("openssl runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let pfx = std::fs::read(&file).expect("the file");
        assert!(RsaSigner::from_pfx(&pfx, &"right".into()).is_ok());
        for wrong in ["", "wrong", "Right", "right "] {
            let refused = RsaSigner::from_pfx(&pfx, &wrong.into()).map(|_| ()).expect_err(wrong);
            // One wrong key in 256 leaves padding that looks right, and then nothing inside can be read.
            assert!(matches!(refused, KeyError::WrongPassword | KeyError::Malformed { .. }), "{wrong}: {refused}");
        }
    }
}

#[test]
fn openssl_believes_what_we_sign() {
    if !openssl_is_here() {
        return;
    }
    let message = scratch("signed-by-us", MESSAGE);
    for key in KEYS {
        let signer = RsaSigner::read(&fixture(key)).expect("a key");
        for hash in HASHES {
            let signature = signer.sign(hash, MESSAGE).expect("a signature");
            let file = scratch("our-signature", &signature);
            let believed = |file: &PathBuf| dgst(hash, ["-prverify", key], ["-signature", file.to_str().expect("a path")], &message);
            assert!(believed(&file), "{key} {hash}");
            let forged = scratch("forged-signature", &[&signature[..signature.len() - 1], &[!signature[signature.len() - 1]]].concat());
            assert!(!believed(&forged), "{key} {hash}: a witness must be able to say no");
        }
    }
}

#[test]
fn we_believe_what_openssl_signs() {
    if !openssl_is_here() {
        return;
    }
    let message = scratch("signed-by-openssl", MESSAGE);
    let keys = KEYS.map(|key| RsaSigner::read(&fixture(key)).expect("a key").public_key());
    let verifier = RsaVerifier::new(keys, HASHES).expect("a verifier");
    for key in KEYS {
        for hash in HASHES {
            let file = scratch("its-signature", b"");
            assert!(dgst(hash, ["-sign", key], ["-out", file.to_str().expect("a path")], &message), "{key} {hash}");
            let signature = std::fs::read(&file).expect("the signature");
            assert!(verifier.verify(MESSAGE, &signature).is_ok(), "{key} {hash}");
        }
    }
}

/// `openssl pkeyutl OPTION -inkey KEY` over one block.
fn pkeyutl(option: &str, key: &str, block: &[u8]) -> Vec<u8> {
    let (input, result) = (scratch(&format!("{option}-{key}-in"), block), scratch(&format!("{option}-{key}-out"), b""));
    let output =
        Command::new("openssl").args(["pkeyutl", option, "-inkey"]).arg(path(key)).arg("-in").arg(&input).arg("-out").arg(&result).output();
    let output = output.expect("openssl runs");
    assert!(output.status.success(), "{key}: {}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(result).expect("a result")
}

/// Three blocks at any size, with borders inside of characters.
fn payout() -> Vec<u8> {
    "款".repeat(400).into_bytes()
}

#[test]
fn openssl_decrypts_what_we_encrypt() {
    if !openssl_is_here() {
        return;
    }
    for key in KEYS {
        let public = RsaSigner::read(&fixture(key)).expect("a key").public_key();
        let size = public.bits() / 8;
        let encrypted = RsaEncryptor::new(public).encrypt(&payout()).expect("short enough");
        let blocks: Vec<_> = encrypted.chunks(size).map(|block| pkeyutl("-decrypt", key, block)).collect();
        assert!(blocks.len() > 2 && blocks[0].len() == size - 11, "{key}");
        assert_eq!(blocks.concat(), payout(), "{key}");
    }
}

#[test]
fn we_decrypt_what_openssl_encrypts() {
    if !openssl_is_here() {
        return;
    }
    for key in KEYS {
        let decryptor = RsaDecryptor::read(&fixture(key)).expect("a key");
        for filling in [64, 117] {
            let blocks: Vec<_> = payout().chunks(filling).map(|block| pkeyutl("-encrypt", key, block)).collect();
            assert_eq!(decryptor.decrypt(&blocks.concat()).as_deref(), Ok(&payout()), "{key} {filling}");
        }
    }
}

#[test]
fn openssl_computes_the_same_md5() {
    if !openssl_is_here() {
        return;
    }
    let base = "orderId=ORDER0001&productName=快钱&key=";
    let with_key = scratch("md5", format!("{base}SYNTHETICKEY0001").as_bytes());
    let output = Command::new("openssl").args(["dgst", "-md5", "-r"]).arg(with_key).output().expect("openssl runs");
    let digest = String::from_utf8_lossy(&output.stdout[..32]).into_owned();
    let key = Md5Key::new("SYNTHETICKEY0001").expect("a key");
    assert_eq!(key.sign(base.as_bytes()), digest.to_uppercase());
    assert!(key.verify(base, &digest).is_ok());
}
