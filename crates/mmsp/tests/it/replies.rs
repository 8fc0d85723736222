//! Every kind of answer, and none at all: what the call says and what becomes of the order. Section 8.1.

use mmsp_json::op::quickpay::Query;
use paycore::TradeState;
use paytransport::{Kind, SendError};

use crate::{
    requests::{micropay, pay},
    support::{
        AGENT_KEY, BY_ORDER, KEY, ORDER, Platform, Reply, account, brief, client, client_of, envelope, key, refused, says, sign, signed,
        silent, status,
    },
};

fn query() -> Query {
    Query::builder().mer_order_id(ORDER).build()
}

/// What a payment, a query, and the resending of an SMS make of the same answer.
async fn verdicts(reply: impl Fn() -> Reply) -> [String; 3] {
    let platform = Platform::answering([reply(), reply(), reply()]);
    let mmsp = client(&platform);
    let of = |result: Result<TradeState, paycore::Error>| result.map_or_else(|error| brief(&error), |state| state.to_string());
    [
        of(mmsp.send(&pay(&mmsp)).await.map(|answer| answer.state)),
        of(mmsp.send(&query()).await.map(|answer| answer.state)),
        of(mmsp.send(&mmsp.quickpay().resend_sms().list_id("100000900017").build()).await.map(|answer| answer.state)),
    ]
}

#[tokio::test]
async fn silence() {
    for (error, paying, asking) in [
        (SendError::not_sent(Kind::Connect, "x"), "not_sent | not placed".to_owned(), "not_sent | not placed"),
        (SendError::maybe_sent(Kind::Timeout, "x"), format!("unknown timeout | {BY_ORDER}"), "unknown timeout | unchanged"),
        (SendError::maybe_sent(Kind::Closed, "x"), format!("unknown reset | {BY_ORDER}"), "unknown reset | unchanged"),
        (SendError::maybe_sent(Kind::TooLarge, "x"), format!("unknown unparsable | {BY_ORDER}"), "untrusted | unchanged"),
    ] {
        let [paid, asked, _] = verdicts(|| silent(error.clone())).await;
        assert_eq!((paid, asked.as_str()), (paying, asking), "{error:?}");
    }
    let [paid, asked, _] = verdicts(|| status(502, "bad gateway")).await;
    assert_eq!((paid, asked.as_str()), (format!("unknown status | {BY_ORDER}"), "unknown status | unchanged"));
}

