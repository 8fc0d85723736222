//! What goes out: byte for byte the worked examples, to the right address, signed; and what never goes out.

use http::Method;
use paycore::{ConfigError, Effect, Error, Fen};
use paytransport::{Kind, SendError};
use zhangxun::{Account, Zhangxun};
use zx_form::{Pay, Payout};

use crate::support::{MERCHANT, ORG, account, http, md5_key, mute, replayed, verdict};

pub(crate) fn pay(client: &Zhangxun) -> Pay {
    client
        .pay()
        .cust_order_no("ZX20240506000001")
        .tran_type("0402")
        .pay_amt(Fen::new(1990))
        .goods_name("冰美式 & 贝果")
        .buy_ip("203.0.113.7")
        .build()
}

pub(crate) fn payout(client: &Zhangxun) -> Payout {
    client
        .payout()
        .cust_ord_no("ZP20240506000001")
        .cas_amt(Fen::new(150_000))
        .deduct_way("02")
        .account_name("王小明")
        .card_no("6222020000000000018")
        .bank_name("中国工商银行")
        .sub_bank_name("杭州西湖支行")
        .province_name("浙江省")
        .city_name("杭州市")
        .account_type("1")
        .cnaps_code("102331099999")
        .id_number("110101199003070011")
        .mobile("13900000001")
        .build()
}

#[tokio::test]
async fn the_worked_examples() {
    let (client, wire) = replayed(account(), []);
    let _ = client.send(&pay(&client)).await;
    let _ = client.send(&payout(&client)).await;
    let _ = client.send(&client.query().cust_order_no("ZX20240506000001").build()).await;
    let _ = client.send(&client.payout_query().cust_ord_no("ZP20240506000001").build()).await;
    let _ = client.send(&client.balance().build()).await;
    let sent = wire.requests();
    let expected = [
        (
            "pay.ac",
            Effect::Changes,
            "&goodsName=%E5%86%B0%E7%BE%8E%E5%BC%8F+%26+%E8%B4%9D%E6%9E%9C&buyIp=203.0.113.7&sign=CFD7D7DC22F3902658031D5F743E3C81",
        ),
        ("TX0001.ac", Effect::Changes, "&filed2=13900000001&sign=8BD75DC1EB7E4D5F73668CA4873562CD"),
        (
            "query.ac",
            Effect::Reads,
            "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&sign=EF45A798245420E88D00F2F4801C1D53",
        ),
        (
            "TX0002.ac",
            Effect::Reads,
            "version=2.1&orgNo=8161000204&custId=16121900001774&custOrdNo=ZP20240506000001&sign=E5246CBEF5F28488F7C41F18A18580CC",
        ),
        ("balance.ac", Effect::Reads, "version=2.1&orgNo=8161000204&custId=16121900001774&sign="),
    ];
    assert_eq!(sent.len(), expected.len());
    for ((request, effect), (path, expected_effect, body)) in sent.iter().zip(expected) {
        assert_eq!((request.method(), *effect), (&Method::POST, expected_effect));
        assert_eq!(request.uri().to_string(), format!("http://pay.example:8086/mpcctp/cashier/{path}"));
        assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded; charset=UTF-8");
        assert!(String::from_utf8_lossy(request.body()).contains(body), "{path}");
    }
}

#[tokio::test]
async fn one_slash_joins_base_and_path() {
    for base in ["https://pay.example/mpcctp", "https://pay.example/mpcctp/", "https://pay.example/mpcctp//"] {
        let (client, wire) = replayed(Account::new(base, ORG, MERCHANT, md5_key()), []);
        let _ = client.send(&client.balance().build()).await;
        assert_eq!(wire.requests()[0].0.uri(), "https://pay.example/mpcctp/cashier/balance.ac");
    }
}

