//! What goes out: the samples of the specification, presets, the form, the links, calls by id.

use mmsp::{Account, Mmsp};
use mmsp_json::op::{quickpay, scan};
use paycore::{BeijingTime, Fen};
use serde_json::{Map, Value, json};

use crate::support::{AGENT_KEY, KEY, Platform, account, brief, client, client_of, key, refused, signed};

const QUICKPAY: &str = r#"{"CommandID":771,"SeqID":1,"NodeType":3,"NodeID":"openapi","Version":"1.0.0","AGENTNO":"","MERNO":"001440353999853","TERMNO":"84970001","Body":{"AMT":"2580","CARDNO":"6222020000000000018","CARDTYPE":"1","ID_NO":"110101199003070011","MERORDERID":"QP20240506000017","NAME":"王小明","NOTIFY_URL":"https://shop.example/mmsp/quickpay","PHONENO":"13900000001","RANDSTR":"k3J9xQ2mZ7"},"Sign":"774E29DC5F7AD98FA62FDB87AB8B98B2"}"#;

pub(crate) fn pay(mmsp: &Mmsp) -> quickpay::Pay {
    mmsp.quickpay()
        .pay()
        .mer_order_id("QP20240506000017")
        .card_no("6222020000000000018")
        .amt(Fen::new(2580))
        .card_type("1")
        .name("王小明")
        .id_no("110101199003070011")
        .phone_no("13900000001")
        .build()
}

pub(crate) fn micropay(mmsp: &Mmsp) -> scan::WechatMicropay {
    mmsp.scan().wechat_micropay().amt(Fen::new(500)).goods_name("矿泉水").mer_order_id("RV2024050600043").code("130000000000000043").build()
}

