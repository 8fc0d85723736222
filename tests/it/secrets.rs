//! Known secrets go in everywhere, and are looked for wherever people read.

use std::fmt::Debug;

use base64::{Engine, prelude::BASE64_STANDARD};
use cnpay::{Config, Fen, Sensitive, kq_xml, kuaiqian::agreement::notice};
use paysign::{Hash, PublicKey, RsaSigner, RsaVerifier};
use serde_json::{Map, Value, json};

use crate::harness::{CUSTOMER, Folder, MERCHANT, NOBODY, Ran, Sim, cnpay, fixture, read_fixture, settings};

const PAN: &str = "6299991357924680973";
const HOLDER: &str = "诸葛无名";
const IDENTITY_NUMBER: &str = "990000198612057531";
const PHONE: &str = "13876543210";
const SMS_CODE: &str = "246810";
const WRONG_CODE: &str = "864209";
const PAY_TOKEN: &str = "8190000000000753197";
const LOGIN_KEY: &str = "canary-login-key";
const PASSWORD: &str = "canary-password";

/// Secrets, each with its name.
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn new() -> Self {
        let known = [
            ("card number", PAN),
            ("holder", HOLDER),
            ("identity number", IDENTITY_NUMBER),
            ("phone", PHONE),
            ("SMS code", SMS_CODE),
            ("wrong SMS code", WRONG_CODE),
            ("pay token", PAY_TOKEN),
            ("login key", LOGIN_KEY),
            ("identity password", PASSWORD),
        ];
        Self(known.map(|(name, text)| (name, text.to_owned())).into())
    }

    /// Adds what a simulator has chosen for its merchant.
    fn learn_from(&mut self, sim: &Sim) {
        let settings = sim.settings();
        let text = |name: &str| settings["kuaiqian"]["agreement"][name].as_str().expect("a text").to_owned();
        let login = text("login_key");
        self.0.push(("Basic authentication", BASE64_STANDARD.encode(format!("{MERCHANT}:{login}"))));
        self.0.push(("simulator's login key", login));
        self.0.push(("simulator's identity password", text("identity_password")));
        let key = sim.folder.read("sim/merchant.key");
        self.0.push(("private key", key.lines().nth(1).expect("a line of base64").to_owned()));
    }

    fn add(&mut self, name: &'static str, value: &Value) -> String {
        let text = value.as_str().expect("a text").to_owned();
        self.0.push((name, text.clone()));
        text
    }

    #[track_caller]
    fn are_not_in(&self, place: &str, text: &str) {
        for (name, secret) in &self.0 {
            assert!(!text.contains(secret.as_str()), "{place} shows the {name}:\n{text}");
        }
    }

    /// What people read beside a message that was asked for.
    #[track_caller]
    fn are_not_beside(&self, run: &Ran) {
        self.are_not_in("stderr", &without_times(&run.stderr));
    }

    /// All that a failed run prints.
    #[track_caller]
    fn are_not_told_by(&self, run: &Ran, code: i32) {
        assert_eq!(run.code, code, "{run:?}");
        self.are_not_beside(run);
        self.are_not_in("stdout", &run.stdout);
    }

    #[track_caller]
    fn are_not_in_debug(&self, value: &dyn Debug) {
        self.are_not_in("Debug", &format!("{value:?}"));
        self.are_not_in("Debug", &format!("{value:#?}"));
    }
}

/// A log without its times, in whose fractions a short code may stand by chance.
fn without_times(log: &str) -> String {
    let rest = |line: &str| match line.split_once("Z ") {
        Some((time, rest)) if time.starts_with("20") => rest.to_owned(),
        _ => line.to_owned(),
    };
    log.lines().map(rest).collect::<Vec<_>>().join("\n")
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => panic!("{value}"),
    }
}

/// The first step of a signing with everything that may be secret.
fn signing(order: &str) -> Value {
    json!({
        "customerId": CUSTOMER, "externalRefNumber": order, "pan": PAN, "cardHolderName": HOLDER, "idType": "0",
        "cardHolderId": IDENTITY_NUMBER, "expiredDate": "1230", "cvv2": "953", "phoneNO": PHONE,
    })
}

