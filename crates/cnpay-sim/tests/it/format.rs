//! Every way to write a request wrongly.

use crate::world::*;

/// What a request is refused with: code and text.
async fn refused(world: &World, operation: &str, document: impl Into<bytes::Bytes>) -> (String, String) {
    let response = world.send(request(operation, document)).await.expect("a response");
    let reply = std::str::from_utf8(response.body()).expect("UTF-8");
    let text = |name| field(reply, name).unwrap_or_else(|| panic!("no {name}: {reply}")).to_owned();
    (text("errorCode"), text("errorMessage"))
}

fn paying() -> String {
    purchase("A1", "88.60", "<customerId>U1</customerId><payToken>8190000000000000017</payToken>")
}

#[tokio::test]
async fn a_document_is_written_exactly() {
    let world = World::new();
    let good = paying();
    let namespace = " xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"";
    for (what, document) in [
        ("nothing", String::new()),
        ("no XML", "hello".into()),
        ("cut short", good[..good.len() - 5].into()),
        ("no namespace", good.replace(namespace, "")),
        ("another namespace", good.replace("www.99bill", "www.98bill")),
        ("another root", good.replace("MasMessage", "masMessage")),
        ("a byte-order mark", format!("\u{feff}{good}")),
        ("GBK declared", good.replace("UTF-8", "GBK")),
        ("a DOCTYPE", good.replace("?><", "?><!DOCTYPE a><")),
        ("a comment", good.replace("<amount>", "<!-- --><amount>")),
        ("CDATA", good.replace("88.60", "<![CDATA[88.60]]>")),
        ("a prefix", good.replace("amount>", "m:amount>")),
        ("an attribute", good.replace("<amount>", "<amount a=\"1\">")),
        ("text between elements", good.replace("<amount>", "x<amount>")),
        ("something after it", format!("{good}<a/>")),
    ] {
        let expected = ("B.MGW.0120".into(), "Data format of element[MasMessage] is incorrect!".into());
        assert_eq!(refused(&world, "purchase", document).await, expected, "{what}");
    }
    let (code, _) = refused(&world, "purchase", [good.as_bytes(), b"\xff"].concat()).await;
    assert_eq!(code, "B.MGW.0120", "no UTF-8");
}

#[tokio::test]
async fn the_parts_of_a_message() {
    let world = World::new();
    let good = paying();
    for (what, document, message) in [
        ("no version", good.replace("<version>1.0</version>", ""), "[version] is empty"),
        ("empty version", good.replace("1.0</version>", "</version>"), "[version] is empty"),
        ("long version", good.replace("1.0</version>", "1.00000</version>"), "Data length of element[version] is incorrect!"),
        ("other version", good.replace("1.0</version>", "2.0</version>"), "Data format of element[version] is incorrect!"),
        ("no content", document(""), "[TxnMsgContent] is empty"),
        ("other case", good.replace("TxnMsgContent", "txnMsgContent"), "[TxnMsgContent] is empty"),
        ("content of another", ind_auth("U1", "A1", PAN), "[TxnMsgContent] is empty"),
        ("two contents", good.replace("</MasMessage>", "<a></a></MasMessage>"), "Data format of element[a] is incorrect!"),
        ("twice", good.replace("<amount>", "<amount>1</amount><amount>"), "Data format of element[amount] is incorrect!"),
        ("unknown", good.replace("<amount>", "<Amount>1</Amount><amount>"), "Data format of element[Amount] is incorrect!"),
        ("misprinted", good.replace("payToken>", "paytoken>"), "Data format of element[paytoken] is incorrect!"),
        ("children", good.replace("88.60", "<a>1</a>"), "Data format of element[amount] is incorrect!"),
    ] {
        assert_eq!(refused(&world, "purchase", document).await, ("B.MGW.0120".into(), message.into()), "{what}");
    }
    let long = "n".repeat(300);
    let (_, message) = refused(&world, "purchase", good.replace("<amount>", &format!("<{long}>1</{long}><amount>"))).await;
    assert!(message.len() <= 128, "errorMessage has room for 128 characters");
}

/// A field's text, and what is wrong with it: `length`, `format` or `empty`.
type Breach<'a> = (&'a str, &'a str, &'a str);

