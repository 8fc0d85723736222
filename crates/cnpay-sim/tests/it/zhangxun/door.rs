//! Who is let in, and what everybody else is told.

use cnpay_sim::zhangxun::Account;
use http::Request;

use super::shop::*;
use crate::world::World;

#[tokio::test]
async fn the_order_of_the_checks() {
    let world = World::new();
    let bare = async |body: String| world.post_form("pay", body).await.expect("a reply").bare_refusal();
    let wrong = with(order("P1", "0"), "sign", &"0".repeat(32));
    assert_eq!(bare(format!("{}&payAmt=1", sealed(order("P1", "100")))).await, "100001 报文格式错误");
    assert_eq!(bare("%zz".into()).await, "100002 参数错误:orgNo");
    assert_eq!(bare(r#"{"orgNo":"8161000204"}"#.into()).await, "100002 参数错误:orgNo", "requests are forms");
    assert_eq!(bare(encoded(&without(wrong.clone(), "orgNo"))).await, "100002 参数错误:orgNo");
    assert_eq!(bare(encoded(&with(wrong.clone(), "custId", ""))).await, "100002 参数错误:custId");
    assert_eq!(bare(encoded(&with(wrong.clone(), "orgNo", "1"))).await, "100003 机构不存在");
    assert_eq!(bare(encoded(&with(wrong.clone(), "custId", "1"))).await, "100004 商户不存在");
    assert_eq!(bare(encoded(&wrong)).await, "100005 签名错误");
    assert_eq!(bare(encoded(&order("P1", "0"))).await, "100005 签名错误", "none at all");
    let signed = world.zx("pay", order("P1", "0")).await;
    assert_eq!((signed.refusal().as_str(), signed.get("custOrderNo")), ("100002 参数错误:payAmt", "P1"));
    assert_eq!((signed.get("orgNo"), signed.get("custId")), (ORG, MERCHANT));
}

#[tokio::test]
async fn a_refusal_in_full() {
    let world = World::new();
    let refused = world.post_form("query", encoded(&query("P1"))).await.expect("a reply");
    let text = r#"{"orgNo":"8161000204","code":"100005","msg":"签名错误","custId":"16121900001774","custOrderNo":"P1"}"#;
    assert_eq!(refused.text, text);
}

#[tokio::test]
async fn the_signature_covers_whatever_came() {
    let world = World::new();
    let extended = with(with(query("P1"), "chnTag", "A/7"), "openType", "");
    assert_eq!(world.zx("query", extended.clone()).await.refusal(), "200002 订单不存在", "believed");
    let key = account().key;
    let listed_only = with(extended, "sign", &sign(&query("P1"), key.expose()));
    let refused = world.post_form("query", encoded(&listed_only)).await.expect("a reply");
    assert_eq!(refused.bare_refusal(), "100005 签名错误");
    let lower = with(query("P1"), "sign", &sign(&query("P1"), key.expose()).to_lowercase());
    assert_eq!(world.post_form("query", encoded(&lower)).await.expect("a reply").refusal(), "200002 订单不存在");
    let other_key = with(query("P1"), "sign", &sign(&query("P1"), &format!("{}\n", key.expose())));
    assert_eq!(world.post_form("query", encoded(&other_key)).await.expect("a reply").bare_refusal(), "100005 签名错误");
}

#[tokio::test]
async fn each_field_rule_names_its_field() {
    let world = World::new();
    let refusal = async |operation: &str, form: Form| world.zx(operation, form).await.refusal();
    for (operation, form, required) in [
        ("pay", order("P1", "100"), &["version", "custOrderNo", "tranType", "payAmt", "backUrl", "goodsName"][..]),
        ("query", query("P1"), &["version", "custOrderNo"]),
        ("TX0001", payout("T1", "100"), &["version", "custOrdNo", "casType", "casAmt", "accountName", "cardNo"]),
        ("balance", balance(), &["version"]),
    ] {
        for name in required {
            assert_eq!(refusal(operation, without(form.clone(), name)).await, format!("100002 参数错误:{name}"), "{operation}");
            assert_eq!(refusal(operation, with(form.clone(), name, "")).await, format!("100002 参数错误:{name}"), "{operation}");
        }
    }
    assert_eq!(refusal("TX0002", with(payout_query(""), "casOrdNo", "")).await, "100002 参数错误:casOrdNo");
    for (operation, form, name, values) in [
        ("pay", order("P1", "100"), "version", &["2.0", "1.0"][..]),
        ("pay", order("P1", "100"), "tranType", &["0401", "402"]),
        ("pay", order("P1", "100"), "payAmt", &["0", "01", "1.00", "-1", "+1", "1e3", " 1", "99999999999999999999"]),
        ("pay", order("P1", "100"), "backUrl", &["ftp://shop.example/", "/notice", "shop.example"]),
        ("pay", order("P1", "100"), "frontUrl", &["javascript:alert(1)"]),
        ("pay", order("P1", "100"), "bankCode", &["BOC", "icbc"]),
        ("pay", order("P1", "100"), "buyIp", &["203.0.113", "host"]),
        ("TX0001", payout("T1", "100"), "casType", &["01", "0"]),
        ("TX0001", payout("T1", "100"), "casAmt", &["0", "1.5"]),
        ("TX0001", payout("T1", "100"), "deductWay", &["00", "1"]),
        ("TX0001", payout("T1", "100"), "callBackUrl", &["x"]),
        ("TX0001", payout("T1", "100"), "accountType", &["0", "3"]),
        ("TX0001", payout("T1", "100"), "filed3", &["x"]),
    ] {
        for value in values {
            assert_eq!(refusal(operation, with(form.clone(), name, value)).await, format!("100002 参数错误:{name}"), "{value}");
        }
    }
    let bank = with(order("P1", "100"), "tranType", "0601");
    assert_eq!(refusal("pay", bank.clone()).await, "100002 参数错误:bankCode");
    assert_eq!(world.zx("pay", with(bank, "bankCode", "BC")).await.status(), "06");
    assert_eq!(world.zx("pay", with(order("P2", "100"), "version", "3.0")).await.status(), "06");
    assert_eq!(world.zx("pay", with(order("P3", "100"), "buyIp", "2001:db8::7")).await.status(), "06");
}

#[tokio::test]
async fn only_posts_are_calls() {
    let world = World::new();
    for operation in ["pay", "query", "TX0001", "TX0002", "balance"] {
        let request = Request::get(format!("https://sim.example/mpcctp/cashier/{operation}.ac?{}", sealed(query("P1"))));
        let response = world.send(request.body(bytes::Bytes::new()).expect("a request")).await.expect("a response");
        assert_eq!(response.status(), 405);
    }
    assert_eq!(world.browse("POST", "/mpcctp/cashier/refund.ac", "").await.status, 404);
    assert_eq!(world.browse("POST", "/mpcctp/pay.ac", "").await.status, 404, "agreement pay's answer to any other path");
}

#[tokio::test]
async fn a_merchant_is_one_of_its_organisation() {
    let other = Account { org: "8161000999".into(), ..account() };
    let world = zx_world(other);
    assert_eq!(world.zx("pay", order("P1", "100")).await.status(), "06");
    let form = with(query("P1"), "orgNo", "8161000999");
    assert_eq!(world.zx("query", form).await.refusal(), "200002 订单不存在", "the same number elsewhere");
}

#[tokio::test]
async fn nobody_signs_for_an_empty_key() {
    let world = zx_world(Account { key: "".into(), ..account() });
    let refused = world.post_form("balance", encoded(&with(balance(), "sign", &"0".repeat(32)))).await.expect("a reply");
    assert_eq!(refused.bare_refusal(), "100005 签名错误");
}

#[tokio::test]
async fn the_specification_s_own_requests_are_believed() {
    let world = zx_world(Account { key: "FFFFFFFFFFFFFFFF".into(), ..account() });
    let status = async |operation: &str, body: &str| {
        let reply = world.post_form(operation, body.to_owned()).await.expect("a reply");
        assert_eq!((reply.get("code"), reply.get("sign")), ("000000", sign(&reply.fields, "FFFFFFFFFFFFFFFF").as_str()), "{}", reply.text);
        reply.get("ordStatus").to_owned()
    };
    let pay = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&tranType=0402&payAmt=1990\
        &backUrl=https%3A%2F%2Fshop.example%2Fzx%2Fnotice%3Fshop%3D7&frontUrl=\
        &goodsName=%E5%86%B0%E7%BE%8E%E5%BC%8F+%26+%E8%B4%9D%E6%9E%9C&buyIp=203.0.113.7&sign=CFD7D7DC22F3902658031D5F743E3C81";
    assert_eq!(status("pay", pay).await, "06");
    let query = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&sign=EF45A798245420E88D00F2F4801C1D53";
    assert_eq!(status("query", query).await, "06");
    let payout = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrdNo=ZP20240506000001&casType=00&casAmt=150000&deductWay=02\
        &accountName=%E7%8E%8B%E5%B0%8F%E6%98%8E&cardNo=6222020000000000018\
        &bankName=%E4%B8%AD%E5%9B%BD%E5%B7%A5%E5%95%86%E9%93%B6%E8%A1%8C\
        &subBankName=%E6%9D%AD%E5%B7%9E%E8%A5%BF%E6%B9%96%E6%94%AF%E8%A1%8C&provinceName=%E6%B5%99%E6%B1%9F%E7%9C%81\
        &cityName=%E6%9D%AD%E5%B7%9E%E5%B8%82&accountType=1&cnapsCode=102331099999&filed1=110101199003070011&filed2=13900000001\
        &sign=8BD75DC1EB7E4D5F73668CA4873562CD";
    assert_eq!(status("TX0001", payout).await, "01");
    let payout_query =
        "version=2.1&orgNo=8161000204&custId=16121900001774&custOrdNo=ZP20240506000001&sign=E5246CBEF5F28488F7C41F18A18580CC";
    assert_eq!(status("TX0002", payout_query).await, "01");
}
