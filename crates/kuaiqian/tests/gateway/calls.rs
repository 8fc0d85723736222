//! Calls by id with fields by wire name.

use kuaiqian::gateway::{Account, Cashier};
use paycore::{Answer, Error, TradeState};
use paywire::registry::Received;
use serde_json::{Map, Value, json};

use crate::{
    refunds,
    replies::answered,
    support::{Reply, by_md5, http, replayed, verdict},
};

async fn called(account: Account, reply: Option<Reply>, id: &str, fields: Value) -> Result<Answer<Received>, Error> {
    let (gateway, _) = replayed(account, reply);
    let Value::Object(fields) = fields else { return Err(paycore::FieldError::new("", "an object").into()) };
    gateway.call(id, fields).await
}

#[tokio::test]
async fn a_payment_is_built() {
    let fields = json!({
        "payerName": "测试买家", "payerContactType": "1", "payerContact": "buyer@example.com", "orderId": "T20240105-0001",
        "orderAmount": "1250", "productName": "红茶 & \"礼盒\"", "productNum": "2", "ext1": "cart=77", "redoFlag": "0",
    });
    let answer = called(by_md5(), None, "kuaiqian.gateway.pay", fields).await.expect("built");
    assert_eq!((answer.state, answer.state.as_str()), (TradeState::Built, "built"));
    assert_eq!(answer.reply["fields"]["signMsg"], "F1ED2BC2C5F0CC0D76BA3F6A0686A4B6");
    assert_eq!(answer.reply["method"], "POST");
    assert_eq!(answer.reply["url"], "https://sandbox.99bill.com/gateway/recvMerchantInfoAction.htm");
    assert!(answer.reply["html"].as_str().is_some_and(|html| html.contains("红茶 &amp; &quot;礼盒&quot;")));
    assert_eq!(answer.followup(), None);

    let mut account = by_md5();
    account.cashier = Cashier::Mobile;
    let fields = json!({ "orderId": "A", "orderAmount": "1" });
    let error = called(account, None, "kuaiqian.gateway.pay", fields).await.expect_err("no name of the goods");
    assert_eq!(error.to_string(), "productName: is required with version mobile1.0");
}

#[tokio::test]
async fn an_order_query_prints_what_is_believed() {
    let head = "version=v2.0&signType=1&merchantAcctId=1000000000101&recordCount=1";
    let item = "orderId=A&orderAmount=1&orderTime=20240105093000&payResult=10&payAmount=1&fee=0&dealId=9";
    let fields = json!({ "orderId": "A" });
    let answer = called(by_md5(), Some(answered(head, &[item])), "kuaiqian.gateway.query", fields.clone()).await.expect("believable");
    assert_eq!(verdict(&Ok(answer.clone())), "succeeded -");
    assert_eq!(answer.reply["recordCount"], "1");
    assert_eq!(answer.reply["orders"][0]["payResult"], "10");
    let Ok(mut forged) = answered(head, &[item]) else { panic!("a reply") };
    let body = String::from_utf8(forged.body().to_vec()).expect("UTF-8").replace("<payResult>10<", "<payResult>11<");
    *forged.body_mut() = body.into();
    let answer = called(by_md5(), Some(Ok(forged)), "kuaiqian.gateway.query", fields).await.expect("a head");
    assert_eq!(verdict(&Ok(answer.clone())), "unknown -, query");
    assert_eq!(answer.reply["orders"], json!([]), "what is not believed is not printed");
}

#[tokio::test]
async fn the_other_operations_by_id() {
    let refund = json!({ "orderid": "T20240105-0001", "amount": "12.50", "txOrder": "R20240106-0001" });
    let taken = "<REFUND><MERCHANT>10000000001</MERCHANT><ORDERID>T20240105-0001</ORDERID><TXORDER>R20240106-0001</TXORDER>\
                 <AMOUNT>12.50</AMOUNT><RESULT>Y</RESULT><CODE></CODE></REFUND>";
    let answer = called(by_md5(), Some(http(200, taken)), "kuaiqian.gateway.refund", refund).await;
    assert_eq!(verdict(&answer), "pending (applied) -, query");
    assert_eq!(answer.expect("taken").reply["AMOUNT"], "12.50");

    let fields = json!({ "orderId": "R20240106-0001", "startDate": "20240106", "endDate": "20240107" });
    let reply = refunds::answered(refunds::HEAD, &[refunds::ITEM]);
    let answer = called(by_md5(), Some(reply), "kuaiqian.gateway.refund_query", fields).await.expect("believable");
    assert_eq!((verdict(&Ok(answer.clone())).as_str(), &answer.reply["orders"][0]["status"]), ("succeeded (refunded) 1", &json!("1")));

    let time = http(200, "<res><timestamp>20240105093000</timestamp></res>");
    let answer = called(by_md5(), Some(time), "kuaiqian.gateway.timestamp", json!({})).await.expect("a time");
    assert_eq!(answer.reply["timestamp"], "20240105093000");

    let remit = json!({ "orderId": "A", "orderAmount": "1", "remitType": "1" });
    let error = called(by_md5(), None, "kuaiqian.gateway.remit", remit).await.expect_err("no code");
    assert_eq!((error.kind(), error.to_string().contains("remitCode")), ("invalid", true));
    let error = called(by_md5(), None, "kuaiqian.gateway.nothing", Value::Object(Map::new())).await.expect_err("no operation");
    assert_eq!(error.kind(), "invalid");
}