#[test]
fn a_base_url_is_absolute() {
    for url in [
        "",
        "pay.example",
        "/mpcctp",
        "ftp://pay.example",
        "https://",
        "https://a:b@pay.example",
        "https://a.example/?x",
        "https://a.example/#x",
    ] {
        let error: Result<_, ConfigError> = Zhangxun::new(Account::new(url, ORG, MERCHANT, md5_key()), paytransport::Replayer::new([]));
        assert_eq!(error.map(|_| ()).expect_err(url).key.as_deref(), Some("base_url"), "{url}");
    }
}

#[tokio::test]
async fn settings_are_presets() {
    let mut other = account();
    other.version = "3.0".into();
    other.payout_notice_url = Some("https://shop.example/zx/payout".into());
    let (client, wire) = replayed(other, []);
    let _ = client.send(&payout(&client)).await;
    let body = String::from_utf8(wire.requests()[0].0.body().to_vec()).expect("ASCII");
    assert!(
        body.starts_with("version=3.0&orgNo=8161000204&") && body.contains("&callBackUrl=https%3A%2F%2Fshop.example%2Fzx%2Fpayout&"),
        "{body}"
    );
    // Without an address a payment cannot be placed.
    let (client, wire) = replayed(Account::new("https://pay.example", ORG, MERCHANT, md5_key()), []);
    let error = client.send(&pay(&client)).await.expect_err("no address");
    assert!(matches!(&error, Error::Invalid(errors) if errors.first().field == "backUrl"), "{error}");
    assert_eq!((verdict::<()>(&Err(error)).as_str(), wire.requests().len()), ("invalid: not placed", 0));
}

#[tokio::test]
async fn further_fields_are_sent_and_signed() {
    let (client, wire) = replayed(account(), []);
    let query = client.query().cust_order_no("ZX20240506000001").build();
    let _ = client.send_with(&query, vec![("account".into(), "A/7".into())]).await;
    let expected = crate::support::signature("account=A/7&version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001");
    let body = String::from_utf8(wire.requests()[0].0.body().to_vec()).expect("ASCII");
    assert!(body.ends_with(&format!("&account=A%2F7&sign={expected}")), "{body}");
    let error = client.send_with(&query, vec![("orgNo".into(), "1".into())]).await.expect_err("taken");
    assert_eq!(error.kind(), "invalid");
    assert_eq!(wire.requests().len(), 1);
}

#[tokio::test]
async fn silence() {
    type Silence = fn() -> SendError;
    for (silence, changing, reading) in [
        ((|| SendError::not_sent(Kind::Connect, "refused")) as Silence, "not_sent: not placed", "not_sent: not placed"),
        (|| SendError::maybe_sent(Kind::Timeout, "late"), "unknown (timeout): unknown, query", "unknown (timeout): unchanged"),
        (|| SendError::maybe_sent(Kind::TooLarge, "large"), "unknown (unparsable): unknown, query", "untrusted: unchanged"),
    ] {
        let (client, wire) = replayed(account(), [Err(silence()), Err(silence()), Err(silence()), Err(silence())]);
        assert_eq!(verdict(&client.send(&pay(&client)).await), changing);
        assert_eq!(verdict(&client.send(&payout(&client)).await), changing);
        assert_eq!(verdict(&client.send(&client.query().cust_order_no("1").build()).await), reading);
        assert_eq!(verdict(&client.send(&client.balance().build()).await), reading);
        assert_eq!(wire.requests().len(), 4, "nothing is sent twice");
    }
    let (client, _) = replayed(account(), [http(502, "Bad Gateway"), http(302, "")]);
    assert_eq!(verdict(&client.send(&pay(&client)).await), "unknown (status): unknown, query");
    assert_eq!(verdict(&client.send(&client.balance().build()).await), "unknown (status): unchanged");
}

#[test]
fn debug_is_masked() {
    let client = mute();
    let printed = format!("{client:?} {:?} {:?}", client.account(), payout(&client));
    for secret in ["FFFF", "王小明", "6222020000000000018", "110101199003070011", "13900000001"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}
