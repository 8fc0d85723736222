//! What the replies about cards mean: bound, unbound, listed, looked up, sent an SMS code.

use kq_xml::{GetDynNum, IndAuthVerify, PciDel, PciQuery, QueryCardinfo};
use kuaiqian::agreement::Agreement;
use paycore::{Error, Fen, Order, Query};
use paytransport::{Kind, SendError};

use crate::support::{CUSTOMER, PAN, PHONE, Reply, account, document, http, refused, replayed, verdict};

const TOKEN: &str = "8190000000000000017";

fn unbind(agreement: &Agreement) -> PciDel {
    agreement.pci_del().customer_id(CUSTOMER).pay_token(TOKEN).storable_pan("6299992348").bank_id("CCB").build()
}

fn list(agreement: &Agreement) -> PciQuery {
    agreement.pci_query().customer_id(CUSTOMER).card_type("0002").build()
}

fn look_up(agreement: &Agreement) -> QueryCardinfo {
    agreement.query_cardinfo().card_no(PAN).build()
}

fn send_code(agreement: &Agreement) -> GetDynNum {
    let request = agreement.get_dyn_num().customer_id(CUSTOMER).external_ref_number("O1");
    request.storable_pan("6299992348").amount(Fen::new(1000)).build()
}

fn verify(agreement: &Agreement) -> IndAuthVerify {
    let request = agreement.ind_auth_verify().customer_id(CUSTOMER).external_ref_number("S1").pan(PAN);
    request.valid_code("246810").token("9000177").phone_no(PHONE).build()
}

/// Sends what `$build` makes to a gateway that answers so.
macro_rules! send {
    ($build:expr, $reply:expr) => {{
        let (agreement, wire) = replayed(account(), [$reply]);
        let result = agreement.send(&$build(&agreement)).await;
        assert_eq!(wire.requests().len(), 1, "sent once, whatever comes back");
        result
    }};
}

fn content(element: &str, fields: &str) -> Reply {
    document(&format!("<{element}>{fields}</{element}>"))
}

fn code(code: &str) -> String {
    format!("<responseCode>{code}</responseCode>")
}

/// The query that shows whether a card is bound.
fn by_customer() -> Query {
    Query { id: "kuaiqian.agreement.pci_query", fields: vec![("customerId", CUSTOMER.into())] }
}

#[tokio::test]
async fn a_card_is_unbound() {
    for (code, meaning) in [
        ("00", "done 00"),
        ("T8", "done T8"),
        ("t8", "done T8"),
        ("TC", "failed TC"),
        ("OR", "failed OR"),
        ("C0", "unknown C0, query"),
        ("68", "unknown 68, query"),
        ("", "unknown -, query"),
    ] {
        assert_eq!(verdict(&send!(unbind, content("PciDeleteContent", &self::code(code)))), meaning, "{code}");
    }
    let gone = send!(unbind, content("PciDeleteContent", &code("T8"))).expect("an answer");
    assert!(gone.advice.expect("advice").en.contains("gone already"));
    let plain = send!(unbind, content("PciDeleteContent", &code("00"))).expect("an answer");
    assert_eq!((plain.advice, plain.followup()), (None, None));
    let open = send!(unbind, content("PciDeleteContent", &code("68"))).expect("an answer");
    assert_eq!(open.followup(), Some(&by_customer()));
    let advice = open.advice.expect("advice");
    assert!(advice.en.contains("pci_query, once for each card type") && advice.zh.contains("重复解绑无害"), "{advice:?}");
}

/// Only to an unbinding "not bound" is a success.
#[tokio::test]
async fn not_bound_is_a_failure_of_everything_else() {
    assert_eq!(verdict(&send!(verify, content("indAuthDynVerifyContent", &code("T8")))), "failed T8");
    assert_eq!(verdict(&send!(send_code, content("GetDynNumContent", &code("T8")))), "failed T8");
    assert_eq!(verdict(&send!(list, content("PciQueryContent", &code("T8")))), "refused: unchanged");
}

#[tokio::test]
async fn a_list_of_cards_settles_what_is_bound() {
    let silences = || {
        [
            Err(SendError::maybe_sent(Kind::Timeout, "it broke")),
            Err(SendError::maybe_sent(Kind::Closed, "it broke")),
            http(502, ""),
            http(200, "garbage"),
            document(&refused("B.MGW.0999")),
        ]
    };
    for reply in silences() {
        let error = send!(unbind, reply.clone()).expect_err("no answer");
        assert_eq!(error.order(), Order::Unknown(Some(by_customer())), "{error}");
        let error = send!(verify, reply.clone()).expect_err("no answer");
        assert_eq!(error.order(), Order::Unknown(Some(by_customer())), "{error}");
        // Nobody can tell whether an SMS left, and no list shows it.
        let error = send!(send_code, reply).expect_err("no answer");
        assert_eq!(error.order(), Order::Unknown(None), "{error}");
    }
    let answer = send!(verify, content("indAuthDynVerifyContent", &code("68"))).expect("an answer");
    assert_eq!((answer.state.as_str(), answer.followup()), ("unknown", Some(&by_customer())));
    assert_eq!(send!(unbind, document(&refused("B.MGW.0120"))).expect_err("a refusal").order(), Order::NotPlaced);
}

