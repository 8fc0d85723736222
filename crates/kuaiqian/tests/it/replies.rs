//! Section 5.2, row by row: what a reply to a request that changes something means, and to one that only reads.

use kuaiqian::agreement::outcome::{ASK, NOT_ACCEPTED};
use paycore::{Error, Order, Query, Sensitive};
use paysign::Identity;
use paytransport::{Kind, SendError};

use crate::support::{Reply, account, ask_for, document, fixture, http, refused, replayed, sample, sign, verdict};

/// The echo that every reply to the sample's purchase may carry.
const ECHO: &str = "<txnType>PUR</txnType><interactiveStatus>TR2</interactiveStatus><amount>88.60</amount>\
<merchantId>104110045112012</merchantId><terminalId>00002012</terminalId><externalRefNumber>ORDER0001</externalRefNumber>";

fn tr2(fields: &str) -> String {
    format!("<TxnMsgContent>{ECHO}{fields}</TxnMsgContent>")
}

fn code(code: &str) -> String {
    format!("<responseCode>{code}</responseCode>")
}

async fn purchase(reply: Reply) -> String {
    let (agreement, wire) = replayed(account(), [reply, document(&tr2(&code("00")))]);
    let verdict = verdict(&agreement.send(&sample(&agreement)).await);
    assert_eq!(wire.requests().len(), 1, "sent once, whatever comes back");
    verdict
}

async fn ind_auth(reply: Reply) -> String {
    let (agreement, wire) = replayed(account(), [reply]);
    let verdict = verdict(&agreement.send(&sign(&agreement, "SIGN0001")).await);
    assert_eq!(wire.requests().len(), 1, "sent once, whatever comes back");
    verdict
}

async fn query(reply: Reply) -> String {
    let (agreement, wire) = replayed(account(), [reply]);
    let verdict = verdict(&agreement.send(&ask_for(&agreement, "ORDER0001")).await);
    assert_eq!(wire.requests().len(), 1, "the client repeats nothing, not even a query");
    verdict
}

#[tokio::test]
async fn without_a_reply() {
    let sent = |kind| Err(SendError::maybe_sent(kind, "it broke"));
    for (reply, debit, signing, read) in [
        (Err(SendError::not_sent(Kind::Connect, "no")), "not_sent: not placed", "not_sent: not placed", "not_sent: not placed"),
        (Err(SendError::not_sent(Kind::Tls, "no")), "not_sent: not placed", "not_sent: not placed", "not_sent: not placed"),
        (Err(SendError::not_sent(Kind::Timeout, "no")), "not_sent: not placed", "not_sent: not placed", "not_sent: not placed"),
        (sent(Kind::Timeout), "timeout: unknown, query", "timeout: unknown", "timeout: unchanged"),
        (sent(Kind::Closed), "reset: unknown, query", "reset: unknown", "reset: unchanged"),
        (sent(Kind::Truncated), "reset: unknown, query", "reset: unknown", "reset: unchanged"),
        (sent(Kind::Tls), "reset: unknown, query", "reset: unknown", "reset: unchanged"),
        (sent(Kind::Protocol), "unparsable: unknown, query", "unparsable: unknown", "untrusted: unchanged"),
        (sent(Kind::TooLarge), "unparsable: unknown, query", "unparsable: unknown", "untrusted: unchanged"),
    ] {
        assert_eq!(purchase(reply.clone()).await, debit, "{reply:?}");
        assert_eq!(ind_auth(reply.clone()).await, signing, "{reply:?}");
        assert_eq!(query(reply.clone()).await, read, "{reply:?}");
    }
}

#[tokio::test]
async fn another_status_than_200_is_unknown_whatever_its_body_says() {
    let paid = document(&tr2(&code("00"))).expect("a response").into_body();
    for status in [204, 301, 302, 400, 401, 403, 404, 405, 408, 500, 502, 503] {
        assert_eq!(purchase(http(status, paid.clone())).await, "status: unknown, query", "{status}");
        assert_eq!(ind_auth(http(status, "")).await, "status: unknown", "{status}");
        assert_eq!(query(http(status, "")).await, "status: unchanged", "{status}");
    }
}

/// What a purchase says when it is answered by that status under that certificate.
async fn under(certificate: Option<&str>, status: u16) -> (Error, Order) {
    let mut account = account();
    account.certificate = certificate.map(|file| {
        let identity = Identity::from_pfx(&fixture(file), &Sensitive::from("cnpay-test")).expect(file);
        identity.certificate().clone()
    });
    let (agreement, _) = replayed(account, [http(status, "Bad Request")]);
    let error = agreement.send(&sample(&agreement)).await.expect_err("a status");
    let order = error.order();
    (error, order)
}

