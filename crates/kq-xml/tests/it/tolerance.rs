//! What a reply may look like: section 2.5, rules 1 to 10, one by one.

use kq_xml::{AuthorizationCode, ErrorMsg, Purchase, QueryTxn, Reply, Tr2, from_slice};

use crate::samples::{IND_AUTH_VERIFY_REPLY, PURCHASE_REPLY, QUERY_TXN_NOT_FOUND, QUERY_TXN_REPLY, REFUSED};

const NAMESPACE: &str = r#" xmlns="http://www.99bill.com/mas_cnp_merchant_interface""#;

#[track_caller]
pub(crate) fn read(document: &str) -> Reply<Purchase> {
    from_slice(document.as_bytes()).expect("a tolerable reply")
}

/// A reply around these children of `TxnMsgContent`.
#[track_caller]
fn content(children: &str) -> Tr2 {
    read(&around(children)).content.expect("an answer")
}

pub(crate) fn around(children: &str) -> String {
    format!("<MasMessage{NAMESPACE}><TxnMsgContent>{children}</TxnMsgContent></MasMessage>")
}

fn sample() -> Tr2 {
    read(PURCHASE_REPLY).content.expect("an answer")
}

#[test]
fn rule_1_the_namespace_may_be_missing() {
    assert_eq!(read(&PURCHASE_REPLY.replace(NAMESPACE, "")).content, Some(sample()));
    assert_eq!(read(&PURCHASE_REPLY.replace(NAMESPACE, " xmlns=''")).content, Some(sample()));
    assert_eq!(read(&PURCHASE_REPLY.replace("<TxnMsgContent>", &format!("<TxnMsgContent{NAMESPACE}>"))).content, Some(sample()));
}

#[test]
fn rule_2_case_does_not_matter() {
    let shouted = PURCHASE_REPLY
        .replace("MasMessage", "masMessage")
        .replace("TxnMsgContent", "txnMSGcontent")
        .replace("responseCode", "RESPONSECODE")
        .replace("<version>", "<Version>")
        .replace("</version>", "</Version>");
    assert_eq!(read(&shouted).content, Some(sample()));
    assert_eq!(content("<Paytoken>T</Paytoken>").pay_token, Some("T".into()));
}

#[test]
fn rule_3_the_declaration_is_free() {
    let rest = &PURCHASE_REPLY[PURCHASE_REPLY.find("<Mas").expect("a root")..];
    for declaration in [
        "",
        "\u{feff}",
        "\n  ",
        r#"<?xml version="1.0"?>"#,
        r#"<?xml version="1.0" encoding="utf-8"?>"#,
        "<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\r\n",
        "\u{feff}<?xml version=\"1.0\"\tencoding = \"Utf-8\"\n?>",
    ] {
        assert_eq!(read(&format!("{declaration}{rest}")).content, Some(sample()), "{declaration:?}");
    }
}

#[test]
fn rule_4_blanks_around_elements_and_values() {
    let airy = PURCHASE_REPLY.replace("><", ">\r\n\t <").replace(">88.60<", "> 88.60\t\r\n<");
    assert_eq!(read(&format!("{airy}\n\n")).content, Some(sample()));
    let inside = content("<responseTextMessage> two\r\nlines </responseTextMessage>");
    assert_eq!(inside.response_text_message.as_deref(), Some("two\nlines"));
    let wide = content("<issuer>\u{3000}银行\u{a0}</issuer>");
    assert_eq!(wide.issuer.as_deref(), Some("\u{3000}银行\u{a0}"), "only ASCII blanks are trimmed");
}

#[test]
fn rule_4_the_blanks_of_an_approval_stay() {
    for padded in ["70809 ", " 7080", "7     "] {
        let read = content(&format!("<authorizationCode>{padded}</authorizationCode>"));
        assert_eq!(read.authorization_code, Some(AuthorizationCode(padded.into())));
    }
    assert_eq!(content("<authorizationCode>      </authorizationCode>").authorization_code, None);
}