#[tokio::test]
async fn cards_are_listed() {
    let card = "<pciInfo><bankId>CCB</bankId><storablePan>6299992348</storablePan><payToken>8190000000000000017</payToken></pciInfo>";
    for (cards, count) in [(format!("<pciInfos>{card}{card}</pciInfos>"), 2), ("<pciInfos/>".into(), 0), (String::new(), 0)] {
        let answer = send!(list, content("PciQueryContent", &(cards + &code("00")))).expect("an answer");
        assert_eq!((answer.state.as_str(), answer.code.as_deref(), answer.reply.pci_infos.cards.len()), ("done", Some("00"), count));
    }
}

#[tokio::test]
async fn a_list_that_is_not_given_changes_nothing() {
    let fields = code("m1") + "<responseTextMessage>错误的商户编号</responseTextMessage>";
    let error = send!(list, content("PciQueryContent", &fields)).expect_err("a refusal");
    assert_eq!(error.order(), Order::Unchanged);
    let Error::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!((&*refusal.code, &*refusal.message), ("M1", "错误的商户编号"));
    assert!(refusal.advice.is_some() && !refusal.raw.expose().is_empty());
    for code in ["C0", "68", "OR"] {
        assert_eq!(verdict(&send!(list, content("PciQueryContent", &self::code(code)))), "refused: unchanged", "{code}");
    }
    for fields in ["", "<responseCode/>", "<pciInfos/>"] {
        assert_eq!(verdict(&send!(list, content("PciQueryContent", fields))), "untrusted: unchanged", "{fields}");
    }
    assert_eq!(verdict(&send!(list, document(&refused("B.MGW.0004")))), "refused: unchanged");
    assert_eq!(verdict(&send!(list, document(&refused("B.MGW.0170")))), "refused: unchanged", "an answer to query_txn only");
    assert_eq!(verdict(&send!(list, http(200, "garbage"))), "untrusted: unchanged");
    assert_eq!(verdict(&send!(list, Err(SendError::maybe_sent(Kind::Timeout, "it broke")))), "timeout: unchanged");
}

#[tokio::test]
async fn a_card_number_is_looked_up() {
    let echo = format!("<QryCardContent><cardNo>{PAN}</cardNo><txnType>PUR</txnType></QryCardContent>");
    let facts = format!("<CardInfoContent><cardNo>{PAN}</cardNo><cardOrg>CU</cardOrg><validFlag>1</validFlag></CardInfoContent>");
    for (reply, valid) in [(echo.clone() + &facts, Some("1")), (facts.clone(), Some("1")), (echo.clone(), None)] {
        let answer = send!(look_up, document(&reply)).expect("an answer");
        assert_eq!((answer.state.as_str(), answer.code, answer.reply.valid_flag.as_deref()), ("done", None, valid), "{reply}");
    }
    assert_eq!(verdict(&send!(look_up, document(&(echo.clone() + &refused("B.MGW.0120"))))), "refused: unchanged");
    for foreign in [
        facts.replace(PAN, "6299990000000012355"),
        echo.replace(PAN, "6299990000000012355"),
        echo.replace("PUR", "INP") + &facts,
        echo.replace(PAN, "6299990000000012355") + &facts,
    ] {
        assert_eq!(verdict(&send!(look_up, document(&foreign))), "untrusted: unchanged", "{foreign}");
    }
}

#[tokio::test]
async fn an_sms_code_is_sent() {
    let fields = "<storablePan>6299992348</storablePan><token>9000211</token>".to_owned();
    let answer = send!(send_code, content("GetDynNumContent", &(fields + &code("00")))).expect("an answer");
    assert_eq!((answer.state.as_str(), answer.reply.token), ("done", Some("9000211".into())));
    for (code, meaning) in [("T6", "failed T6"), ("OR", "failed OR"), ("C0", "unknown C0"), ("68", "unknown 68"), ("", "unknown -")] {
        assert_eq!(verdict(&send!(send_code, content("GetDynNumContent", &self::code(code)))), meaning, "{code}");
    }
    let open = send!(send_code, content("GetDynNumContent", &code("68"))).expect("an answer");
    assert!(open.advice.expect("advice").en.contains("begin again"));
}

#[tokio::test]
async fn a_foreign_echo_is_not_this_customer_s_answer() {
    let field = |name: &str, value: &str| format!("<{name}>{value}</{name}>{}", code("00"));
    for (name, own) in [("merchantId", "104110045112012"), ("customerId", CUSTOMER), ("storablePan", "6299992348"), ("bankId", "CCB")] {
        assert_eq!(verdict(&send!(unbind, content("PciDeleteContent", &field(name, own)))), "done 00", "{name}");
        assert_eq!(verdict(&send!(unbind, content("PciDeleteContent", &field(name, "X")))), "untrusted: unknown, query", "{name}");
    }
    for (name, own) in [("merchantId", "104110045112012"), ("customerId", CUSTOMER), ("cardType", "0002")] {
        assert_eq!(verdict(&send!(list, content("PciQueryContent", &field(name, own)))), "done 00", "{name}");
        assert_eq!(verdict(&send!(list, content("PciQueryContent", &field(name, "X")))), "untrusted: unchanged", "{name}");
    }
    for (name, own) in [("merchantId", "104110045112012"), ("customerId", CUSTOMER), ("storablePan", "6299992348")] {
        assert_eq!(verdict(&send!(send_code, content("GetDynNumContent", &field(name, own)))), "done 00", "{name}");
        assert_eq!(verdict(&send!(send_code, content("GetDynNumContent", &field(name, "X")))), "untrusted: unknown", "{name}");
    }
}