#[tokio::test]
async fn a_400_is_final_only_under_a_certificate_that_has_ended() {
    let (error, order) = under(Some("client-expired.pfx"), 400).await;
    assert_eq!(order, Order::NotPlaced);
    let Error::Refused(refusal) = error else { panic!("{error:?}") };
    assert!(refusal.message.contains("expired") && refusal.message.contains("2022-01-01"), "{}", refusal.message);
    assert!(refusal.advice.is_some());

    let (error, order) = under(Some("client-aes.pfx"), 400).await;
    assert!(matches!(order, Order::Unknown(Some(_))), "{order:?}");
    let text = error.to_string();
    assert!(text.contains("client certificate is probably expired or refused") && text.contains("2100-01-01"), "{text}");

    let (error, order) = under(None, 400).await;
    assert!(matches!(order, Order::Unknown(Some(_))), "{order:?}");
    assert!(error.to_string().contains("certificate"), "{error}");

    // The certificate explains no other status.
    let (_, order) = under(Some("client-expired.pfx"), 502).await;
    assert!(matches!(order, Order::Unknown(Some(_))), "{order:?}");
    for status in [401, 403] {
        let (error, _) = under(None, status).await;
        assert!(error.to_string().contains("login key"), "{error}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_unknown() {
    let good = document(&tr2(&code("00"))).expect("a response").into_body();
    let good = std::str::from_utf8(&good).expect("UTF-8");
    let oversized = good.replace("</TxnMsgContent>", &format!("<ext1>{}</ext1></TxnMsgContent>", "x".repeat(1 << 20)));
    for body in [
        String::new(),
        " ".into(),
        "success".into(),
        "<html><body>Bad Gateway</body></html>".into(),
        good[..good.len() - 1].into(),
        good.replace("</MasMessage>", ""),
        good.replace("MasMessage", "Message"),
        good.replace("mas_cnp", "other"),
        good.replace("TxnMsgContent", "OtherContent"),
        good.replace("<responseCode>", "<responseCode>00</responseCode><responseCode>"),
        good.replace("<responseCode>", "<responseCode>00</responseCode><ResponseCode>")
            .replace("00</responseCode></Txn", "00</ResponseCode></Txn"),
        good.replace("<MasMessage", "<!DOCTYPE a><MasMessage"),
        good.replace("PUR", "&pur;"),
        format!("{good}<MasMessage/>"),
        oversized,
    ] {
        let shown = &body[..body.len().min(400)];
        assert_eq!(purchase(http(200, body.clone())).await, "unparsable: unknown, query", "{shown}");
        assert_eq!(ind_auth(http(200, body.clone())).await, "unparsable: unknown", "{shown}");
    }
    assert_eq!(purchase(http(200, &b"<MasMessage>\xff</MasMessage>"[..])).await, "unparsable: unknown, query");
    assert_eq!(query(http(200, "success")).await, "untrusted: unchanged");
    assert_eq!(purchase(http(200, good.to_owned())).await, "succeeded 00", "and this could be read");
}

#[tokio::test]
async fn an_error_code_ends_an_order_only_if_it_is_listed() {
    for error in NOT_ACCEPTED {
        assert_eq!(purchase(document(&refused(error))).await, "refused: not placed", "{error}");
        assert_eq!(ind_auth(document(&refused(error))).await, "refused: not placed", "{error}");
        assert_eq!(query(document(&refused(error))).await, "refused: unchanged", "{error}");
    }
    for error in ["B.MGW.0140", "B.MGW.0150", "B.MGW.0160", "B.MGW.0180", "B.MGW.0999", "B.MGW.0006", "T6", "I8", "", " "] {
        assert_eq!(purchase(document(&refused(error))).await, "refused: unknown, query", "{error}");
        assert_eq!(ind_auth(document(&refused(error))).await, "refused: unknown", "{error}");
        assert_eq!(query(document(&refused(error))).await, "refused: unchanged", "{error}");
    }
    // Only to a query is this an answer.
    assert_eq!(purchase(document(&refused("B.MGW.0170"))).await, "refused: unknown, query");
    assert_eq!(purchase(document("<ErrorMsgContent/>")).await, "refused: unknown, query");
}

#[tokio::test]
async fn error_codes_as_some_deployments_write_them() {
    let inside = tr2("<errorCode>B.MGW.0120</errorCode><errorMessage>[amount] is empty</errorMessage>");
    for reply in [refused("B. MGW. 0120"), refused("b.mgw.0120"), refused("\n B.MGW.0120 "), inside] {
        let (agreement, _) = replayed(account(), [document(&reply)]);
        let error = agreement.send(&sample(&agreement)).await.expect_err(&reply);
        assert_eq!(error.order(), Order::NotPlaced, "{reply}");
        let Error::Refused(refusal) = error else { panic!("{error:?}") };
        assert_eq!(refusal.code, "B.MGW.0120");
        assert!(!refusal.message.is_empty() && refusal.advice.is_some() && !refusal.raw.expose().is_empty());
    }
}

#[tokio::test]
async fn an_error_beside_a_result_is_believed_neither_way() {
    for error in ["B.MGW.0120", "B.MGW.0170", "B.MGW.0999", ""] {
        for result in ["00", "I8", "C0"] {
            let both = refused(error) + &tr2(&code(result));
            assert_eq!(purchase(document(&both)).await, "untrusted: unknown, query", "{error} {result}");
            let inside = tr2(&format!("{}<errorCode>B.MGW.0120</errorCode>", code(result)));
            assert_eq!(purchase(document(&inside)).await, "untrusted: unknown, query", "{error} {result}");
        }
    }
    // A content element without a result contradicts nothing.
    assert_eq!(purchase(document(&(tr2("") + &refused("B.MGW.0120")))).await, "refused: not placed");
    assert_eq!(purchase(document(&(tr2("<responseCode/>") + &refused("B.MGW.0999")))).await, "refused: unknown, query");
}

#[tokio::test]
async fn a_foreign_echo_is_not_this_order_s_answer() {
    for (own, foreign) in [
        ("<txnType>PUR<", "<txnType>RFD<"),
        ("<interactiveStatus>TR2<", "<interactiveStatus>TR3<"),
        ("<amount>88.60<", "<amount>88.61<"),
        ("<amount>88.60<", "<amount>8860<"),
        ("<amount>88.60<", "<amount>88.600<"),
        ("<merchantId>104110045112012<", "<merchantId>104110045112013<"),
        ("<terminalId>00002012<", "<terminalId>2012<"),
        ("<externalRefNumber>ORDER0001<", "<externalRefNumber>ORDER0002<"),
        ("<externalRefNumber>ORDER0001<", "<externalRefNumber>order0001<"),
    ] {
        for result in ["00", "I8", "68", "C0"] {
            let reply = tr2(&code(result)).replace(own, foreign);
            assert_eq!(purchase(document(&reply)).await, "untrusted: unknown, query", "{foreign} {result}");
        }
    }
    // An amount is a number, and what is left out does not differ.
    for amount in ["088.60", "0088.6", "88.6", " 88.60 "] {
        let reply = tr2(&code("00")).replace(">88.60<", &format!(">{amount}<"));
        assert_eq!(purchase(document(&reply)).await, "succeeded 00", "{amount}");
    }
    for field in ["txnType", "interactiveStatus", "amount", "merchantId", "terminalId", "externalRefNumber"] {
        let reply = tr2(&code("00"));
        let (before, rest) = reply.split_once(&format!("<{field}>")).expect(field);
        let after = rest.split_once(&format!("</{field}>")).expect(field).1;
        assert_eq!(purchase(document(&format!("{before}{after}"))).await, "succeeded 00", "{field} left out");
        assert_eq!(purchase(document(&format!("{before}<{field}></{field}>{after}"))).await, "succeeded 00", "{field} empty");
    }
    assert_eq!(purchase(document("<TxnMsgContent><responseCode>00</responseCode></TxnMsgContent>")).await, "succeeded 00");
}

#[tokio::test]
async fn the_echo_of_a_signing() {
    for (field, own) in
        [("merchantId", "104110045112012"), ("terminalId", "00002012"), ("customerId", "U90001"), ("externalRefNumber", "SIGN0001")]
    {
        let reply = |value: &str| document(&format!("<indAuthContent><{field}>{value}</{field}>{}</indAuthContent>", code("00")));
        assert_eq!(ind_auth(reply(own)).await, "done 00", "{field}");
        assert_eq!(ind_auth(reply("X")).await, "untrusted: unknown", "{field}");
    }
}

#[tokio::test]
async fn a_response_code_to_a_debit() {
    for (fields, meaning) in [
        (code("00"), "succeeded 00"),
        (code("C0"), "pending C0, query"),
        (code("c0"), "pending C0, query"),
        (code("68"), "unknown 68, query"),
        (code("or"), "unknown OR, query"),
        (code(" 00\n"), "succeeded 00"),
        (String::new(), "unknown -, query"),
        (code(""), "unknown -, query"),
        ("<responseCode/>".into(), "unknown -, query"),
        (code("I8"), "failed I8"),
        (code("i8"), "failed I8"),
        (code("T3"), "failed T3"),
        (code("ZZ"), "failed ZZ"),
        (code("0"), "failed 0"),
    ] {
        assert_eq!(purchase(document(&tr2(&fields))).await, meaning, "{fields}");
    }
    for ask in ASK {
        assert_eq!(purchase(document(&tr2(&code(ask)))).await, format!("unknown {ask}, query"));
    }
    assert_eq!(purchase(document("<TxnMsgContent/>")).await, "unknown -, query");
}

#[tokio::test]
async fn a_response_code_to_a_signing() {
    let reply = |code: &str| document(&format!("<indAuthContent><responseCode>{code}</responseCode></indAuthContent>"));
    for (code, meaning) in [
        ("00", "done 00"),
        ("T6", "failed T6"),
        ("HW", "failed HW"),
        // Section 6.7 is about transactions: a card check that was refused as a repetition did not take place.
        ("OR", "failed OR"),
        ("C0", "unknown C0"),
        ("68", "unknown 68"),
        ("", "unknown -"),
    ] {
        assert_eq!(ind_auth(reply(code)).await, meaning, "{code}");
    }
}

/// Nothing that was received is lost, and the gateway's own words come first.
#[tokio::test]
async fn an_answer_brings_code_text_advice_and_bytes() {
    let reply = tr2("<responseCode>I8</responseCode><responseTextMessage>金额超限</responseTextMessage><miExt>new</miExt>");
    let (agreement, _) = replayed(account(), [document(&reply), document(&tr2(&code("68")))]);
    let answer = agreement.send(&sample(&agreement)).await.expect("an answer");
    assert_eq!((answer.code.as_deref(), answer.message.as_deref()), (Some("I8"), Some("金额超限")));
    assert!(answer.advice.expect("advice").en.contains("bank"));
    assert!(String::from_utf8_lossy(answer.raw.expose()).contains("<miExt>new</miExt>"));
    assert_eq!(answer.followup(), None, "a final state has nothing to ask");

    let answer = agreement.send(&sample(&agreement)).await.expect("an answer");
    let query =
        Query { id: "kuaiqian.agreement.query_txn", fields: vec![("externalRefNumber", "ORDER0001".into()), ("txnType", "PUR".into())] };
    assert_eq!(answer.followup(), Some(&query));
    assert_eq!(answer.advice.expect("advice").en, "query, do not repeat");
}

/// A task has no order to query, so its advice says what does settle it.
#[tokio::test]
async fn the_advice_on_a_signing() {
    let (agreement, _) = replayed(
        account(),
        [
            document("<indAuthContent><token>9000177</token><responseCode>00</responseCode></indAuthContent>"),
            document("<indAuthContent><responseCode>00</responseCode></indAuthContent>"),
            document("<indAuthContent><responseCode>68</responseCode></indAuthContent>"),
            document("<indAuthContent><responseCode>OR</responseCode></indAuthContent>"),
        ],
    );
    let mut advice = Vec::new();
    for _ in 0..4 {
        let answer = agreement.send(&sign(&agreement, "SIGN0001")).await.expect("an answer");
        advice.push(answer.advice.map_or("", |advice| advice.en));
    }
    let [ready, no_token, open, repeated] = advice[..] else { panic!("four answers") };
    assert_eq!((ready, repeated), ("", ""));
    assert!(no_token.contains("no SMS step"), "{no_token}");
    assert!(open.contains("new order number"), "{open}");

    let verify = |code: &str| {
        let token = if code == "token" { "<payToken>8190000000000000017</payToken>" } else { "" };
        let code = if code == "token" { "00" } else { code };
        document(&format!("<indAuthDynVerifyContent>{token}<responseCode>{code}</responseCode></indAuthDynVerifyContent>"))
    };
    let (agreement, _) = replayed(account(), [verify("token"), verify("00"), verify("C0"), document(&refused("B.MGW.0999"))]);
    let request = agreement.ind_auth_verify().customer_id("U1").external_ref_number("S1").pan("629999000012348");
    let request = request.valid_code("246810").token("9000177").phone_no("13900000000").build();
    assert!(agreement.send(&request).await.expect("an answer").advice.is_none());
    for meant in ["storableCardNo", "look for it with pci_query"] {
        let advice = agreement.send(&request).await.expect("an answer").advice.expect(meant);
        assert!(advice.en.contains(meant), "{}", advice.en);
    }
    let Err(Error::Refused(refusal)) = agreement.send(&request).await else { panic!("refused") };
    assert!(refusal.advice.expect("advice").en.contains("look for it with pci_query"));
}
