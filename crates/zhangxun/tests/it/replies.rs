//! Sections 3.2 and 8.1: whose reply it is, whether it is to be believed, and what that leaves of the order.

use paycore::{Error, Order, Query};
use zx_form::Content;

use crate::{
    requests::{pay, payout},
    support::{account, http, json, replayed, signature, signed, verdict},
};

pub(crate) const PAY: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=17\
    &contentType=01&busContent=weixin://a&ordStatus=06&ordDesc=未支付";
pub(crate) const QUERY: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=17\
    &ordStatus=01&ordAmt=1990&payAmt=1990&ordTime=20240506101112";
const PAYOUT: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&custOrdNo=ZP20240506000001&casOrdNo=31&ordStatus=01\
    &casAmt=150000&casTime=20240506110000";
pub(crate) const PAYOUT_QUERY: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&custOrdNo=ZP20240506000001&casOrdNo=31\
    &ordStatus=07&casAmt=150000&casType=00&casDate=20240506&fee=0&serviceFee=200&netrecAmt=149800";
const BALANCE: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&account=A000017&acType=01&acBal=300000&frozBalance=0";

/// The five operations by their names, each answered with `body`.
pub(crate) async fn answered(operation: &str, body: &str) -> String {
    let (client, _) = replayed(account(), [http(200, body.to_owned())]);
    match operation {
        "pay" => verdict(&client.send(&pay(&client)).await),
        "payout" => verdict(&client.send(&payout(&client)).await),
        "query" => verdict(&client.send(&client.query().cust_order_no("ZX20240506000001").build()).await),
        "payout_query" => verdict(&client.send(&client.payout_query().cust_ord_no("ZP20240506000001").build()).await),
        _ => verdict(&client.send(&client.balance().build()).await),
    }
}

const OPERATIONS: [(&str, &str); 5] =
    [("pay", PAY), ("payout", PAYOUT), ("query", QUERY), ("payout_query", PAYOUT_QUERY), ("balance", BALANCE)];

fn changes(operation: &str) -> bool {
    matches!(operation, "pay" | "payout")
}

fn untrusted(operation: &str) -> &'static str {
    if changes(operation) { "unknown (untrusted): unknown, query" } else { "untrusted: unchanged" }
}

#[tokio::test]
async fn good_replies() {
    let expected = ["pending 000000, query", "pending 000000, query", "succeeded 000000", "succeeded 000000", "done 000000"];
    for ((operation, reply), expected) in OPERATIONS.into_iter().zip(expected) {
        assert_eq!(answered(operation, &signed(reply)).await, expected, "{operation}");
        let lower = json(&format!("{reply}&sign={}", signature(reply).to_lowercase()));
        assert_eq!(answered(operation, &lower).await, expected, "{operation}: lower case");
        // A field of tomorrow, under the signature.
        assert_eq!(answered(operation, &signed(&format!("{reply}&acT0=7"))).await, expected, "{operation}: a new field");
        let spaced = format!("\u{feff} \n{}\r\n", signed(reply));
        assert_eq!(answered(operation, &spaced).await, expected, "{operation}: a byte order mark");
    }
}

#[tokio::test]
async fn what_is_not_to_be_believed() {
    for (operation, reply) in OPERATIONS {
        let good = signed(reply);
        for (mistake, body) in [
            ("no sign", json(reply)),
            ("an empty sign", json(&format!("{reply}&sign="))),
            ("a wrong sign", json(&format!("{reply}&sign={}", "0".repeat(32)))),
            ("half a sign", json(&format!("{reply}&sign=0000"))),
            ("a changed field", good.replace("\"msg\":\"ok\"", "\"msg\":\"OK\"")),
            ("an added field", good.replacen('{', "{\"acT0\":\"7\",", 1)),
            ("a member twice", good.replacen('{', "{\"code\":\"000000\",", 1)),
            ("another organisation", signed(&reply.replace("orgNo=8161000204", "orgNo=8161000205"))),
            ("another merchant", signed(&reply.replace("custId=16121900001774", "custId=16121900001775"))),
            ("no merchant", signed(&reply.replace("&custId=16121900001774", ""))),
            ("no code", signed(&reply.replace("&code=000000", ""))),
            ("another order", signed(&reply.replace("20240506000001", "20240506000002"))),
            ("no order", signed(&reply.replace("&custOrderNo=ZX20240506000001", "").replace("&custOrdNo=ZP20240506000001", ""))),
        ] {
            if operation == "balance" && mistake.ends_with("order") {
                continue;
            }
            assert_eq!(answered(operation, &body).await, untrusted(operation), "{operation}: {mistake}");
        }
    }
    // The amount is ours where the reply repeats it; in whole fen, or it is not.
    for amount in ["150001", "1500.00", "150000.0", "0150000"] {
        let reply = signed(&PAYOUT.replace("casAmt=150000", &format!("casAmt={amount}")));
        assert_eq!(answered("payout", &reply).await, untrusted("payout"), "{amount}");
    }
    assert_eq!(answered("payout", &signed(&PAYOUT.replace("&casAmt=150000", ""))).await, "pending 000000, query");
}