#[test]
fn rule_5_empty_is_absent() {
    for empty in ["", "<issuer/>", "<issuer></issuer>", "<issuer />", "<issuer> \n</issuer>", "<issuer><![CDATA[]]></issuer>"] {
        assert_eq!(content(empty), Tr2::default(), "{empty}");
    }
    let bare = read(&format!("<MasMessage{NAMESPACE}><TxnMsgContent/></MasMessage>"));
    assert_eq!(bare.content, Some(Tr2::default()));
}

#[test]
fn rule_6_the_unknown_is_kept() {
    let reply =
        read(&around("<voidFlag>0</voidFlag><miExt><a>1</a></miExt><issuerId/>").replace("</MasMessage>", "<Bonus>x</Bonus></MasMessage>"));
    let kept: Vec<_> = reply.extra.iter().map(|node| (node.path(), node.text())).collect();
    let expected = [("Bonus", Some("x")), ("voidFlag", Some("0")), ("miExt.a", None), ("issuerId", Some(""))];
    assert_eq!(kept, expected.map(|(path, text)| (path.to_owned(), text)));
}

#[test]
fn rule_6_the_unknown_beside_an_error_is_kept() {
    let reply = read(&REFUSED.replace("</errorMessage>", "</errorMessage><errorId>7</errorId>"));
    assert_eq!(reply.extra.len(), 1);
    assert_eq!((reply.extra[0].name.as_str(), reply.extra[0].text()), ("errorId", Some("7")));
}

#[test]
fn rule_7_two_spellings_of_the_stored_card() {
    let card = |children: &str| content(children).storable_card_no;
    let (no, pan) = ("<storableCardNo>6299992348</storableCardNo>", "<storablePan>6299992348</storablePan>");
    let both = Some("6299992348".to_owned());
    assert_eq!(card(no), both);
    assert_eq!(card(pan), both);
    assert_eq!(card(&pan.replace("storablePan", "STORABLEPAN")), both);
    assert_eq!(card(&format!("{no}{pan}")), both);
    assert_eq!(card(&format!("{pan}<issuer>x</issuer>{no}")), both);
    assert_eq!(card(&format!("{no}{}", pan.replace(">6", "> 6"))), both, "blanks around a value do not count");
    assert_eq!(card(&format!("<storableCardNo/>{pan}")), both);
    assert_eq!(card(&format!("<storablePan></storablePan>{no}")), both);
    assert_eq!(card(&format!("{pan}<storableCardNo/>")), both);
    assert_eq!(card("<storablePan/><storableCardNo/>"), None);
}

#[test]
fn rule_8_an_error_inside_the_content() {
    let reply = read(&around("<merchantId>1</merchantId><errorCode>B. MGW. 0120</errorCode><ErrorMessage>no</ErrorMessage>"));
    let error = reply.error.expect("an error");
    assert_eq!((error.code().as_str(), error.error_message.as_deref()), ("B.MGW.0120", Some("no")));
    assert!(reply.content.is_some() && reply.extra.is_empty());
}

#[test]
fn rule_8_an_error_inside_the_echo() {
    let inside =
        QUERY_TXN_NOT_FOUND.replace("</QryTxnMsgContent><ErrorMsgContent>", "").replace("</ErrorMsgContent>", "</QryTxnMsgContent>");
    let reply = from_slice::<QueryTxn>(inside.as_bytes()).expect("a reply");
    assert_eq!(reply.error.map(|error| error.code()).as_deref(), Some("B.MGW.0170"));
    assert_eq!((reply.content, reply.echo.len()), (None, 3));
}

#[test]
fn rule_8_an_error_without_a_code_is_none_and_not_lost() {
    let reply = read(&around("<errorCode> </errorCode><errorMessage>no</errorMessage>"));
    assert_eq!(reply.error, None);
    assert_eq!(reply.extra.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["errorCode", "errorMessage"]);
}