#[tokio::test]
async fn what_is_no_message() {
    let twice = format!(r#"{{"RetCode":1,"Body":{{"STATUS":"1","STATUS":"2"}},"Sign":"{KEY}"}}"#);
    let deep = format!("{{\"Body\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    let huge = format!(r#"{{"RetCode":1,"Body":"{}"}}"#, "x".repeat(2 << 20));
    for body in ["", "<html>", "[]", "null", "{", "{\"RetCode\":1,}", &twice, &deep, &huge] {
        let [paid, asked, resent] = verdicts(|| says(body)).await;
        assert_eq!(paid, format!("unknown unparsable | {BY_ORDER}"), "{body:.40}");
        assert_eq!((asked.as_str(), resent.as_str()), ("untrusted | unchanged", "unknown unparsable | unknown"), "{body:.40}");
    }
}

#[tokio::test]
async fn a_refusal_never_ends_an_order() {
    let good = r#"{"MERORDERID":"QP20240506000017","STATUS":"2"}"#;
    let with_sign = || says(envelope("0", good, &sign(good, KEY)));
    let no_code = || says(format!(r#"{{"CommandID":33539,"Body":{good},"Sign":"{}"}}"#, sign(good, KEY)));
    let by_command = || says(format!(r#"{{"CommandID":"32768","RetCode":1,"Body":{good},"Sign":"{}"}}"#, sign(good, KEY)));
    let plain = || refused("39999", "支付失败");
    for reply in [&with_sign as &dyn Fn() -> Reply, &no_code, &by_command, &plain] {
        let refused = |order: &str| format!("refused | {order}");
        assert_eq!(verdicts(reply).await, [refused(BY_ORDER), refused("unchanged"), refused("unchanged")]);
    }
}

#[tokio::test]
async fn what_a_refusal_says() {
    let platform =
        Platform::answering([refused("0", "[-2002] 没有该订单"), refused("39999", "card 6222020000000000018"), refused("7", "?")]);
    let mmsp = client(&platform);
    let mut said = Vec::new();
    for _ in 0..3 {
        let paycore::Error::Refused(refusal) = mmsp.send(&query()).await.expect_err("a refusal") else { panic!("refused") };
        said.push((refusal.code.clone(), refusal.message.clone(), refusal.advice.is_some()));
    }
    let row = |code: &str, message: &str, advised| (code.to_owned(), message.to_owned(), advised);
    assert_eq!(said, [row("-2002", "没有该订单", true), row("39999", "card ***", true), row("7", "?", false)]);
}

#[tokio::test]
async fn whom_a_reply_is_believed() {
    let body = r#"{"MERORDERID":"QP20240506000017","AMT":"2580","STATUS":"1"}"#;
    let good = sign(body, KEY);
    let as_signed = |sign: &str| {
        let envelope = envelope("1", body, sign);
        move || says(envelope.clone())
    };
    for sign in [good.clone(), good.to_lowercase()] {
        assert_eq!(verdicts(as_signed(&sign)).await[..2], ["succeeded", "succeeded"]);
    }
    let untrusted = [format!("unknown untrusted | {BY_ORDER}"), "untrusted | unchanged".into(), "unknown untrusted | unknown".into()];
    for sign in [String::new(), "x".into(), good[1..].to_owned(), sign(body, AGENT_KEY), sign("{}", KEY)] {
        assert_eq!(verdicts(as_signed(&sign)).await, untrusted, "{sign}");
    }
    for body in ["\"\"", "[]", "null", "\"{}\""] {
        assert_eq!(verdicts(|| says(envelope("1", body, &good))).await, untrusted, "{body}");
    }
    let changed = body.replace("2580", "2581");
    assert_eq!(verdicts(|| says(envelope("1", &changed, &good))).await, untrusted);
}

#[tokio::test]
async fn both_keys_are_tried() {
    let body = r#"{"MERORDERID":"QP20240506000017","STATUS":"1"}"#;
    for (agent, signs) in [(Some("001440000000017"), AGENT_KEY), (Some("001440000000017"), KEY), (None, KEY), (None, AGENT_KEY)] {
        let mut settings = account();
        (settings.agent, settings.agent_key) = (agent.map(str::to_owned), Some(key(AGENT_KEY)));
        let platform = Platform::answering([says(envelope("1", body, &sign(body, signs)))]);
        let (mmsp, _) = client_of(settings, &platform);
        assert_eq!(mmsp.send(&query()).await.expect("believed").state, TradeState::Succeeded);
        let first = if agent.is_some() { AGENT_KEY } else { KEY };
        let expected = sign(r#"{"MERORDERID":"QP20240506000017"}"#, first);
        assert!(platform.sent()[0].2.contains(&expected));
    }
}

#[tokio::test]
async fn the_reply_of_another_order() {
    for body in [r#"{"MERORDERID":"QP20240506000018","STATUS":"1"}"#, r#"{"MERORDERID":"QP20240506000017","AMT":"2581","STATUS":"1"}"#] {
        let [paid, ..] = verdicts(|| signed(body)).await;
        assert_eq!(paid, format!("unknown untrusted | {BY_ORDER}"), "{body}");
    }
    let [paid, asked, _] = verdicts(|| signed(r#"{"MERORDERID":"QP20240506000018","STATUS":"1"}"#)).await;
    assert_eq!((paid, asked.as_str()), (format!("unknown untrusted | {BY_ORDER}"), "untrusted | unchanged"));
    // Numbers where texts belong are the same numbers.
    let [paid, ..] = verdicts(|| signed(r#"{"MERORDERID":"QP20240506000017","AMT":2580,"STATUS":0}"#)).await;
    assert_eq!(paid, "pending");
}

#[tokio::test]
async fn an_answer_carries_the_platform_s_words() {
    let reply =
        r#"{"ERR_CODE":"AA","ERR_CODE_MSG":"用户支付中","MERORDERID":"RV2024050600043","ORDERNO":"202405060000000043","STATUS":"3"}"#;
    let platform = Platform::answering([signed(reply)]);
    let mmsp = client(&platform);
    let answer = mmsp.send(&micropay(&mmsp)).await.expect("an answer");
    assert_eq!((answer.state, answer.code.as_deref(), answer.message.as_deref()), (TradeState::Pending, Some("AA"), Some("用户支付中")));
    assert_eq!(answer.advice.map(|advice| advice.en), Some("the payer is paying: keep asking"));
    assert_eq!(answer.followup().map(|query| query.id), Some("mmsp.scan.query"));
    assert!(answer.raw.expose().starts_with(b"{\"CommandID\""));
    assert_eq!(answer.reply.order_no.as_deref(), Some("202405060000000043"));
}

/// One operation of every kind, by its status.
#[tokio::test]
async fn every_kind_by_its_status() {
    let statuses = ["0", "1", "2", "3"];
    macro_rules! row {
        ($build:expr) => {{
            let platform = Platform::answering(statuses.map(|status| signed(&format!(r#"{{"STATUS":"{status}"}}"#))));
            let (mmsp, seconds) = client_of(account(), &platform);
            let mut row = Vec::new();
            for _ in statuses {
                let build: fn(&mmsp::Mmsp) -> _ = $build;
                row.push(mmsp.send(&build(&mmsp)).await.map_or_else(|error| brief(&error), |answer| answer.state.to_string()));
                seconds.set(3600);
            }
            row
        }};
    }
    use paycore::Fen;
    let refused = "refused | unchanged";
    assert_eq!(row!(pay), ["pending", "succeeded", "failed", "refunded"]);
    assert_eq!(row!(|m| m.quickpay().confirm().list_id("1").msg_code("1").build()), ["unknown", "pending", "unknown", "unknown"]);
    assert_eq!(
        row!(|m| m.quickpay().bound_pay().bind_id("1").mer_order_id("1").user_id("1").amt(Fen::new(1)).msg_code("1").build()),
        ["unknown", "pending", "failed", "refunded"]
    );
    assert_eq!(row!(|m| m.quickpay().unbind().bind_id("1").build()), ["failed", "done", "failed", "failed"]);
    assert_eq!(row!(|m| m.quickpay().bind_query().bind_id("1").build()), ["done", "done", "done", "done"]);
    assert_eq!(
        row!(|m| m.quickpay().batch_query().start_date("20240501").end_date("20240506").build()),
        ["done", "done", refused, refused]
    );
    assert_eq!(
        row!(|m| m.scan().jd_prepay().amt(Fen::new(1)).mer_order_id("1").goods_name("x").build()),
        ["unknown", "pending", "failed", "unknown"]
    );
    assert_eq!(row!(micropay), ["unknown", "succeeded", "failed", "pending"]);
    assert_eq!(row!(|m| m.scan().query().mer_order_id("1").build()), ["unknown", "succeeded", "failed", "pending"]);
    assert_eq!(row!(|m| m.scan().cancel().mer_order_id("1").build()), ["unknown", "reversed", "unknown", "unknown"]);
    assert_eq!(row!(|m| m.scan().close().mer_order_id("1").build()), ["unknown", "closed", "unknown", "unknown"]);
    assert_eq!(
        row!(|m| m.scan().refund().mer_order_id("1").refund_mer_order_id("2").amt(Fen::new(1)).build()),
        ["unknown", "pending", "failed", "unknown"]
    );
    assert_eq!(row!(|m| m.scan().refund_query().refund_mer_order_id("2").build()), ["unknown", "succeeded", "failed", "unknown"]);
    assert_eq!(row!(|m| m.gateway().query().mer_order_id("1").build()), ["pending", "succeeded", "failed", "refunded"]);
}
