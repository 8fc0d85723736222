//! RSA private keys, read.

use rsa::{BigUint, RsaPrivateKey, pkcs1, pkcs8::PrivateKeyInfo};

use crate::{
    FileKind, KeyError,
    parts::{found, parts},
    public_key::{require_rsa, require_size},
};

/// The one private key of a PEM or DER file; whatever else stands in the file is passed over.
pub(crate) fn read(file: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    let parts = parts(file)?;
    let mut keys = parts.iter().filter(|part| part.kind.is_private_key());
    let key = keys.next().ok_or_else(|| KeyError::PrivateKeyMissing { found: found(&parts) })?;
    match keys.count() {
        0 => from_der(key.kind, &key.der),
        more => Err(KeyError::SeveralPrivateKeys { count: 1 + more }),
    }
}

/// A private key of whichever kind it is.
pub(crate) fn from_der(kind: FileKind, der: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    match kind {
        FileKind::RsaPrivateKey => from_pkcs1(der),
        FileKind::PrivateKey => {
            let info = PrivateKeyInfo::try_from(der).map_err(|_| KeyError::Malformed { kind: FileKind::PrivateKey })?;
            require_rsa(&info.algorithm.oid.to_string())?;
            from_pkcs1(info.private_key)
        }
        FileKind::EncryptedPrivateKey => Err(KeyError::EncryptedKey),
        FileKind::EcPrivateKey => Err(KeyError::NotRsa { algorithm: "1.2.840.10045.2.1".to_owned() }),
        found => Err(KeyError::PrivateKeyMissing { found }),
    }
}

fn from_pkcs1(der: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    let malformed = KeyError::Malformed { kind: FileKind::RsaPrivateKey };
    let key = pkcs1::RsaPrivateKey::try_from(der).map_err(|_| malformed.clone())?;
    let number = |digits: pkcs1::UintRef<'_>| BigUint::from_bytes_be(digits.as_bytes());
    let modulus = number(key.modulus);
    require_size(&modulus)?;
    let (exponent, primes) = (number(key.private_exponent), vec![number(key.prime1), number(key.prime2)]);
    // Numbers out of all proportion are never a key's, and would be worked at for hours.
    let far_from_half = |prime: &BigUint| prime.bits().abs_diff(modulus.bits() / 2) > 8;
    if exponent.bits() > modulus.bits() || primes.iter().any(far_from_half) {
        return Err(malformed);
    }
    // This checks that the numbers belong together, so that signing cannot fail later.
    RsaPrivateKey::from_components(modulus, number(key.public_exponent), exponent, primes).map_err(|_| malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsa::{pkcs1::EncodeRsaPrivateKey, rand_core::OsRng, traits::PublicKeyParts};

    const CLIENT: &[u8] = include_bytes!("../../../fixtures/keys/client.key.pem");
    const ELLIPTIC: &[u8] = include_bytes!("../../../fixtures/keys/ec.pem");

    #[test]
    fn every_form_gives_the_same_key() {
        let key = read(CLIENT).expect("PKCS#8");
        assert_eq!(read(include_bytes!("../../../fixtures/keys/client.pkcs1.pem")), Ok(key.clone()));
        for part in [parts(CLIENT), parts(include_bytes!("../../../fixtures/keys/client.pkcs1.pem"))] {
            assert_eq!(read(&part.expect("a part")[0].der), Ok(key.clone()), "as DER");
        }
        let beside_a_certificate = [include_bytes!("../../../fixtures/keys/client.crt.pem"), CLIENT].concat();
        assert_eq!(read(&beside_a_certificate), Ok(key));
        assert_eq!(read(include_bytes!("../../../fixtures/keys/notice-4096.key.pem")).map(|key| key.n().bits()), Ok(4096));
    }

    #[test]
    fn what_is_no_private_key() {
        for (file, error) in [
            (&b""[..], KeyError::Empty),
            (include_bytes!("../../../fixtures/keys/client-aes.pfx"), KeyError::PrivateKeyMissing { found: FileKind::Pfx }),
            (include_bytes!("../../../fixtures/keys/client.crt.pem"), KeyError::PrivateKeyMissing { found: FileKind::Certificate }),
            (ELLIPTIC, KeyError::NotRsa { algorithm: "1.2.840.10045.2.1".to_owned() }),
            (b"\x30\x05\x02\x01\x01\x04\x00", KeyError::NotRsa { algorithm: "1.2.840.10045.2.1".to_owned() }),
            (b"\x30\x04\x30\x00\x04\x00", KeyError::EncryptedKey),
            (&[CLIENT, CLIENT].concat(), KeyError::SeveralPrivateKeys { count: 2 }),
            (b"\x30\x05\x02\x01\x00\x30\x00", KeyError::Malformed { kind: FileKind::PrivateKey }),
            (b"\x30\x06\x02\x01\x00\x02\x01\x0f", KeyError::Malformed { kind: FileKind::RsaPrivateKey }),
        ] {
            assert_eq!(read(file), Err(error));
        }
    }

    #[test]
    fn a_small_key_is_refused_with_its_size() {
        let small = RsaPrivateKey::new(&mut OsRng, 512).expect("a key").to_pkcs1_der().expect("DER");
        assert_eq!(read(small.as_bytes()), Err(KeyError::Size { bits: 512 }));
    }

    #[test]
    fn numbers_out_of_proportion() {
        let sound = parts(include_bytes!("../../../fixtures/keys/client.pkcs1.pem")).expect("a part").remove(0).der;
        static HUGE: [u8; 1 << 20] = [0x7F; 1 << 20];
        let huge = || pkcs1::UintRef::new(&HUGE).expect("a number");
        let with = |change: &dyn Fn(&mut pkcs1::RsaPrivateKey<'_>)| {
            let mut key = pkcs1::RsaPrivateKey::try_from(&sound[..]).expect("a key");
            change(&mut key);
            read(&rsa::pkcs8::der::Encode::to_der(&key).expect("DER")).map(|_| ())
        };
        let malformed = Err(KeyError::Malformed { kind: FileKind::RsaPrivateKey });
        assert_eq!(with(&|_| ()), Ok(()));
        assert_eq!(with(&|key| key.prime1 = huge()), malformed);
        assert_eq!(with(&|key| key.prime2 = key.public_exponent), malformed);
        assert_eq!(with(&|key| key.private_exponent = huge()), malformed);
        assert_eq!(with(&|key| key.public_exponent = huge()), malformed);
    }

    #[test]
    fn numbers_that_do_not_belong_together() {
        let mut der = parts(include_bytes!("../../../fixtures/keys/client.pkcs1.pem")).expect("a part").remove(0).der;
        // Somewhere in the private exponent.
        der[300] ^= 1;
        assert_eq!(read(&der), Err(KeyError::Malformed { kind: FileKind::RsaPrivateKey }));
    }
}