#[test]
fn rules_8_and_9_codes_lose_blanks_and_case() {
    let code = |text: &str| ErrorMsg { error_code: Some(text.into()), error_message: None }.code();
    assert_eq!(code(" b.mgw.\t0120\n"), "B.MGW.0120");
    assert_eq!(ErrorMsg::default().code(), "");
}

#[test]
fn rule_10_identifiers_are_texts() {
    let read = content("<terminalId>00002012</terminalId><amount>0002</amount><cardOrg>??</cardOrg><responseCode>c0</responseCode>");
    assert_eq!(read.terminal_id.as_deref(), Some("00002012"));
    assert_eq!(read.amount.as_deref(), Some("0002"));
    assert_eq!(read.card_org.as_deref(), Some("??"));
    assert_eq!(read.response_code.as_deref(), Some("c0"), "compared in upper case by the client, kept as received");
}

#[test]
fn version_may_be_absent_anywhere() {
    assert!(!IND_AUTH_VERIFY_REPLY.contains("<version>"));
    assert_eq!(read(&PURCHASE_REPLY.replace("<version>1.0</version>", "")).content, Some(sample()));
    assert_eq!(read(&PURCHASE_REPLY.replace("<version>1.0</version>", "<version/>")).content, Some(sample()));
}

#[test]
fn order_does_not_matter() {
    let answer_first = {
        let (head, rest) = QUERY_TXN_REPLY.split_once("<QryTxnMsgContent>").expect("an echo");
        let (echo, rest) = rest.split_once("</QryTxnMsgContent>").expect("an echo");
        let rest = rest.replace("</MasMessage>", "");
        format!("{head}{rest}<QryTxnMsgContent>{echo}</QryTxnMsgContent></MasMessage>")
    };
    let (usual, turned) = (from_slice::<QueryTxn>(QUERY_TXN_REPLY.as_bytes()), from_slice::<QueryTxn>(answer_first.as_bytes()));
    let (usual, turned) = (usual.expect("a reply"), turned.expect("a reply"));
    assert_eq!((usual.content, usual.echo), (turned.content, turned.echo));
    let reversed = content("<responseCode>00</responseCode><txnType>PUR</txnType>");
    assert_eq!((reversed.response_code.as_deref(), reversed.txn_type.as_deref()), (Some("00"), Some("PUR")));
}

#[test]
fn markup_that_changes_nothing() {
    assert_eq!(content("<issuer><![CDATA[a<b]]></issuer>").issuer.as_deref(), Some("a<b"));
    assert_eq!(content("<issuer>a<![CDATA[&]]>b</issuer>").issuer.as_deref(), Some("a&b"));
    assert_eq!(content("<issuer>&lt;&gt;&amp;&apos;&quot;&#65;&#x4e00;&#x1F600;</issuer>").issuer.as_deref(), Some("<>&'\"A一😀"));
    assert_eq!(content("<issuer>a&#13;&#10;b\r\nc\rd</issuer>").issuer.as_deref(), Some("a\r\nb\nc\nd"));
    assert_eq!(content("<!-- a - b --><issuer>x</issuer><!---->").issuer.as_deref(), Some("x"));
    assert_eq!(content("<issuer lang='zh' b = \"&lt;\">x</issuer>").issuer.as_deref(), Some("x"));
    assert_eq!(
        read(&format!("<!-- a -->{PURCHASE_REPLY}").replace(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#, "")).content,
        Some(sample())
    );
    assert_eq!(read(&format!("{PURCHASE_REPLY}<!-- end -->\n")).content, Some(sample()));
}

#[test]
fn eight_elements_inside_each_other() {
    let eight = "<a><b><c><d><e><f>deep</f></e></d></c></b></a>";
    assert_eq!(read(&around(eight)).extra[0].path(), "a.b.c.d.e.f");
}

#[test]
fn over_long_texts_and_new_codes_still_parse() {
    let long = "码".repeat(10_000);
    assert_eq!(content(&format!("<responseCode>{long}</responseCode>")).response_code, Some(long));
}