#[tokio::test]
async fn what_cannot_be_read() {
    for (operation, reply) in OPERATIONS {
        let expected = if changes(operation) { "unknown (unparsable): unknown, query" } else { "untrusted: unchanged" };
        let form = format!("{reply}&sign={}", signature(reply));
        for body in ["", " ", "null", "[]", "\"000000\"", "<html></html>", "{", &format!("{}x", signed(reply)), &form] {
            assert_eq!(answered(operation, body).await, expected, "{operation}: {body}");
        }
    }
}

#[tokio::test]
async fn refusals_settle_nothing() {
    for (operation, reply) in OPERATIONS {
        let expected = if changes(operation) { "refused: unknown, query" } else { "refused: unchanged" };
        let refusal = reply.replace("code=000000", "code=E10001");
        for body in [signed(&refusal), json(&refusal), json(&format!("{refusal}&sign=")), r#"{"code":"E10001","msg":"no"}"#.into()] {
            assert_eq!(answered(operation, &body).await, expected, "{operation}: {body}");
        }
        // A wrong signature is worse than none; and another's refusal is not ours.
        for body in [json(&format!("{refusal}&sign={}", "0".repeat(32))), json(&refusal.replace("16121900001774", "1"))] {
            assert_eq!(answered(operation, &body).await, untrusted(operation), "{operation}: {body}");
        }
    }
    let (client, _) = replayed(account(), [http(200, r#"{"code":"E1","msg":"card 6222020000000000018"}"#)]);
    let Err(Error::Refused(refusal)) = client.send(&payout(&client)).await else { panic!("a refusal") };
    assert_eq!((refusal.code.as_str(), refusal.message.as_str()), ("E1", "card ***"));
    assert!(refusal.advice.expect("advice").en.contains("query"));
    let query = Query { id: "zhangxun.payout_query", fields: vec![("custOrdNo", "ZP20240506000001".into())] };
    assert_eq!(refusal.order, Order::Unknown(Some(query)));
}

#[tokio::test]
async fn a_balance_without_a_balance() {
    assert_eq!(answered("balance", &signed(&BALANCE.replace("&acBal=300000", ""))).await, "refused: unchanged");
    assert_eq!(answered("balance", &signed(&BALANCE.replace("acBal=300000", "acBal="))).await, "refused: unchanged");
    // Zero is a balance; an amount in another unit is kept as it came.
    assert_eq!(answered("balance", &signed(&BALANCE.replace("acBal=300000", "acBal=0"))).await, "done 000000");
    assert_eq!(answered("balance", &signed(&BALANCE.replace("acBal=300000", "acBal=3000.00"))).await, "done 000000");
}

#[tokio::test]
async fn either_spelling_answers_a_payout() {
    let payments = PAYOUT.replace("custOrdNo", "custOrderNo").replace("casOrdNo", "prdOrdNo");
    assert_eq!(answered("payout", &signed(&payments)).await, "pending 000000, query");
    // By the platform's number, that number has to come back.
    for (number, expected) in [("31", "succeeded 000000"), ("32", "untrusted: unchanged")] {
        let (client, _) = replayed(account(), [http(200, signed(&PAYOUT_QUERY.replace("casOrdNo=31", &format!("casOrdNo={number}"))))]);
        assert_eq!(verdict(&client.send(&client.payout_query().cas_ord_no("31").build()).await), expected);
    }
}

#[tokio::test]
async fn an_answer_says_what_to_do() {
    let (client, _) =
        replayed(account(), [http(200, signed(PAY)), http(200, signed(PAYOUT)), http(200, signed(&QUERY.replace("=01", "=05")))]);
    let answer = client.send(&pay(&client)).await.expect("an answer");
    assert_eq!(answer.reply.content(), Some(Content::Text("weixin://a")));
    assert_eq!((answer.message.as_deref(), answer.advice), (Some("未支付"), None));
    assert_eq!(answer.raw.expose(), signed(PAY).as_bytes());
    let answer = client.send(&payout(&client)).await.expect("an answer");
    assert!(answer.advice.expect("advice").en.contains("no success"));
    let answer = client.send(&client.query().cust_order_no("ZX20240506000001").build()).await.expect("an answer");
    assert!(answer.advice.expect("advice").en.contains("ask a person"));
    assert_eq!(answer.followup().map(|query| query.id), Some("zhangxun.query"));
}