fn code(order: &str, code: &str, token: &str) -> Value {
    json!({ "customerId": CUSTOMER, "externalRefNumber": order, "pan": PAN, "validCode": code, "token": token, "phoneNO": PHONE })
}

fn purchase(order: &str, amount: &str, token: &str) -> Value {
    json!({ "externalRefNumber": order, "amount": amount, "customerId": CUSTOMER, "payToken": token })
}

/// A call with `-v`.
fn call(config: &str, operation: &str, fields: &Value) -> Ran {
    let id = format!("kuaiqian.agreement.{operation}");
    cnpay(&["-v", "--config", config, "call", &id, "--body", "-"], fields.to_string())
}

#[test]
fn no_secret_is_printed() {
    let mut secrets = Secrets::new();
    let sim = Sim::start(&["-v"]);
    secrets.learn_from(&sim);
    calls_that_succeed(&mut secrets, &sim);
    calls_that_fail(&secrets, &sim);
    the_simulators_log(&secrets, sim);
    settings_that_are_wrong(&secrets);
    notices(&secrets);
}

fn calls_that_succeed(secrets: &mut Secrets, sim: &Sim) {
    let begun = call(&sim.config, "ind_auth", &signing("SIGN1"));
    let token = secrets.add("SMS token", &begun.object(0)["reply"]["token"]);
    secrets.are_not_beside(&begun);
    for masked in ["<pan>***</pan>", "<cardHolderName>***</cardHolderName>", "<cvv2>***</cvv2>", "<expiredDate>***</expiredDate>"] {
        assert!(begun.stderr.contains(masked), "-v shows the exchange: {}", begun.stderr);
    }
    let wrong = call(&sim.config, "ind_auth_verify", &code("SIGN1", WRONG_CODE, &token));
    assert_eq!(wrong.object(3)["code"], "T6");
    secrets.are_not_beside(&wrong);

    let token = secrets.add("SMS token", &call(&sim.config, "ind_auth", &signing("SIGN2")).object(0)["reply"]["token"]);
    let bound = call(&sim.config, "ind_auth_verify", &code("SIGN2", SMS_CODE, &token));
    let token = secrets.add("new pay token", &bound.object(0)["reply"]["payToken"]);
    secrets.are_not_beside(&bound);
    for (order, amount, code) in [("PAID", "1", 0), ("DECLINED", "1.51", 3), ("PENDING", "1.69", 4), ("SLOW", "1.71", 5)] {
        let paid = call(&sim.config, "purchase", &purchase(order, amount, &token));
        assert_eq!(paid.code, code);
        secrets.are_not_beside(&paid);
    }
    secrets.are_not_beside(&call(&sim.config, "query_txn", &json!({ "externalRefNumber": "PAID" })));
}

