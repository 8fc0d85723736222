//! Every code of the error page, and which comes first.

use cnpay_sim::gateway::Account;
use paycore::Fen;

use super::shop::*;
use crate::world::*;

async fn code(world: &World, form: &Form) -> Option<String> {
    world.submit(form.signed()).await.code().map(str::to_owned)
}

/// Every single thing that can be wrong with a field, in the order in which the gateway looks. Each is wrong together with all that come
/// later and still answers its own code.
#[tokio::test]
async fn the_first_thing_that_is_wrong_is_told() {
    let long = |length: usize| "长".repeat(length);
    let wrong: &[(&'static str, String, &str)] = &[
        ("inputCharset", "4".into(), "10001"),
        ("version", "v3.0".into(), "10005"),
        ("language", "3".into(), "10022"),
        ("signType", "2".into(), "10023"),
        ("merchantAcctId", "1000000000101".into(), "10006"),
        ("payerName", long(33), "10007"),
        ("payerContactType", "3".into(), "10008"),
        ("payerContact", long(51), "10009"),
        ("payerIdType", "5".into(), "10045"),
        ("payerId", long(51), "10045"),
        ("orderId", "-A".into(), "10010"),
        ("orderAmount", "1.5".into(), "10011"),
        ("orderTime", "20250230101500".into(), "10012"),
        ("productName", long(257), "10013"),
        ("productNum", "two".into(), "10014"),
        ("productId", "a b".into(), "10015"),
        ("productDesc", long(401), "10016"),
        ("ext1", long(129), "10017"),
        ("ext2", "a\nb".into(), "10018"),
        ("payType", "42".into(), "10019"),
        ("bankId", "中国".into(), "10021"),
        ("remitType", "3".into(), "10045"),
        ("redoFlag", "2".into(), "10036"),
        ("pid", "P1".into(), "10027"),
        ("submitType", "02".into(), "10045"),
        ("orderTimeOut", "2592001".into(), "10045"),
        ("bgUrl", "shop.example/notify".into(), "10003"),
        ("cardNum", "12a".into(), "10042"),
        ("cardIssuer", "OTHER".into(), "10043"),
        ("extDataType", "NB1".into(), "10055"),
        ("orderTimestamp", "now".into(), "10061"),
        ("payerIP", "localhost".into(), "10063"),
    ];
    let world = World::new();
    let mut form = order("A1", "1");
    for (name, value, expected) in wrong.iter().rev() {
        form = form.with(name, value);
        let alone = order("A1", "1").with(name, value);
        assert_eq!(code(&world, &alone).await.as_deref(), Some(*expected), "{name} alone");
        assert_eq!(code(&world, &form).await.as_deref(), Some(*expected), "{name} with all behind it");
    }
}

#[tokio::test]
async fn what_must_be_there() {
    let world = World::new();
    for (name, expected) in [
        ("version", "10005"),
        ("language", "10022"),
        ("signType", "10023"),
        ("merchantAcctId", "10006"),
        ("orderId", "10010"),
        ("orderAmount", "10011"),
        ("orderTime", "10012"),
        ("payType", "10019"),
        ("bgUrl", "10003"),
    ] {
        assert_eq!(code(&world, &order("A1", "1").with(name, "")).await.as_deref(), Some(expected), "{name}");
    }
    for name in ["inputCharset", "productName"] {
        assert_eq!(code(&world, &order("A1", "1").with(name, "")).await, None, "{name} may be absent");
    }
    assert_eq!(code(&world, &order("A2", "1").with("bgUrl", "").with("pageUrl", PAGE_URL)).await, None, "one address is enough");
}

#[tokio::test]
async fn the_signature_comes_before_the_fields() {
    let world = World::new();
    let form = order("-", "0");
    assert_eq!(world.submit(form.body("")).await.code(), Some("10054"));
    assert_eq!(world.submit(form.body("0".repeat(32).as_str())).await.code(), Some("20001"));
    assert_eq!(world.submit(form.body("not a digest")).await.code(), Some("20001"));
    let query_key = md5(account().query_key.expose(), &[form.base().as_slice(), b"&key="].concat());
    assert_eq!(world.submit(form.body(&query_key)).await.code(), Some("20001"), "the query key");
    assert_eq!(world.submit(format!("{}&orderId=A1", order("A1", "1").signed())).await.code(), Some("10045"), "a name twice");
    assert_eq!(world.submit(format!("{}&terminalIp=127.0.0.1", order("A1", "1").signed())).await.code(), None, "a foreign name");
    assert_eq!(world.submit("a=".repeat(40_000)).await.code(), Some("10045"));
}

#[tokio::test]
async fn fields_that_belong_together() {
    let world = World::new();
    let with = |fields: &[(&'static str, &str)]| fields.iter().fold(order("A1", "1"), |form, (name, value)| form.with(name, value));
    for (fields, expected) in [
        (&[("payerContact", "a@b.example")][..], Some("10008")),
        (&[("payerContactType", "1"), ("payerContact", "13900000000")], Some("10009")),
        (&[("payerContactType", "2"), ("payerContact", "a@b.example")], Some("10009")),
        (&[("payerContactType", "2"), ("payerContact", "13900000000")], None),
        (&[("payerIdType", "3")], Some("10045")),
        (&[("payerIdType", "3"), ("payerId", "U1")], None),
        (&[("payType", "10-1")], Some("20004")),
        (&[("payType", "10-1"), ("bankId", "CMB")], None),
        (&[("payType", "10"), ("bankId", "NOBANK")], Some("20004")),
        (&[("payType", "00"), ("bankId", "CMB")], Some("20004")),
        (&[("payType", "14"), ("bankId", "CMB")], Some("20004")),
        (&[("payType", "14"), ("bankId", "CMB_B2B")], None),
        (&[("payType", "10"), ("bankId", "CMB_B2B")], Some("20004")),
        (&[("payType", "21"), ("bankId", "CMB")], None),
        (&[("cardNum", "123"), ("cardIssuer", "99BILL")], Some("10042")),
        (&[("payType", "17"), ("cardNum", "123")], Some("10044")),
        (&[("payType", "17"), ("cardNum", "123"), ("cardIssuer", "99BILL")], None),
        (&[("extDataContent", "<NB2>{}</NB2>")], Some("10055")),
        (&[("extDataType", "NB2")], Some("10056")),
        (&[("extDataType", "NB2"), ("extDataContent", "{}")], Some("10056")),
        (&[("extDataType", "NB2"), ("extDataContent", "<NB2>{}</NB2>")], None),
        (&[("pageUrl", "javascript:alert(1)")], Some("10003")),
        (&[("productName", "a\rb")], Some("10013")),
        (&[("orderAmount", "0")], Some("10011")),
        (&[("orderAmount", "01")], Some("10011")),
        (&[("orderId", "A123456789012345678901234567890")], Some("10010")),
    ] {
        assert_eq!(code(&world, &with(fields)).await.as_deref(), expected, "{fields:?}");
    }
    let without = gateway_world(Account { direct_banks: false, ..account() });
    assert_eq!(code(&without, &with(&[("payType", "10"), ("bankId", "NOBANK")])).await.as_deref(), Some("20009"));
    assert_eq!(code(&without, &with(&[("payType", "21"), ("bankId", "CMB")])).await, None, "quick pay is not direct");
}

#[tokio::test]
async fn merchants_that_may_not() {
    let closed = Account { open: false, frozen: true, ..account() };
    let frozen = Account { frozen: true, ..account() };
    for (account, expected) in [(closed, "10024"), (frozen, "20002")] {
        let page = gateway_world(account).submit(order("A1", "1").body("")).await;
        assert_eq!(page.code(), Some(expected), "before the signature");
    }
}

#[tokio::test]
async fn a_high_risk_asks_for_a_fresh_timestamp_and_an_address() {
    let world = gateway_world(Account { high_risk: true, ..account() });
    let form = |timestamp: &str, ip: &str| order("A1", "1").with("orderTimestamp", timestamp).with("payerIP", ip);
    for (timestamp, ip, expected) in [
        ("", "", Some("10064")),
        ("20250301101500", "", Some("10065")),
        ("", "203.0.113.1", Some("10064")),
        ("2025-03-01", "203.0.113.1", Some("10061")),
        ("20250301101429", "203.0.113.1", Some("10062")),
        ("20250301101531", "203.0.113.1", Some("10062")),
        ("20250301101430", "203.0.113.1", None),
        ("20250301101530", "2001:db8::1", None),
        ("20250301101500", "203.0.113", Some("10063")),
    ] {
        assert_eq!(code(&world, &form(timestamp, ip)).await.as_deref(), expected, "{timestamp} {ip}");
    }
    let timestamp = world.get("/gateway/getOrderTimestamp.htm").await.text;
    assert_eq!(timestamp, "<res><timestamp>20250301101500</timestamp></res>");
    let fetched = order("A2", "1").with("orderTimestamp", "20250301101500").with("payerIP", "203.0.113.1");
    world.wait(30);
    assert_eq!(code(&world, &fetched).await, None);
    world.wait(1);
    assert_eq!(code(&world, &fetched).await.as_deref(), Some("10062"));
    assert_eq!(code(&World::new(), &form("20250301101500", "")).await, None, "others need no address");
    assert_eq!(code(&World::new(), &form("20200101000000", "")).await.as_deref(), Some("10062"), "what is given is fresh");
}

#[tokio::test]
async fn what_the_order_has_become() {
    let world = World::new();
    let form = order("A1", "100");
    let first = world.submit(form.signed()).await.action();
    assert_eq!(world.submit(form.signed()).await.action(), first, "again, until it is paid");
    assert_eq!(code(&world, &form.clone().with("orderAmount", "200")).await.as_deref(), Some("10037"), "another order");
    assert_eq!(code(&world, &form.clone().with("redoFlag", "1")).await.as_deref(), Some("10037"));
    world.post(&first, "choice=pay").await;
    assert_eq!(code(&world, &form.clone().with("redoFlag", "1")).await.as_deref(), Some("30004"), "before the repeat");

    let once = order("A2", "100").with("redoFlag", "1");
    assert_eq!(code(&world, &once).await, None);
    assert_eq!(code(&world, &once.with("redoFlag", "")).await.as_deref(), Some("10037"));

    let short = order("A3", "100").with("orderTimeOut", "60");
    assert_eq!(code(&world, &short).await, None);
    world.wait(60);
    assert_eq!(code(&world, &short).await, None, "its last second");
    world.wait(1);
    assert_eq!(code(&world, &short).await.as_deref(), Some("10038"));
}

#[tokio::test]
async fn limits() {
    let account = Account {
        fee: Fen::new(10),
        payment_limit: Some(Fen::new(4000)),
        order_limit: Some(Fen::new(3000)),
        daily_limit: Some(Fen::new(5000)),
        monthly_limit: Some(Fen::new(6000)),
        ..account()
    };
    let world = gateway_world(account);
    let mut ids = (0..).map(|number| format!("A{number}"));
    let mut next = |amount: &str| order(&ids.next().expect("a number"), amount);
    for (amount, expected) in [("9", Some("20008")), ("4001", Some("20010")), ("3001", Some("20011")), ("10", None)] {
        assert_eq!(code(&world, &next(amount)).await.as_deref(), expected, "{amount}");
    }
    world.choose(&next("3000"), "pay").await;
    assert_eq!(code(&world, &next("2001")).await.as_deref(), Some("20012"));
    world.choose(&next("2000"), "pay").await;
    world.wait(24 * 3600);
    assert_eq!(code(&world, &next("1001")).await.as_deref(), Some("20013"));
    assert_eq!(code(&world, &next("1000")).await, None);
    world.wait(31 * 24 * 3600);
    assert_eq!(code(&world, &next("1001")).await, None);
}
