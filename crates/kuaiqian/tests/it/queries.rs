//! Section 5.3, row by row: what a query says about the order.

use paycore::{Answer, Error};

use crate::support::{Reply, account, document, refused, replayed, verdict};

const ECHO: &str = "<QryTxnMsgContent><externalRefNumber>ORDER0001</externalRefNumber><txnType>PUR</txnType>\
<merchantId>104110045112012</merchantId><terminalId>00002012</terminalId></QryTxnMsgContent>";

/// A transaction of that type.
fn found(kind: &str, fields: &str) -> String {
    let echo = ECHO.replace("PUR", kind);
    format!(
        "{echo}<TxnMsgContent><txnType>{kind}</txnType><amount>88.60</amount><merchantId>104110045112012</merchantId>\
         <terminalId>00002012</terminalId><externalRefNumber>ORDER0001</externalRefNumber>{fields}</TxnMsgContent>"
    )
}

async fn ask(kind: &str, reply: Reply) -> Result<Answer<kq_xml::op::Transaction>, Error> {
    let (agreement, _) = replayed(account(), [reply]);
    agreement.send(&agreement.query_txn().external_ref_number("ORDER0001").txn_type(kind).build()).await
}

async fn says(kind: &str, fields: &str) -> String {
    let result = ask(kind, document(&found(kind, fields))).await;
    let stage = result.as_ref().ok().and_then(|answer| answer.stage).map(|stage| format!(" ({stage})")).unwrap_or_default();
    verdict(&result) + &stage
}

#[tokio::test]
async fn the_state_of_a_transaction() {
    for (kind, fields, meaning) in [
        ("PUR", "<txnStatus>S</txnStatus>", "succeeded S"),
        ("PUR", "<txnStatus>s</txnStatus>", "succeeded S"),
        ("PUR", "<voidFlag>0</voidFlag><txnStatus>S</txnStatus>", "succeeded S"),
        ("PUR", "<voidFlag></voidFlag><txnStatus>S</txnStatus>", "succeeded S"),
        ("PUR", "<voidFlag>1</voidFlag><txnStatus>S</txnStatus>", "reversed S"),
        ("PUR", "<voidFlag>2</voidFlag><txnStatus>S</txnStatus>", "unknown S, query"),
        ("PUR", "<txnStatus>D</txnStatus>", "unknown D, query"),
        ("PUR", "<txnStatus>F</txnStatus>", "failed F"),
        ("PUR", "<txnStatus>R</txnStatus>", "reversed R"),
        ("PUR", "<txnStatus>P</txnStatus>", "pending P, query"),
        ("PUR", "<txnStatus>X</txnStatus>", "unknown X, query"),
        ("PUR", "<txnStatus></txnStatus>", "unknown -, query"),
        ("PUR", "", "unknown -, query"),
        ("RFD", "<txnStatus>S</txnStatus>", "pending S, query (applied)"),
        ("RFD", "<txnStatus>D</txnStatus>", "succeeded D (submitted)"),
        ("RFD", "<txnStatus>F</txnStatus>", "failed F"),
        ("RFD", "<txnStatus>P</txnStatus>", "pending P, query"),
        ("CIV", "<txnStatus>S</txnStatus>", "succeeded S"),
    ] {
        assert_eq!(says(kind, fields).await, meaning, "{kind} {fields}");
        // The code of the reply is the query's own, and never the order's.
        for code in ["00", "C0", "68", "I8", "OR", ""] {
            let fields = format!("<responseCode>{code}</responseCode>{fields}");
            assert_eq!(says(kind, &fields).await, meaning, "{kind} {fields}");
        }
    }
}

#[tokio::test]
async fn the_text_of_the_query_is_not_the_order_s() {
    let fields = "<responseCode>00</responseCode><responseTextMessage>交易成功</responseTextMessage><txnStatus>F</txnStatus>";
    let answer = ask("PUR", document(&found("PUR", fields))).await.expect("an answer");
    assert_eq!((answer.state.as_str(), answer.message), ("failed", None));
    assert_eq!(answer.reply.response_text_message.as_deref(), Some("交易成功"));
}

/// A refund whose reply leaves its type out is still the refund that was asked for.
#[tokio::test]
async fn a_refund_without_its_type_has_not_succeeded() {
    let reply = found("RFD", "<txnStatus>S</txnStatus>").replace("<txnType>RFD</txnType>", "");
    let answer = ask("RFD", document(&reply)).await.expect("an answer");
    assert_eq!((answer.state.as_str(), answer.stage), ("pending", Some("applied")));
}

#[tokio::test]
async fn a_transaction_that_was_not_asked_for() {
    for (own, foreign) in [
        ("<txnType>PUR<", "<txnType>RFD<"),
        ("<merchantId>104110045112012<", "<merchantId>104110045112013<"),
        ("<externalRefNumber>ORDER0001<", "<externalRefNumber>ORDER0002<"),
    ] {
        let reply = found("PUR", "<txnStatus>S</txnStatus>");
        let (echo, transaction) = reply.split_at(ECHO.len());
        for reply in [format!("{echo}{}", transaction.replace(own, foreign)), format!("{}{transaction}", echo.replace(own, foreign))] {
            assert_eq!(verdict(&ask("PUR", document(&reply)).await), "untrusted: unchanged", "{reply}");
        }
        // "No such order" about another order says nothing about this one.
        let reply = ECHO.replace(own, foreign) + &refused("B.MGW.0170");
        assert_eq!(verdict(&ask("PUR", document(&reply)).await), "untrusted: unchanged", "{reply}");
    }
}

#[tokio::test]
async fn by_99bill_s_number() {
    for (number, meaning) in [("990000000101", "succeeded S"), ("990000000102", "untrusted: unchanged")] {
        let (agreement, _) =
            replayed(account(), [document(&found("PUR", &format!("<refNumber>{number}</refNumber><txnStatus>S</txnStatus>")))]);
        let result = agreement.send(&agreement.query_txn().ref_number("990000000101").build()).await;
        assert_eq!(verdict(&result), meaning, "{number}");
    }
}

#[tokio::test]
async fn not_found_is_an_answer_and_proves_nothing() {
    let inside = "<TxnMsgContent><errorCode>B.MGW.0170</errorCode></TxnMsgContent>";
    for reply in [
        ECHO.to_owned() + &refused("B.MGW.0170"),
        refused("B.MGW.0170"),
        refused("b. mgw. 0170"),
        ECHO.to_owned() + "<TxnMsgContent/>" + &refused("B.MGW.0170"),
        ECHO.to_owned() + inside,
    ] {
        let result = ask("PUR", document(&reply)).await;
        assert_eq!(verdict(&result), "unknown B.MGW.0170, query", "{reply}");
        assert!(result.expect("an answer").advice.is_some());
    }
    let message = ask("PUR", document(&refused("B.MGW.0170"))).await.expect("an answer").message;
    assert_eq!(message.as_deref(), Some("in 99bill's words"));
    // The echo alone says as little.
    assert_eq!(verdict(&ask("PUR", document(ECHO)).await), "unknown -, query");
}

#[tokio::test]
async fn found_and_not_found_at_once() {
    for fields in ["<txnStatus>S</txnStatus>", "<responseCode>00</responseCode>"] {
        let both = found("PUR", fields) + &refused("B.MGW.0170");
        assert_eq!(verdict(&ask("PUR", document(&both)).await), "untrusted: unchanged", "{fields}");
    }
}