fn calls_that_fail(secrets: &Secrets, sim: &Sim) {
    let spoilt = |field: &str, value: &str| {
        let mut fields = object(signing("SPOILT"));
        fields.insert(field.into(), value.into());
        Value::Object(fields)
    };
    for (field, value) in [
        ("pan", format!("{PAN}x")),
        ("pan", PAN.repeat(2)),
        ("phoneNO", format!("+{PHONE}")),
        ("cardHolderName", HOLDER.repeat(10)),
        ("cardHolderId", format!("{IDENTITY_NUMBER}x")),
        ("cvv2", SMS_CODE.into()),
        ("unknown", PAN.into()),
        ("externalRefNumber", PAN.repeat(2)),
    ] {
        secrets.are_not_told_by(&call(&sim.config, "ind_auth", &spoilt(field, &value)), 2);
    }
    let ind_auth = "kuaiqian.agreement.ind_auth";
    let (pan, flag) = (format!("pan={PAN}"), format!("--pan={PAN}"));
    for arguments in [&[ind_auth, PAN][..], &[ind_auth, &pan, &pan], &[ind_auth, &flag], &[&pan], &[ind_auth, "--body", "-"]] {
        for format in ["json", "text"] {
            let arguments = [&["-v", "--config", &sim.config, "--output", format, "call"], arguments].concat();
            secrets.are_not_told_by(&cnpay(&arguments, format!("{{\"pan\": \"{PAN}\", oops")), 2);
        }
    }

    let wrong_key = sim.settings_with("wrong-key", |agreement| drop(agreement.insert("login_key".into(), LOGIN_KEY.into())));
    let nowhere = sim.settings_with("nowhere", |agreement| drop(agreement.insert("base_url".into(), NOBODY.into())));
    secrets.are_not_told_by(&call(&wrong_key, "purchase", &purchase("REFUSED", "1", PAY_TOKEN)), 3);
    secrets.are_not_told_by(&call(&wrong_key, "query_txn", &json!({ "externalRefNumber": "REFUSED" })), 8);
    secrets.are_not_told_by(&call(&nowhere, "ind_auth", &signing("NOWHERE")), 7);
    secrets.are_not_told_by(&call(&sim.config, "purchase", &purchase("BEFORE", "1.97", PAY_TOKEN)), 5);
    for (fault, code) in [("garbage=1", 5), ("http_5xx=1", 5), ("refuse=1", 7)] {
        let faulty = Sim::start(&["--fault", fault]);
        secrets.are_not_told_by(&call(&faulty.config, "ind_auth", &signing("FAULTY")), code);
        secrets.are_not_told_by(&call(&faulty.config, "purchase", &purchase("FAULTY", "1", PAY_TOKEN)), code);
    }
}

fn the_simulators_log(secrets: &Secrets, sim: Sim) {
    let log = sim.into_log();
    assert!(log.contains("/cnp/ind_auth_verify"), "-v shows the requests: {log}");
    // It tells the code that every simulated phone receives, on purpose.
    let announced = format!("The SMS code is {SMS_CODE}.");
    assert!(log.contains(&announced), "{log}");
    secrets.are_not_in("the simulator's log", &without_times(&log.replace(&announced, "")));
}

fn settings_that_are_wrong(secrets: &Secrets) {
    let folder = Folder::new();
    let set = |key: &'static str, value: &'static str| settings(NOBODY, move |agreement| drop(agreement.insert(key.into(), value.into())));
    for text in [
        set("identity_password", PASSWORD),
        set("login_keys", LOGIN_KEY),
        set("sni", PASSWORD),
        set("tls", LOGIN_KEY),
        set("total_timeout", PASSWORD),
        set("base_url", "https://merchant:canary-password@127.0.0.1:1"),
        format!("[kuaiqian.agreement]\nlogin_key = \"{LOGIN_KEY}"),
        format!("[kuaiqian.agreement]\nlogin_key = {LOGIN_KEY}"),
        format!("[kuaiqian.agreement]\nlogin_key = [\"{LOGIN_KEY}\"]"),
        format!("[kuaiqian.agreement]\nlogin_key = \"{LOGIN_KEY}\"\nlogin_key = \"{PASSWORD}\""),
    ] {
        let config = folder.write("cnpay.toml", &text);
        for format in ["json", "text"] {
            let query = ["call", "kuaiqian.agreement.query_txn", "externalRefNumber=A"];
            secrets.are_not_told_by(&cnpay(&[&["-v", "--config", &config, "--output", format], &query[..]].concat(), ""), 2);
        }
    }
}

/// A notice with everything that a notice may carry.
fn notice() -> String {
    format!(
        "<MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><TxnMsgContent>\
         <txnType>PUR</txnType><interactiveStatus>TR3</interactiveStatus><amount>1</amount><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><externalRefNumber>ORDER1</externalRefNumber><refNumber>990000000101</refNumber>\
         <responseCode>00</responseCode><payToken>{PAY_TOKEN}</payToken><phoneNO>{PHONE}</phoneNO><pan>{PAN}</pan>\
         </TxnMsgContent></MasMessage>"
    )
}

