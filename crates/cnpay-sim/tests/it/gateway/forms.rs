//! Orders as they come in: signatures, charsets, the page that answers.

use cnpay_sim::gateway::Account;
use paysign::Hash;

use super::shop::*;
use crate::world::*;

/// The worked example of the specification's section 4.6, to the byte.
const EXAMPLE: &str = "inputCharset=1&bgUrl=https%3A%2F%2Fshop.example%2Fpay%2Fnotify%3Fshop%3D7%26lang%3Dzh&version=v2.0&language=1&signType=1\
    &merchantAcctId=1000000000101&payerName=%E6%B5%8B%E8%AF%95%E4%B9%B0%E5%AE%B6&payerContactType=1&payerContact=buyer%40example.com\
    &orderId=T20240105-0001&orderAmount=1250&orderTime=20240105093000&productName=%E7%BA%A2%E8%8C%B6+%26+%22%E7%A4%BC%E7%9B%92%22\
    &productNum=2&ext1=cart%3D77&payType=00&redoFlag=0&signMsg=F1ED2BC2C5F0CC0D76BA3F6A0686A4B6";

fn example() -> Account {
    Account { account: "1000000000101".into(), member: "10000000001".into(), key: "SYNTHETICKEY0001".into(), ..account() }
}

#[tokio::test]
async fn the_specification_s_own_example_opens_the_cashier() {
    let world = gateway_world(example());
    let page = world.submit(EXAMPLE.into()).await;
    assert_eq!(page.code(), None, "{}", page.text);
    assert!(page.text.contains(r#"id="order">T20240105-0001<"#), "{}", page.text);
    assert!(page.text.contains(r#"id="amount">¥12.50<"#), "{}", page.text);
    assert!(page.text.contains("红茶 &amp; &quot;礼盒&quot;"), "{}", page.text);
    for (id, element) in [("pay", "button"), ("fail", "button"), ("abandon", "button"), ("banks", "fieldset"), ("qr", "figure")] {
        assert!(page.text.contains(&format!("<{element} id=\"{id}\"")), "{id}: {}", page.text);
    }
    assert!(page.text.contains("width=device-width"));
    assert!(!page.text.contains("src="), "nothing from elsewhere: {}", page.text);

    let tampered = EXAMPLE.replace("orderAmount=1250", "orderAmount=125");
    assert_eq!(world.submit(tampered).await.code(), Some("20001"));
    assert_eq!(world.submit(EXAMPLE.replace("F1ED", "f1ed")).await.code(), None, "in either case");
}

#[tokio::test]
async fn the_same_example_in_gbk() {
    let page = gateway_world(example())
        .submit(
            EXAMPLE
                .replace("inputCharset=1", "inputCharset=2")
                .replace("%E6%B5%8B%E8%AF%95%E4%B9%B0%E5%AE%B6", "%B2%E2%CA%D4%C2%F2%BC%D2")
                .replace("%E7%BA%A2%E8%8C%B6", "%BA%EC%B2%E8")
                .replace("%E7%A4%BC%E7%9B%92", "%C0%F1%BA%D0")
                .replace("F1ED2BC2C5F0CC0D76BA3F6A0686A4B6", "23ECA35AD40E6257521220ACD4ED1CBB"),
        )
        .await;
    assert!(page.text.contains("红茶 &amp; &quot;礼盒&quot;"), "{}", page.text);
}

#[tokio::test]
async fn text_that_is_none_in_its_charset_is_wrong() {
    let world = World::new();
    for charset in ["1", "2", "3"] {
        let page = world.submit(order("A1", "1").with("inputCharset", charset).with("productName", b"\xff\xff").signed()).await;
        assert_eq!(page.code(), Some("10013"), "{charset}");
    }
}

#[tokio::test]
async fn a_certificate_signs_under_either_hash() {
    let world = World::new();
    for hash in [Hash::Sha1, Hash::Sha256] {
        let body = order("A1", "1").signed_rsa(hash);
        assert_eq!(world.submit(body.clone()).await.code(), None, "{hash:?}");
        // A plus sign that was not encoded arrives as a blank.
        assert_eq!(world.submit(body.replace("%2B", "+")).await.code(), None);
        assert_eq!(world.submit(body.replace("A1", "A2")).await.code(), Some("20001"));
    }
    let md5_as_rsa = order("A1", "1").with("signType", "4").signed();
    assert_eq!(world.submit(md5_as_rsa).await.code(), Some("20001"));
}

#[tokio::test]
async fn get_is_taken_too() {
    let world = World::new();
    let page = world.get(&format!("{PAY_PATH}?{}", order("A1", "1").signed())).await;
    assert_eq!((page.status, page.code()), (200, None));
    assert!(page.action().starts_with("/gateway/cashier/"));
}

#[tokio::test]
async fn the_mobile_cashier_is_another() {
    let world = World::new();
    let form = order("A1", "1").with("version", "mobile1.0");
    let submit = async |form: &Form| world.post("/mobilegateway/recvMerchantInfoAction.htm", form.signed()).await;
    assert_eq!(submit(&form).await.code(), None);
    assert_eq!(submit(&form.clone().with("productName", "")).await.code(), Some("10013"), "required there");
    assert_eq!(submit(&order("A1", "1")).await.code(), Some("10005"));
    assert_eq!(world.submit(form.signed()).await.code(), Some("10005"));
}

#[tokio::test]
async fn hostile_texts_stay_texts() {
    let world = World::new();
    let hostile = r#"商品<&quot;>'"</p><script>alert(1)</script>"#;
    let page = world.submit(order("A1", "1").with("productName", hostile).signed()).await;
    assert!(page.text.contains(r#"商品&lt;&amp;quot;&gt;'&quot;&lt;/p&gt;&lt;script&gt;"#), "{}", page.text);
    assert!(!page.text.contains("<script"), "{}", page.text);
}

#[tokio::test]
async fn pages_speak_two_languages() {
    let world = World::new();
    let chinese = world.submit(order("A1", "1").signed()).await.text;
    assert!(chinese.contains(r#"<html lang="zh">"#) && chinese.contains("确认支付") && chinese.contains("工商银行"), "{chinese}");
    let english = world.submit(order("A2", "1").with("language", "2").signed()).await.text;
    assert!(english.contains(r#"<html lang="en">"#) && english.contains(">Pay<"), "{english}");
    let error = world.submit("inputCharset=9".into()).await.text;
    assert!(error.contains("字符集不支持") && error.contains("inputCharset is not supported"), "{error}");
}

#[tokio::test]
async fn nothing_is_kept_and_nothing_framed() {
    let request = http::Request::post(format!("https://sim.example{PAY_PATH}")).body(order("A1", "1").signed().into()).expect("a request");
    let headers = World::new().send(request).await.expect("a page").headers().clone();
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert!(headers["content-security-policy"].to_str().expect("a text").starts_with("default-src 'none'"));
}