async fn each(operation: &str, good: &str, breaches: &[Breach<'_>]) {
    let world = World::new();
    for (name, value, wrong) in breaches {
        let old = field(good, name).unwrap_or_else(|| panic!("{name} stands in the sample"));
        let document = good.replace(&format!("<{name}>{old}</{name}>"), &format!("<{name}>{value}</{name}>"));
        let message = match *wrong {
            "empty" => format!("[{name}] is empty"),
            wrong => format!("Data {wrong} of element[{name}] is incorrect!"),
        };
        assert_eq!(refused(&world, operation, document).await, ("B.MGW.0120".into(), message), "{name}: {value}");
    }
}

/// Without any of these fields nothing goes.
async fn each_required(operation: &str, good: &str, names: &[&str]) {
    let world = World::new();
    for name in names {
        let old = field(good, name).unwrap_or_else(|| panic!("{name} stands in the sample"));
        let element = format!("<{name}>{old}</{name}>");
        for document in [good.replace(&element, ""), good.replace(&element, &format!("<{name}/>"))] {
            assert_eq!(refused(&world, operation, document).await, ("B.MGW.0120".into(), format!("[{name}] is empty")));
        }
    }
}

#[tokio::test]
async fn the_table_of_ind_auth() {
    let (n20, n33) = ("1".repeat(20), "1".repeat(33));
    let optional = "<expiredDate>1230</expiredDate><cvv2>123</cvv2><bindType>0</bindType></indAuthContent>";
    let good = ind_auth("U1", "S1", PAN).replace("</indAuthContent>", optional);
    let breaches = [
        ("merchantId", "10411004511201", "length"),
        ("merchantId", "10411004511201x", "format"),
        ("terminalId", "2012", "length"),
        ("terminalId", "0000201２", "format"),
        ("customerId", &n33, "length"),
        ("customerId", "a\tb", "format"),
        ("externalRefNumber", &n33, "length"),
        ("externalRefNumber", "A 1", "format"),
        ("externalRefNumber", "订单", "format"),
        ("pan", "62999900000", "length"),
        ("pan", &n20, "length"),
        ("pan", "6299 9900 0000 0012", "format"),
        ("cardHolderName", &"张".repeat(33), "length"),
        ("idType", &n33, "length"),
        ("cardHolderId", &n33, "length"),
        ("cardHolderId", "99000019900101001x", "format"),
        ("expiredDate", "125", "length"),
        ("expiredDate", "1330", "format"),
        ("expiredDate", "0030", "format"),
        ("cvv2", "12", "length"),
        ("cvv2", "12a", "format"),
        ("phoneNO", &"1".repeat(21), "length"),
        ("phoneNO", "+8613900000000", "format"),
        ("bindType", "10", "length"),
        ("cvv2", "", "empty"),
    ];
    each("ind_auth", &good, &breaches).await;
    let required = ["merchantId", "terminalId", "customerId", "externalRefNumber", "pan", "phoneNO", "idType"];
    each_required("ind_auth", &good, &required).await;
    let thirty_two = good.replace("张三", &"张".repeat(32));
    let reply = World::new().call("ind_auth", thirty_two).await;
    assert_eq!(field(&reply, "responseCode"), Some("00"), "lengths count characters, not bytes: {reply}");
    let bare = good.replace("<idType>0</idType><cardHolderId>99000019900101001X</cardHolderId>", "");
    assert_eq!(field(&World::new().call("ind_auth", bare).await, "responseCode"), Some("00"), "idType only goes with cardHolderId");
}

#[tokio::test]
async fn the_table_of_ind_auth_verify() {
    let good = verify("U1", "S1", PAN, "123456789", "246810");
    let n33 = "1".repeat(33);
    let breaches = [("validCode", "24681", "length"), ("token", &n33, "length"), ("terminalId", "1", "length"), ("pan", "1", "length")];
    each("ind_auth_verify", &good, &breaches).await;
    let required = ["merchantId", "customerId", "externalRefNumber", "pan", "validCode", "token", "phoneNO"];
    each_required("ind_auth_verify", &good, &required).await;
    let reply = World::new().call("ind_auth_verify", good.replace("<terminalId>00002012</terminalId>", "")).await;
    assert_eq!(field(&reply, "responseCode"), Some("T6"), "the terminal may be left out: {reply}");
}

#[tokio::test]
async fn the_table_of_purchase() {
    let payer = "<customerId>U1</customerId><storableCardNo>6299992348</storableCardNo><payToken>8190000000000000017</payToken>\
                 <settleMerchantId>104110045112013</settleMerchantId><bankId>CCB</bankId><tr3Url>https://m.example/tr3</tr3Url>\
                 <ext1>备注</ext1>";
    let good = purchase("A1", "88.60", payer);
    let (n33, url) = ("a".repeat(33), format!("https://m.example/{}", "a".repeat(128)));
    let breaches = [
        ("interactiveStatus", "TR2", "format"),
        ("spFlag", &n33, "length"),
        ("txnType", "QQQ", "format"),
        ("txnType", "PURE", "length"),
        ("entryTime", "2025030110150", "length"),
        ("entryTime", "20250230101500", "format"),
        ("amount", "1234567890.12", "length"),
        ("amount", "0", "format"),
        ("amount", "0.00", "format"),
        ("amount", "-1", "format"),
        ("amount", "1.234", "format"),
        ("amount", "1,000", "format"),
        ("amount", "1e2", "format"),
        ("amount", " 1", "format"),
        ("storableCardNo", "629999", "length"),
        ("storableCardNo", "629999****", "format"),
        ("payToken", "819", "length"),
        ("settleMerchantId", "1", "length"),
        ("bankId", "ICBCICBC", "length"),
        // The two capitals here are Cyrillic, as the source prints them.
        ("bankId", "ССB", "format"),
        ("tr3Url", &url, "length"),
        ("tr3Url", "/tr3", "format"),
        ("tr3Url", "ftp://m.example/", "format"),
        ("ext1", &n33, "length"),
    ];
    each("purchase", &good, &breaches).await;
    let required = ["interactiveStatus", "spFlag", "txnType", "merchantId", "terminalId", "externalRefNumber", "entryTime", "amount"];
    each_required("purchase", &good, &required).await;
    each_required("purchase", &paying(), &["customerId", "payToken"]).await;
    let (code, _) = refused(&World::new(), "purchase", good.replace(">PUR<", ">RFD<")).await;
    assert_eq!(code, "B.MGW.0130", "a type that exists, on the wrong path");
}

#[tokio::test]
async fn the_pairs_of_a_purchase() {
    let world = World::new();
    let with = |map: &str| paying().replace("</TxnMsgContent>", &format!("<extMap>{map}</extMap></TxnMsgContent>"));
    let pair = "<extDate><key>phone</key><value></value></extDate>";
    for map in [
        pair.replace("extDate", "extData"),
        format!("{pair}{pair}"),
        "<extDate><value></value><key>phone</key></extDate>".into(),
        "<extDate><key>phone</key></extDate>".into(),
        "<extDate><key></key><value></value></extDate>".into(),
        "<extDate>phone</extDate>".into(),
        "text".into(),
    ] {
        let (code, message) = refused(&world, "purchase", with(&map)).await;
        assert_eq!(code, "B.MGW.0120", "{map}");
        assert!(message.contains("[extMap]"), "{map}: {message}");
    }
    let further = pair.replace("phone", "something");
    let reply = world.call("purchase", with(&format!("{further}{pair}"))).await;
    assert_eq!(field(&reply, "responseCode"), Some("T3"), "any keys in any order: {reply}");
}

#[tokio::test]
async fn the_table_of_query_txn() {
    let good = query("<externalRefNumber>A1</externalRefNumber>", "PUR", "<terminalId>00002012</terminalId><txnStatus>S</txnStatus>");
    let breaches = [
        ("txnType", "pur", "format"),
        ("terminalId", "1", "length"),
        ("txnStatus", "X", "format"),
        ("txnStatus", "SS", "length"),
        ("externalRefNumber", "A/1", "format"),
    ];
    each("query_txn", &good, &breaches).await;
    each_required("query_txn", &good, &["externalRefNumber", "txnType", "merchantId"]).await;
    let world = World::new();
    let both = query("<externalRefNumber>A1</externalRefNumber><refNumber>990000000001</refNumber>", "PUR", "");
    assert_eq!(refused(&world, "query_txn", both).await.0, "B.MGW.0120");
    let short = query("<refNumber>99</refNumber>", "PUR", "");
    assert_eq!(refused(&world, "query_txn", short).await.1, "Data length of element[refNumber] is incorrect!");
}