#[tokio::test]
async fn the_samples_of_the_specification_go_out_byte_for_byte() {
    let platform = Platform::answering([refused("0", ""), refused("0", ""), refused("0", "")]);
    let mmsp = client(&platform);
    mmsp.send(&pay(&mmsp)).await.expect_err("a refusal");
    let prepay = mmsp.scan().wechat_prepay().trade_type("1").amt(Fen::new(1990)).mer_order_id("WX2024050600042").goods_name("冰美式/大杯");
    let mut prepay = prepay.time_end(BeijingTime::parse_dashed("2024-05-06 10:16:00").expect("a time")).build();
    prepay.rand_str = "t2Gf7uJ9aK".into();
    mmsp.send(&prepay).await.expect_err("a refusal");
    mmsp.send(&mmsp.gateway().query().mer_order_id("GW20240506000009").build()).await.expect_err("a refusal");
    let sent = platform.sent();
    assert_eq!(sent[0], ("https://platform.example/open".into(), "application/json".into(), QUICKPAY.into()));
    assert!(
        sent[1].2.contains(r#""NodeID":"openplat""#) && sent[1].2.ends_with(r#""Sign":"BCCEA40E5FD18A9492F2F7F0A9E5AD47"}"#),
        "{}",
        sent[1].2
    );
    assert_eq!(sent[2].0, "https://gateway.example/pay");
    assert!(sent[2].2.ends_with(r#""Sign":"830CEB34AB28948ADD141EE0035B3E43"}"#), "{}", sent[2].2);
}

#[tokio::test]
async fn the_header_follows_the_settings() {
    let mut settings = account();
    (settings.agent, settings.agent_key) = (Some("001440000000017".into()), Some(key(AGENT_KEY)));
    (settings.qq_micropay_command, settings.scan_node_id) = (2326, "POS".into());
    settings.content_type = "application/x-www-form-urlencoded".into();
    let platform = Platform::answering([refused("0", ""), refused("0", "")]);
    let (mmsp, _) = client_of(settings, &platform);
    let qq = mmsp.scan().qq_micropay().amt(Fen::new(1)).goods_name("x").mer_order_id("1").code("91").build();
    mmsp.send(&qq).await.expect_err("a refusal");
    let mut query = mmsp.scan().query().mer_order_id("AG2024050600001").build();
    query.rand_str = "m1Np4gS8fO".into();
    mmsp.send(&query).await.expect_err("a refusal");
    let sent = platform.sent();
    assert!(
        sent[0].2.starts_with(r#"{"CommandID":2326,"SeqID":1,"NodeType":3,"NodeID":"POS","Version":"1.0.0","AGENTNO":"001440000000017""#)
    );
    assert_eq!(sent[0].1, "application/x-www-form-urlencoded");
    // Example 9 of section 3.4.
    assert!(sent[1].2.ends_with(r#""Sign":"C9F8EA1862266D446832813E11408E3D"}"#), "{}", sent[1].2);
}

#[tokio::test]
async fn what_is_wrong_is_not_sent() {
    let platform = Platform::answering([]);
    let mmsp = client(&platform);
    let mut order = pay(&mmsp);
    (order.mer_order_id, order.card_type) = ("x".repeat(33), "2".into());
    let error = mmsp.send(&order).await.expect_err("invalid");
    assert_eq!(brief(&error), "invalid | not placed");
    assert!(error.to_string().contains("MERORDERID: at most 32 characters"), "{error}");
    // An address that nobody gave.
    let (bare, _) = client_of(Account::new("https://platform.example/open", "1", "2", key(KEY)), &platform);
    let error = bare.send(&pay(&bare)).await.expect_err("invalid").to_string();
    assert!(error.contains("NOTIFY_URL"), "{error}");
    let form = mmsp.gateway().pay().mer_order_id("GW1").amt(Fen::new(1)).pay_channel("YLBILL-NET-B2C").build();
    assert_eq!(brief(&mmsp.send(&form).await.expect_err("a form")), "invalid | not placed");
    assert_eq!(platform.sent().len(), 0);
}

#[test]
fn settings_that_cannot_work() {
    let wrong = |change: fn(&mut Account)| {
        let mut settings = account();
        change(&mut settings);
        Mmsp::new(settings, Platform::answering([])).expect_err("a wrong setting").to_string()
    };
    assert!(wrong(|settings| settings.open_url = "platform.example".into()).starts_with("open_url: "));
    assert!(wrong(|settings| settings.gateway_url = "ftp://platform.example".into()).starts_with("gateway_url: "));
    assert!(wrong(|settings| settings.open_url = "https://me:secret@platform.example".into()).starts_with("open_url: "));
    assert!(wrong(|settings| settings.content_type = "a\nb".into()).starts_with("content_type: "));
    let printed = format!("{:?}", client(&Platform::answering([])));
    assert!(!printed.contains(KEY) && printed.contains("001440353999853"), "{printed}");
}

#[test]
fn random_texts_are_ten_letters_and_digits() {
    let mmsp = Mmsp::new(account(), Platform::answering([])).expect("a client");
    let [one, other] = [(); 2].map(|()| mmsp.scan().query().mer_order_id("1").build().rand_str);
    assert!(one.len() == 10 && one.bytes().all(|byte| byte.is_ascii_alphanumeric()) && one != other, "{one} {other}");
}

#[test]
fn the_form_of_the_specification() {
    let mmsp = client(&Platform::answering([]));
    let mut order = mmsp
        .gateway()
        .pay()
        .mer_order_id("GW20240506000009")
        .amt(Fen::new(8800))
        .pay_channel("YLBILL-NET-B2C")
        .goods_name("龙井茶/250g")
        .build();
    (order.jump_url, order.remark) = ("https://shop.example/order/9/done".into(), Some(String::new()));
    let checkout = mmsp.gateway().checkout(&order).expect("a form");
    assert_eq!((checkout.method, checkout.url.as_str(), checkout.fields.len()), ("POST", "https://gateway.example/pay", 1));
    let (name, envelope) = &checkout.fields[0];
    assert_eq!(name, "web_api");
    // The sample of section 4.4.1, its empty remark included.
    assert!(envelope.ends_with(r#""REMARK":""},"Sign":"8A171FA788F68D7DD8B3A21767C7F3DE"}"#), "{envelope}");
    assert!(!format!("{checkout:?}").contains("REMARK"));
    let html = checkout.html();
    assert!(html.contains(r#"accept-charset="UTF-8""#) && html.contains("value=\"{&quot;CommandID&quot;:2322,"), "{html}");
    assert!(checkout.html_with_nonce("n0").contains("<script nonce=\"n0\">"));

    let mut settings = account();
    settings.charset_in_form_url = true;
    let (mmsp, _) = client_of(settings, &Platform::answering([]));
    assert_eq!(mmsp.gateway().checkout(&order).expect("a form").url, "https://gateway.example/pay?charset=UTF-8");
}

#[test]
fn the_links_of_the_specification() {
    let mmsp = client(&Platform::answering([]));
    let page = "https://shop.example/pay?o=7&c=五月";
    let wake = mmsp.scan().wake_link(&mmsp.scan().wechat_wake_url().mer_url(page).build()).expect("a link");
    assert!(wake.starts_with("https://platform.example/payopenplath5/wxh5pay?merno=001440353999853&termno=84970001&merurl="), "{wake}");
    let openid = mmsp.scan().openid_url().mer_url(page).trade_type("1").build();
    let link = mmsp.scan().openid_link(&openid).expect("a link");
    assert!(link.starts_with("https://platform.example/openid?merurl=https%3A%2F%2Fshop.example"), "{link}");

    let mut settings = account();
    (settings.platform_url, settings.openid_url, settings.wake_merchant_parameter) = (None, None, "memo".into());
    let (without, _) = client_of(settings, &Platform::answering([]));
    assert_eq!(brief(&without.scan().openid_link(&openid).expect_err("no address")), "config | not placed");
    let mut settings = account();
    settings.wake_merchant_parameter = "memo".into();
    let (renamed, _) = client_of(settings, &Platform::answering([]));
    let wake = renamed.scan().wake_link(&renamed.scan().wechat_wake_url().mer_url(page).build()).expect("a link");
    assert!(wake.contains("?memo=001440353999853&"), "{wake}");
}

fn fields(json: Value) -> Map<String, Value> {
    json.as_object().cloned().expect("an object")
}

#[tokio::test]
async fn calls_by_id() {
    let body = r#"{"MERORDERID":"WX1","STATUS":1,"AMT":1990,"new":{"a":[1.50,"x"]}}"#;
    let platform = Platform::answering([signed(body)]);
    let mmsp = client(&platform);
    let answer = mmsp.call("mmsp.scan.query", fields(json!({"MERORDERID": "WX1"}))).await.expect("an answer");
    assert_eq!(answer.state.as_str(), "succeeded");
    assert_eq!(answer.reply["AMT"], json!(1990));
    assert_eq!(answer.reply["new"]["a"][0], json!("1.50"));
    assert_eq!(answer.reply["_head"]["MERNO"], json!("001440353999853"));
    assert!(platform.sent()[0].2.contains(r#""RANDSTR":"k3J9xQ2mZ7""#));

    let order = json!({"MERORDERID": "GW1", "AMT": "8800", "PAY_CHANNEL": "YLBILL-NET-B2C"});
    let form = mmsp.call("mmsp.gateway.pay", fields(order)).await.expect("a form");
    assert_eq!((form.state.as_str(), form.reply["method"].as_str()), ("built", Some("POST")));
    assert!(form.reply["fields"]["web_api"].as_str().is_some_and(|envelope| envelope.contains("shop.example/done")));
    assert!(form.reply["html"].as_str().is_some_and(|html| html.contains("web_api")));

    for (id, given) in [
        ("mmsp.scan.wechat_wake_url", json!({"merurl": "https://shop.example"})),
        ("mmsp.scan.openid_url", json!({"merurl": "https://shop.example", "tradetype": "2"})),
    ] {
        let link = mmsp.call(id, fields(given)).await.expect("a link");
        assert_eq!(link.state.as_str(), "built");
        assert!(link.reply["url"].as_str().is_some_and(|url| url.contains("merno=001440353999853")), "{id}");
    }
    for (id, given) in
        [("mmsp.payout.pay", json!({})), ("mmsp.scan.none", json!({})), ("mmsp.scan.query", json!({"MERORDERID": "1", "X": "1"}))]
    {
        assert_eq!(brief(&mmsp.call(id, fields(given)).await.expect_err(id)), "invalid | not placed");
    }
}
