//! Refunds and refund queries: believed for the sake of TLS, as far as they repeat the request.

use kuaiqian::gateway::Account;
use paysign::Hash;
use paytransport::{Kind, SendError};

use crate::{
    replies::soap,
    requests::{refund, refund_query},
    support::{QUERY_KEY, Reply, by_md5, by_rsa, elements, http, md5, replayed, verdict},
};

const TAKEN: &str = "MERCHANT=10000000001&ORDERID=T20240105-0001&TXORDER=R20240106-0001&AMOUNT=12.50&RESULT=Y&CODE=";

fn xml(pairs: &str) -> Reply {
    http(200, format!("<REFUND>{}</REFUND>", elements(pairs)))
}

async fn given_back(account: Account, reply: Reply) -> String {
    let (gateway, wire) = replayed(account, [reply]);
    let result = gateway.send(&refund(&gateway)).await;
    assert_eq!(wire.requests().len(), 1, "sent once");
    verdict(&result)
}

#[tokio::test]
async fn refunds() {
    let change = |from: &str, to: &str| {
        assert!(TAKEN.contains(from));
        xml(&TAKEN.replace(from, to))
    };
    let refused = "RESULT=N&CODE=20003";
    for (reply, expected) in [
        (xml(TAKEN), "pending (applied) -, query"),
        (change("RESULT=Y", "RESULT=10"), "pending (applied) -, query"),
        (change("12.50", "12.5"), "pending (applied) -, query"),
        (http(200, "<result>10</result>"), "pending (applied) -, query"),
        (http(200, "<any><result>10</result></any>"), "pending (applied) -, query"),
        (change("RESULT=Y&CODE=", refused), "failed 20003"),
        (change("RESULT=Y", "RESULT=N"), "unknown -, query"),
        // Of another refund, or of none.
        (change("12.50", "12.51"), "untrusted: unknown, query"),
        (change("12.50", "1250.00"), "untrusted: unknown, query"),
        (change("R20240106-0001", "R20240106-0002"), "untrusted: unknown, query"),
        (change("T20240105-0001", "T20240105-0002"), "untrusted: unknown, query"),
        (change("10000000001", "10000000002"), "untrusted: unknown, query"),
        (change("&AMOUNT=12.50", ""), "untrusted: unknown, query"),
        (xml("RESULT=Y"), "untrusted: unknown, query"),
        (xml(refused), "untrusted: unknown, query"),
        (change("RESULT=Y", "RESULT=Y&result=N"), "unparsable: unknown, query"),
        (http(200, "OK"), "unparsable: unknown, query"),
        (http(200, ""), "unparsable: unknown, query"),
        (http(404, "<REFUND/>"), "status: unknown, query"),
        (Err(SendError::maybe_sent(Kind::Truncated, "cut")), "reset: unknown, query"),
        (Err(SendError::maybe_sent(Kind::TooLarge, "much")), "unparsable: unknown, query"),
        (Err(SendError::not_sent(Kind::Tls, "no handshake")), "not_sent: not placed"),
    ] {
        let described = format!("{reply:?}");
        assert_eq!(given_back(by_md5(), reply).await, expected, "{described}");
    }
}

#[tokio::test]
async fn refunds_by_json_in_whatever_case() {
    let body = r#"{"merchant":"10000000001","orderId":"T20240105-0001","txOrder":"R20240106-0001","amount":12.50,"result":"Y","more":1}"#;
    assert_eq!(given_back(by_rsa(Hash::Sha256), http(200, body)).await, "pending (applied) -, query");
    assert_eq!(given_back(by_rsa(Hash::Sha256), http(200, "[]")).await, "unparsable: unknown, query");
}

#[tokio::test]
async fn the_query_of_an_open_refund_asks_for_it() {
    let (gateway, _) = replayed(by_md5(), [xml(TAKEN)]);
    let answer = gateway.send(&refund(&gateway)).await.expect("taken");
    let query = answer.followup().expect("a query");
    assert_eq!(query.id, "kuaiqian.gateway.refund_query");
    let expected = [("orderId", "R20240106-0001"), ("startDate", "20240106"), ("endDate", "20240107")];
    assert_eq!(query.fields, expected.map(|(name, value)| (name, value.to_owned())));
}

pub(crate) const HEAD: &str = "version=v2.0&signType=1&merchantAcctId=1000000000101&recordCount=1&pageCount=1&currentPage=1&pageSize=10";
pub(crate) const ITEM: &str =
    "orderTime=20240106090000&orderId=R20240106-0001&ROrderId=T20240105-0001&orderAmout=1250&status=1&failReason=";

/// An answer with a signed head and items as they are.
pub(crate) fn answered(head: &str, items: &[&str]) -> Reply {
    let head = format!("{head}&signMsg={}", md5(&format!("{head}&key={QUERY_KEY}")));
    http(200, soap(&elements(&head), &items.iter().map(|item| elements(item)).collect::<Vec<_>>()))
}

#[tokio::test]
async fn refund_queries() {
    assert_eq!(md5(&format!("{HEAD}&key={QUERY_KEY}")), "204D46499CBB8AD3837D040BF82DD17A", "the specification's");
    let open = ITEM.replace("status=1&failReason=", "status=0&failReason=card 6299990000000012348 closed");
    let code = |code: &str| format!("{HEAD}&errCode={code}");
    for (reply, expected) in [
        (answered(HEAD, &[ITEM]), "succeeded (refunded) 1"),
        (answered(HEAD, &[&open]), "pending (applied) 0, query"),
        (answered(HEAD, &[&open, ITEM]), "succeeded (refunded) 1"),
        (answered(&HEAD.replace("recordCount=1", "recordCount=2"), &[&open]), "unknown 0, query"),
        (answered(&HEAD.replace("recordCount=1", "recordCount=2"), &[ITEM]), "succeeded (refunded) 1"),
        (answered(HEAD, &[]), "unknown -, query"),
        (answered(&code("10012"), &[]), "unknown 10012, query"),
        (answered(&code("10013"), &[]), "unknown 10013, query"),
        (answered(HEAD, &[&ITEM.replace("R20240106-0001", "R20240106-0002")]), "untrusted: unchanged"),
        (answered(HEAD, &[&ITEM.replace("T20240105-0001", "T20240105-0002")]), "untrusted: unchanged"),
        (answered(&HEAD.replace("0101", "0201"), &[ITEM]), "untrusted: unchanged"),
        (http(200, soap(&elements(HEAD), &[elements(ITEM)])), "untrusted: unchanged"),
    ] {
        let (gateway, _) = replayed(by_md5(), [reply]);
        let result = gateway.send(&refund_query(&gateway)).await;
        assert_eq!(verdict(&result), expected);
        if let Ok(Some(message)) = result.map(|answer| answer.message) {
            assert!(message == "card *** closed" || message.starts_with("untrusted: 1 fewer"), "{message}");
        }
    }
}

#[tokio::test]
async fn lists_of_refunds() {
    for (reply, expected) in [
        (answered(HEAD, &[ITEM, &ITEM.replace("-0001", "-0002")]), "done -"),
        (answered(HEAD, &[]), "untrusted: unchanged"),
        (answered(HEAD, &["status=1&failReason="]), "untrusted: unchanged"),
        (answered(&format!("{HEAD}&errCode=10012"), &[]), "done 10012"),
        (answered(&format!("{HEAD}&errCode=10007"), &[]), "refused: unchanged"),
    ] {
        let (gateway, _) = replayed(by_md5(), [reply]);
        let query = gateway.refund_query().start_date("20240106").end_date("20240107").build();
        assert_eq!(verdict(&gateway.send(&query).await), expected);
    }
}
