//! Keys and the directory that a merchant is handed.

use cnpay_sim::{Setup, Urls};
use paysign::{Certificate, Hash, Identity, PublicKey, RsaSigner};

use crate::world::*;

fn urls() -> Urls {
    Urls { web: "https://127.0.0.1:1".into(), agreement: "https://127.0.0.1:2".into() }
}

#[test]
fn a_directory_is_ready_to_use() {
    let directory = Scratch::new("setup");
    let inside = directory.path().join("new");
    let files = SETUP.write(&inside, &urls()).expect("written");
    assert_eq!((files.config.clone(), files.ca.clone()), (inside.join("cnpay.toml"), inside.join("ca.pem")));
    let read = |name: &str| std::fs::read(inside.join(name)).expect(name);

    let config: toml::Table = std::fs::read_to_string(&files.config).expect("a config").parse().expect("TOML");
    assert_eq!(config["transport"]["roots"][0].as_str(), Some("ca.pem"));
    let agreement = &config["kuaiqian"]["agreement"];
    let text = |key: &str| agreement[key].as_str().expect(key);
    assert_eq!((text("base_url"), text("merchant"), text("terminal")), ("https://127.0.0.1:2", MERCHANT, "00002012"));
    assert_eq!((text("identity"), text("login_key")), ("merchant.pfx", login_key().as_str()));
    assert_eq!(agreement["notice_keys"][0].as_str(), Some("notice.pem"));

    let gateway = &config["kuaiqian"]["gateway"];
    let text_of = |key: &str| gateway[key].as_str().expect(key);
    let account = SETUP.gateway_account();
    assert_eq!((text_of("base_url"), text_of("sign"), text_of("services")), ("https://127.0.0.1:1", "rsa", "json"));
    assert_eq!((text_of("account"), text_of("member")), (account.account.as_str(), account.member.as_str()));
    assert_eq!(text_of("private_key"), "merchant.pfx");
    assert_eq!(text_of("private_key_password"), text("identity_password"));
    assert_eq!(gateway["notice_keys"][0].as_str(), Some("notice.pem"));
    for (key, secret) in [("key", &account.key), ("query_key", &account.query_key), ("refund_key", &account.refund_key)] {
        assert_eq!(text_of(key), secret.expose(), "{key}");
    }

    let (mmsp, ours) = (&config["mmsp"], SETUP.mmsp_account());
    let text_of = |key: &str| mmsp[key].as_str().expect(key);
    assert_eq!(
        (text_of("merchant"), text_of("terminal"), text_of("key")),
        (ours.merchant.as_str(), ours.terminals[0].as_str(), ours.key.expose())
    );
    for (key, url) in [("open_url", "/mmsp/open"), ("gateway_url", "/mmsp/gateway"), ("platform_url", ""), ("openid_url", "/mmsp/openid")] {
        assert_eq!(text_of(key), format!("https://127.0.0.1:1{url}"), "{key}");
    }
    let payout = |key: &str| mmsp["payout"][key].as_str().expect(key);
    assert_eq!((payout("base_url"), payout("merchant")), ("https://127.0.0.1:1/mmsp/payout", ours.merchant.as_str()));
    let signer = RsaSigner::read(&read(payout("private_key"))).expect("the merchant's key");
    assert_eq!((Some(signer.public_key()), signer.bits()), (ours.payout_key, 1024));
    assert_eq!(PublicKey::read(&read(payout("platform_key"))).expect("the platform's key")[0].bits(), 1024);

    let (zhangxun, ours) = (&config["zhangxun"], SETUP.zhangxun_account());
    let text_of = |key: &str| zhangxun[key].as_str().expect(key);
    assert_eq!((text_of("base_url"), text_of("version")), ("https://127.0.0.1:1/mpcctp/", "2.1"));
    assert_eq!((text_of("org"), text_of("merchant"), text_of("key")), (ours.org.as_str(), ours.merchant.as_str(), ours.key.expose()));

    let identity = Identity::from_pfx(&read("merchant.pfx"), &text("identity_password").into()).expect("the PKCS#12");
    assert_eq!(identity.certificate().subject(), format!("CN={CN}"));
    identity.for_tls().expect("good enough for TLS");
    Identity::from_pem(&read("merchant.pem"), &read("merchant.key")).expect("the same as PEM");
    assert_eq!(PublicKey::read(&read("notice.pem")).expect("a key")[0].bits(), 2048);
    Certificate::read(&read("ca.pem")).expect("a certificate");

    #[cfg(unix)]
    for (name, mode) in [("cnpay.toml", 0o600), ("merchant.pfx", 0o600), ("merchant.key", 0o600), ("payout.key", 0o600)] {
        let permissions = std::fs::metadata(inside.join(name)).expect(name).permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o777, mode, "{name}");
    }
    SETUP.write(&inside, &urls()).expect("a directory of our own is written anew");
}

#[test]
fn nobody_elses_files_are_overwritten() {
    for (name, content) in
        [("cnpay.toml", "[kuaiqian.agreement]"), ("merchant.pfx", "production"), ("ca.pem", ""), ("payout.key", "production")]
    {
        let directory = Scratch::new(name);
        directory.put(name, content.as_bytes());
        let error = SETUP.write(directory.path(), &urls()).expect_err(name);
        assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(directory.path().join(name)).expect(name), content.as_bytes());
        assert_eq!(std::fs::read_dir(directory.path()).expect("the directory").count(), 1, "nothing else was written");
    }
}

#[test]
fn nothing_secret_is_fixed_or_printed() {
    let other = Setup::create(["[::1]", "localhost"]).expect("keys");
    let secrets = |setup: &Setup| {
        let (merchant, gateway, mmsp) = (setup.merchant(), setup.gateway_account(), setup.mmsp_account());
        let agent_key = mmsp.agents[0].key.clone().expect("a key");
        let keys = [gateway.key, gateway.query_key, gateway.refund_key, mmsp.key, agent_key, setup.payout_key_pem().clone()];
        let keys = keys.into_iter().chain([setup.zhangxun_account().key]);
        [setup.agreement_account().login_key, merchant.pfx_password.clone(), merchant.key_pem.clone()]
            .into_iter()
            .chain(keys)
            .map(|secret| secret.expose().to_owned())
            .collect::<Vec<_>>()
    };
    let (ours, theirs) = (secrets(&SETUP), secrets(&other));
    let accounts = (SETUP.agreement_account(), SETUP.gateway_account(), SETUP.mmsp_account(), SETUP.zhangxun_account());
    let printed = format!("{:?} {:?} {accounts:?} {:?}", *SETUP, SETUP.merchant(), World::new().simulator);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_ne!(ours, theirs);
        assert!(!printed.contains(ours.as_str()));
    }
    assert!(Setup::create(["主机"]).is_err());
}

#[test]
fn the_expired_identity_is_expired() {
    let expired = SETUP.expired_merchant().identity().expect("an identity");
    assert!(expired.certificate().expired(std::time::SystemTime::now()));
    let signature = expired.signer().sign(Hash::Sha1, b"text").expect("a signature");
    let same = RsaSigner::read(SETUP.merchant().key_pem.expose().as_bytes()).expect("a key");
    assert_eq!(same.sign(Hash::Sha1, b"text").expect("a signature"), signature, "the merchant's own key");
}