fn signed(document: &str) -> String {
    let key = RsaSigner::read(&read_fixture("keys/notice-1024.key.pem")).expect("a key");
    let signature = BASE64_STANDARD.encode(key.sign(Hash::Sha1, document.as_bytes()).expect("a signature"));
    document.replace("</TxnMsgContent>", &format!("<signature>{signature}</signature></TxnMsgContent>"))
}

fn notices(secrets: &Secrets) {
    let cert = fixture("keys/notice-1024.cer");
    let notify = |notice: &str| cnpay(&["-v", "notify", "kuaiqian.agreement.tr3", "--cert", &cert], notice);
    let genuine = signed(&notice());
    let verified = notify(&genuine);
    assert_eq!(verified.object(0)["notice"]["payToken"], PAY_TOKEN, "stdout is the message itself");
    secrets.are_not_beside(&verified);
    for forged in [genuine.replace("<amount>1<", "<amount>2<"), genuine.replace(PAN, "<!---->"), notice(), PAN.to_owned()] {
        secrets.are_not_told_by(&notify(&forged), 6);
    }
    let decoded = cnpay(&["-v", "decode", "kq-xml"], &genuine);
    assert_eq!(decoded.code, 0);
    secrets.are_not_beside(&decoded);
    for broken in [genuine.replace("</pan>", ""), PAN.to_owned(), genuine.replace("<pan>", "<pan/><pan>")] {
        secrets.are_not_told_by(&cnpay(&["-v", "decode", "kq-xml"], broken), 2);
    }
}

#[test]
fn no_secret_is_printed_by_the_demo() {
    let secrets = [
        ("card number", "6299990000000012348"),
        ("phone", "13900000000"),
        ("SMS code", SMS_CODE),
        ("card number of MMSP", "6222020000000000018"),
        ("payee's account", "6222020000000000004"),
        ("phone of MMSP", "13900000001"),
        ("name", "王小明"),
        ("identity card", "110101199003070011"),
        ("wallet's code", "134500000000000017"),
    ];
    let secrets = Secrets(secrets.map(own).into());
    for format in ["json", "text"] {
        let run = cnpay(&["-v", "demo", "--output", format], "");
        secrets.are_not_told_by(&run, 0);
        // Its tokens are not known here, but they are long numbers, and only the merchant's own number is as long as that.
        for text in [&run.stdout, &run.stderr] {
            let long = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() > MERCHANT.len());
            assert_eq!(long, None, "{text}");
        }
    }
}

fn own<T>((name, text): (T, &str)) -> (T, String) {
    (name, text.to_owned())
}

#[test]
fn no_secret_is_in_what_the_library_prints_of_itself() {
    let mut secrets = Secrets::new();
    let sim = Sim::start(&[]);
    secrets.learn_from(&sim);
    let config = Config::load(&sim.config).expect("settings");
    secrets.are_not_in_debug(&config);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(requests_and_answers(&mut secrets, &config));
    runtime.block_on(errors(&secrets, &sim));
    messages(&secrets);
}

async fn requests_and_answers(secrets: &mut Secrets, config: &Config) {
    let agreement = config.agreement().expect("a client");
    secrets.are_not_in_debug(&agreement);
    secrets.are_not_in_debug(agreement.account());

    let begin = agreement.ind_auth().customer_id(CUSTOMER).external_ref_number("SIGN1").pan(PAN).phone_no(PHONE);
    let begin = begin.card_holder_name(HOLDER).id_type("0").card_holder_id(IDENTITY_NUMBER).cvv2("953").build();
    let begun = agreement.send(&begin).await.expect("an SMS");
    let token = begun.reply.token.clone().expect("a token");
    secrets.0.push(("SMS token", token.expose().to_owned()));
    secrets.are_not_in_debug(&begin);
    secrets.are_not_in_debug(&begun);

    let verify = agreement.ind_auth_verify().customer_id(CUSTOMER).external_ref_number("SIGN1").pan(PAN);
    let verify = verify.valid_code(SMS_CODE).token(token).phone_no(PHONE).build();
    let bound = agreement.send(&verify).await.expect("a bound card");
    let token = bound.reply.pay_token.clone().expect("a pay token");
    secrets.0.push(("new pay token", token.expose().to_owned()));
    secrets.are_not_in_debug(&verify);
    secrets.are_not_in_debug(&bound);

    let order = agreement.purchase().external_ref_number("ORDER1").amount(Fen::new(100)).customer_id(CUSTOMER);
    let order = order.pay_token(token.clone()).build();
    let paid = agreement.send(&order).await.expect("a payment");
    secrets.are_not_in_debug(&order);
    secrets.are_not_in_debug(&paid);
    let by_id = |id, fields| cnpay::call(config, id, object(fields), &|transport| transport);
    secrets.are_not_in_debug(&by_id("kuaiqian.agreement.query_txn", json!({ "externalRefNumber": "ORDER1" })).await);
    // The same reply by id, with the token in it.
    let begun = by_id("kuaiqian.agreement.ind_auth", signing("SIGN2")).await.expect("an SMS");
    secrets.add("SMS token", &begun.reply["token"]);
    secrets.are_not_in_debug(&begun);
}

async fn errors(secrets: &Secrets, sim: &Sim) {
    let garbage = Sim::start(&["--fault", "garbage=1"]);
    let wrong_key = sim.settings_with("wrong-key", |agreement| drop(agreement.insert("login_key".into(), LOGIN_KEY.into())));
    let nowhere = sim.settings_with("nowhere", |agreement| drop(agreement.insert("base_url".into(), NOBODY.into())));
    let mut invalid = object(signing("SIGN3"));
    invalid.insert("pan".into(), format!("{PAN}x").into());
    for (config, fields, kind) in [
        (&sim.config, invalid, "invalid"),
        (&garbage.config, object(signing("SIGN3")), "unknown"),
        (&wrong_key, object(signing("SIGN3")), "refused"),
        (&nowhere, object(signing("SIGN3")), "not_sent"),
    ] {
        let config = Config::load(config).expect("settings");
        let error = cnpay::call(&config, "kuaiqian.agreement.ind_auth", fields, &|transport| transport).await.expect_err(kind);
        assert_eq!(error.kind(), kind);
        secrets.are_not_in_debug(&error);
        secrets.are_not_in("Display", &error.to_string());
    }
    let password = sim.settings_with("password", |agreement| drop(agreement.insert("identity_password".into(), PASSWORD.into())));
    let error = Config::load(password).expect("settings").agreement().expect_err("a wrong password");
    secrets.are_not_in_debug(&error);
}

fn messages(secrets: &Secrets) {
    let genuine = signed(&notice());
    let keys = || RsaVerifier::new(PublicKey::read(&read_fixture("keys/notice-1024.cer")).expect("a key"), [Hash::Sha1]).expect("a ring");
    secrets.are_not_in_debug(&notice::verify(&keys(), genuine.as_bytes(), None).expect("a notice"));
    secrets.are_not_in_debug(&notice::verify_document(&keys(), genuine.as_bytes(), None).expect("a notice"));
    secrets.are_not_in_debug(&notice::verify(&keys(), notice().as_bytes(), None).expect_err("no signature"));
    let settings = cnpay::NoticeSettings::new(cnpay::NoticeKeys::Rsa(keys()));
    secrets.are_not_in_debug(&cnpay::notify("kuaiqian.agreement.tr3", genuine.as_bytes(), settings).expect("a notice"));
    secrets.are_not_in_debug(&kq_xml::SignedPart::find(genuine.as_bytes()).expect("a signature"));
    secrets.are_not_in_debug(&kq_xml::Document::from_slice(genuine.as_bytes()).expect("a document"));
    let reply = genuine.replace("TR3", "TR2");
    secrets.are_not_in_debug(&kq_xml::from_slice::<kq_xml::Purchase>(reply.as_bytes()).expect("a reply with elements of its own"));
    secrets.are_not_in_debug(&Sensitive::from(PAN));
}
