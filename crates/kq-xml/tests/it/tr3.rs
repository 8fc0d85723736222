//! The structure of a TR3: sections 4.2 to 4.4, all that needs no key.

use base64::{Engine, engine::general_purpose::STANDARD};
use kq_xml::{AuthorizationCode, SignedPart, Tr3, Tr3Error};
use paycore::{Expected, Fen, Notice};
use paywire::charset::Charset;

use crate::samples::{PURCHASE_REPLY, TR3, TR4, purchase};

const SIGNATURE: [u8; 128] = [0x5a; 128];

fn element() -> String {
    format!("<signature>{}</signature>", STANDARD.encode(SIGNATURE))
}

/// The sample with a signature that can be decoded.
pub(crate) fn notice() -> String {
    TR3.replace("<signature>BASE64-OF-128-OR-256-BYTES</signature>", &element())
}

/// What a verifier would check, and what would be read if it verified.
fn read(document: &str) -> Result<Tr3, String> {
    let signed = SignedPart::find(document.as_bytes()).map_err(|error| error.to_string())?;
    Tr3::read(signed.message(), signed.cut()).map_err(|error| error.to_string())
}

#[track_caller]
fn unsigned(document: &str, error: Tr3Error) {
    assert_eq!(SignedPart::find(document.as_bytes()).map(|_| ()), Err(error), "{document}");
}

#[track_caller]
fn unread(document: &str, why: &str) {
    let error = read(document).expect_err("not a TR3");
    assert!(error.contains(why), "{error:?} does not say {why:?}");
}

/// The notice with its signature elsewhere.
fn moved(before: &str) -> String {
    let bare = notice().replace(&element(), "");
    assert!(bare.contains(before), "{before}");
    bare.replacen(before, &format!("{}{before}", element()), 1)
}

#[test]
fn the_sample() {
    let signed = SignedPart::find(notice().as_bytes()).expect("signed");
    assert_eq!(signed.signature(), SIGNATURE);
    assert_eq!(signed.message(), notice().replace(&element(), "").as_bytes(), "everything but the element");
    assert_eq!(signed.cut(), notice().find("<signature>").expect("a signature"));
    let text = |value: &str| Some(value.to_owned());
    assert_eq!(
        Tr3::read(signed.message(), signed.cut()),
        Ok(Tr3 {
            txn_type: text("PUR"),
            interactive_status: text("TR3"),
            amount: text("88.60"),
            merchant_id: text("104110045112012"),
            terminal_id: text("00002012"),
            entry_time: text("20250301101500"),
            external_ref_number: text("ORDER0001"),
            trans_time: text("20250301101502"),
            ref_number: text("990000000101"),
            response_code: text("00"),
            card_org: text("CU"),
            storable_card_no: text("6299992348"),
            authorization_code: Some(AuthorizationCode("204060".into())),
            ..Tr3::default()
        }),
    );
}

#[test]
fn the_placeholder_of_the_specification_is_no_signature() {
    unsigned(TR3, Tr3Error::SignatureText);
}

#[test]
fn a_signature_may_stand_anywhere_directly_in_the_content() {
    let expected = read(&notice());
    assert!(expected.is_ok());
    for before in ["<txnType>", "<amount>", "<authorizationCode>", "</TxnMsgContent>"] {
        assert_eq!(read(&moved(before)), expected, "{before}");
    }
    let airy = notice().replace("><", ">\n<").replace(&format!("\n{}", element()), &element());
    assert_eq!(read(&airy), expected);
}

#[test]
fn a_signature_stands_nowhere_else() {
    for before in
        ["<MasMessage", "<version>", "1.0</version>", "<TxnMsgContent>", "</MasMessage>", "88.60", "8.60", "</amount>", "amount>", "ount>"]
    {
        unread(&moved(before), "");
    }
    unread(&moved("<TxnMsgContent>"), "did not stand directly in TxnMsgContent");
    unread(&moved("</amount>"), "did not stand directly in TxnMsgContent");
    unread(&moved("</version>"), "did not stand directly in TxnMsgContent");
    unread(&moved("</MasMessage>"), "did not stand directly in TxnMsgContent");
    unread(&format!("{}{}", notice().replace(&element(), ""), element()), "did not stand directly in TxnMsgContent");
    let wrapped = notice().replace(&element(), &format!("<ext><a/>{}</ext>", element()));
    unread(&wrapped, "did not stand directly in TxnMsgContent");
    let empty_wrapper = notice().replace(&element(), &format!("<ext>{}</ext>", element()));
    unread(&empty_wrapper, "did not stand directly in TxnMsgContent");
    let entity = notice().replace(&element(), "").replace("88.60", &format!("&am{}p;", element()));
    unread(&entity, "did not stand directly in TxnMsgContent");
}

#[test]
fn signatures_that_are_not_one() {
    let bare = notice().replace(&element(), "");
    unsigned(&bare, Tr3Error::NoSignature);
    unsigned("", Tr3Error::NoSignature);
    unsigned(TR4, Tr3Error::NoSignature);
    unsigned(PURCHASE_REPLY, Tr3Error::NoSignature);
    let double = format!("{}{}", element(), element());
    let inner = STANDARD.encode(SIGNATURE);
    for (element_instead, error) in [
        (double, Tr3Error::SignatureTags),
        (format!("<signature>{inner}"), Tr3Error::SignatureTags),
        (format!("{inner}</signature>"), Tr3Error::SignatureTags),
        (format!("</signature>{inner}<signature>"), Tr3Error::SignatureTags),
        (format!("<signature><signature>{inner}</signature></signature>"), Tr3Error::SignatureTags),
        (format!("<signature>{inner}</signature></signature>"), Tr3Error::SignatureTags),
        ("<signature/>".into(), Tr3Error::SignatureTags),
        (format!("<signature/>{}", element()), Tr3Error::SignatureTags),
        (format!("<signature a='1'>{inner}</signature>"), Tr3Error::SignatureTags),
        (format!("<signature >{inner}</signature>"), Tr3Error::SignatureTags),
        (format!("<signature>{inner}</signature >"), Tr3Error::SignatureTags),
        (format!("<signatures>{inner}</signatures>"), Tr3Error::SignatureTags),
        (format!("{}<signatures/>", element()), Tr3Error::SignatureTags),
        (format!("<Signature>{inner}</Signature>"), Tr3Error::SignatureTags),
        (format!("<SIGNATURE>{inner}</SIGNATURE>"), Tr3Error::SignatureTags),
        (format!("{}<Signature/>", element()), Tr3Error::SignatureTags),
        (format!("<ds:signature>{inner}</ds:signature>"), Tr3Error::SignatureTags),
        (format!("{}<ext>:Signature</ext>", element()), Tr3Error::SignatureTags),
    ] {
        unsigned(&notice().replace(&element(), &element_instead), error);
    }
}

#[test]
fn base64_in_one_canonical_line() {
    let inner = STANDARD.encode(SIGNATURE);
    let folded = format!("{}\n{}", &inner[..76], &inner[76..]);
    let mut loose_bits = inner.clone();
    assert!(loose_bits.ends_with("o="), "128 bytes leave two bits over: {loose_bits}");
    loose_bits.replace_range(loose_bits.len() - 2.., "p=");
    for wrong in [
        String::new(),
        " ".into(),
        "=".into(),
        "====".into(),
        "A".into(),
        folded,
        loose_bits,
        format!(" {inner}"),
        format!("{inner} "),
        inner.trim_end_matches('=').to_owned(),
        format!("{inner}="),
        format!("{inner}A"),
        inner.replace('W', "-"),
        inner.replace('W', "&#87;"),
        format!("<a>{inner}</a>"),
    ] {
        unsigned(&notice().replace(&inner, &wrong), Tr3Error::SignatureText);
    }
}

#[test]
fn markup_around_and_inside() {
    for markup in ["<!DOCTYPE a>", "<!-- -->", "<![CDATA[x]]>", "<!"] {
        unsigned(&notice().replace("<Mas", &format!("{markup}<Mas")), Tr3Error::Markup);
        unsigned(&notice().replace("<amount>", &format!("{markup}<amount>")), Tr3Error::Markup);
        unsigned(&notice().replace("88.60", &format!("{markup}88.60")), Tr3Error::Markup);
        unsigned(&notice().replace("<signature>", &format!("<signature>{markup}")), Tr3Error::Markup);
        unsigned(&format!("{}{markup}", notice()), Tr3Error::Markup);
        unsigned(&format!("{markup}{}", notice()), Tr3Error::Markup);
    }
    unsigned(&notice().replace(&element(), &format!("<!--{}-->", element())), Tr3Error::Markup);
    unsigned(&notice().replace(&element(), &format!("<![CDATA[{}]]>", element())), Tr3Error::Markup);
    for instruction in ["<?a?>", "<?xml version='1.0'?>", "<?"] {
        unsigned(&notice().replace("<amount>", &format!("{instruction}<amount>")), Tr3Error::ProcessingInstruction);
        unsigned(&format!("{}{instruction}", notice()), Tr3Error::ProcessingInstruction);
        unsigned(&format!(" {}", notice()), Tr3Error::ProcessingInstruction);
    }
    unread(&notice().replace("<?xml version", "<?xml-model version"), "the XML declaration is not well-formed");
    unsigned(&notice().replace("88.60", "88.60\0"), Tr3Error::Nul);
    unsigned(&format!("{}\0", notice()), Tr3Error::Nul);
}

#[test]
fn forged_fields_between_two_signatures() {
    let forged = notice()
        .replace(&element(), &format!("{}<amount>0.01</amount><externalRefNumber>ORDER0002</externalRefNumber>{}", element(), element()));
    unsigned(&forged, Tr3Error::SignatureTags);
    let wrapped = format!("<MasMessage><TxnMsgContent><amount>0.01</amount>{}</TxnMsgContent>{}</MasMessage>", element(), notice());
    unsigned(&wrapped, Tr3Error::ProcessingInstruction);
    unsigned(&wrapped.replace(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#, ""), Tr3Error::SignatureTags);
}

#[test]
fn another_structure() {
    for (before, after) in [
        ("</amount>", "</amount><amount>88.60</amount>"),
        ("</amount>", "</amount><amount/>"),
        ("</amount>", "</amount><Amount>1</Amount>"),
        ("</amount>", "</amount><a/><a/>"),
        ("</amount>", "</amount><a/><A/>"),
        ("</amount>", "</amount>x"),
        ("amount>", "Amount>"),
        ("MasMessage", "masMessage"),
        ("TxnMsgContent", "txnMsgContent"),
        ("version>", "Version>"),
        ("interactiveStatus", "InteractiveStatus"),
        ("<amount>", "<amount a='1'>"),
        ("<TxnMsgContent>", "<TxnMsgContent xmlns='http://www.99bill.com/mas_cnp_merchant_interface'>"),
        (" xmlns=", " a='1' xmlns="),
        (" xmlns=", " xmlns:a="),
        (" xmlns=\"http", " xmlns=\"https"),
        (" xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"", ""),
        ("amount>", "m:amount>"),
        ("</TxnMsgContent>", "</TxnMsgContent><ErrorMsgContent/>"),
        ("</TxnMsgContent>", "</TxnMsgContent><TxnMsgContent/>"),
        ("<TxnMsgContent>", "<TxnMsgContent/><TxnMsgContent>"),
        ("</TxnMsgContent>", "</TxnMsgContent><QryTxnMsgContent/>"),
        ("</version>", "</version><version>1.0</version>"),
        ("<version>1.0", "<version><a>1.0</a>"),
        ("<version>", "x<version>"),
        ("88.60", "<yuan>88.60</yuan>"),
        ("88.60", "88.60&nbsp;"),
        ("88.60", "88.60\u{1}"),
        ("TR3", "TR2"),
        ("TR3", "tr3"),
        ("TR3", ""),
        ("</MasMessage>", ""),
        ("</MasMessage>", "</MasMessage>x"),
        ("</MasMessage>", "</MasMessage><a/>"),
        ("standalone=\"yes\"", "standalone=\"perhaps\""),
    ] {
        let document = notice().replace(before, after);
        assert_ne!(document, notice(), "{before}");
        assert!(read(&document).is_err(), "{before} -> {after}");
    }
    unread(&notice().replace("amount>", "Amount>"), "amount: is written in another case");
    unread(&notice().replace("TR3", "TR2"), "interactiveStatus: is always TR3");
}

#[test]
fn a_signed_reply_is_no_notice() {
    let signed_reply = PURCHASE_REPLY.replace("</TxnMsgContent>", &format!("{}</TxnMsgContent>", element()));
    unread(&signed_reply, "interactiveStatus: is always TR3");
}

#[test]
fn optional_extras_are_read_and_new_ones_ignored() {
    let more = notice().replace(
        "<cardOrg>",
        "<customerId>U90001</customerId><txnStatus>S</txnStatus><responseTextMessage>成功</responseTextMessage><new>1</new><cardOrg>",
    );
    let read = read(&more).expect("a TR3");
    assert_eq!(
        (read.customer_id.as_deref(), read.txn_status.as_deref(), read.response_text_message.as_deref()),
        (Some("U90001"), Some("S"), Some("成功")),
    );
    let signed = SignedPart::find(more.as_bytes()).expect("signed");
    assert_eq!(Tr3::document(signed.message()).expect("a tree").text("new"), Some("1"), "nothing received is lost");
}

#[test]
fn the_blanks_of_an_approval_stay() {
    let padded = notice().replace("204060", "70809 ");
    assert_eq!(read(&padded).expect("a TR3").authorization_code, Some(AuthorizationCode("70809 ".into())));
}

/// A notice with Chinese text before and behind the signature.
fn chinese() -> String {
    notice()
        .replace("<transTime>", "<responseTextMessage>交易成功</responseTextMessage><transTime>")
        .replace(&element(), &format!("{}<issuer>建设银行</issuer>", element()))
}

fn in_gb18030(document: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in document.split_inclusive(['交', '易', '成', '功', '建', '设', '银', '行']) {
        let (ascii, chinese) = part.split_at(part.find(|c: char| !c.is_ascii()).unwrap_or(part.len()));
        bytes.extend_from_slice(ascii.as_bytes());
        let known: &[u8] = match chinese {
            "交" => b"\xbd\xbb",
            "易" => b"\xd2\xd7",
            "成" => b"\xb3\xc9",
            "功" => b"\xb9\xa6",
            "建" => b"\xbd\xa8",
            "设" => b"\xc9\xe8",
            "银" => b"\xd2\xf8",
            "行" => b"\xd0\xd0",
            _ => b"",
        };
        bytes.extend_from_slice(known);
    }
    assert_eq!(Charset::Gb18030.decode(&bytes).as_deref(), Ok(document));
    bytes
}

#[test]
fn gb18030_bytes_that_were_signed_as_utf_8() {
    for declared in ["UTF-8", "GBK"] {
        let text = chinese().replace("UTF-8", declared);
        let found = SignedPart::find_in_gb18030(&in_gb18030(&text), None).expect("not UTF-8");
        assert_eq!(Some(&found), SignedPart::find(text.as_bytes()).as_ref().ok(), "the element is cut out of the decoded text");
        let read = Tr3::read(found.message(), found.cut()).expect("a TR3");
        assert_eq!((read.issuer.as_deref(), read.response_text_message.as_deref()), (Some("建设银行"), Some("交易成功")));
    }
}

#[test]
fn gb18030_is_tried_only_where_it_can_be() {
    let plain = notice();
    let plain = plain.as_bytes();
    assert_eq!(SignedPart::find_in_gb18030(plain, None), None);
    assert_eq!(SignedPart::find_in_gb18030(plain, Some("text/xml; charset=utf-8")), None);
    for content_type in ["text/xml; charset=GBK", "text/xml;charset=gb2312", "text/xml; charset=\"GB18030\""] {
        assert!(SignedPart::find_in_gb18030(plain, Some(content_type)).is_some(), "{content_type}");
    }
    for charset in ["GBK", "gb2312", "GB18030"] {
        assert!(SignedPart::find_in_gb18030(notice().replace("UTF-8", charset).as_bytes(), None).is_some(), "{charset}");
    }
    assert_eq!(SignedPart::find_in_gb18030(&[plain, b"\xff\xff"].concat(), None), None, "neither UTF-8 nor GB18030");
    assert_eq!(SignedPart::find_in_gb18030(b"\xbd\xbb", None), None, "no signature");
}

#[test]
fn bytes_that_verified_as_gb18030_are_decoded_for_reading() {
    let bytes = in_gb18030(&chinese().replace("UTF-8", "GBK"));
    let signed = SignedPart::find(&bytes).expect("signed");
    assert!(std::str::from_utf8(signed.message()).is_err());
    let read = Tr3::read(signed.message(), signed.cut()).expect("a TR3");
    assert_eq!((read.issuer.as_deref(), read.response_text_message.as_deref()), (Some("建设银行"), Some("交易成功")));
    assert_eq!(Tr3::document(signed.message()).expect("a tree").text("issuer"), Some("建设银行"));
    let misplaced = in_gb18030(&chinese().replace(&element(), "").replace("交易", &format!("交{}易", element())));
    let signed = SignedPart::find(&misplaced).expect("signed");
    assert!(Tr3::read(signed.message(), signed.cut()).is_err());
    assert!(Tr3::read(&bytes, usize::MAX).is_err(), "a cut beyond the end");
}

#[test]
fn sixty_four_kibibytes() {
    let room = (64 << 10) - notice().len();
    let fits = notice().replace("<cardOrg>", &format!("{}<cardOrg>", " ".repeat(room)));
    assert!(read(&fits).is_ok());
    let too_large = format!("{fits} ");
    unsigned(&too_large, Tr3Error::TooLarge);
    assert_eq!(SignedPart::find_in_gb18030(too_large.as_bytes(), Some("text/xml; charset=GBK")), None);
}

fn order() -> Expected {
    Expected::from(&purchase())
}

#[test]
fn a_notice_matches_its_order() {
    let notice = read(&notice()).expect("a TR3");
    assert_eq!(notice.compare(&order()), Ok(()));
    assert_eq!(notice.compare(&order().reference("990000000101")), Ok(()));
    let of_the_customer = Tr3 { customer_id: Some("U90001".into()), amount: Some("088.6".into()), ..notice };
    assert_eq!(of_the_customer.compare(&order()), Ok(()), "amounts are compared as numbers");
}

#[test]
fn a_notice_differs_in_one_field() {
    let notice = || read(&notice()).expect("a TR3");
    let differs = |notice: Tr3, order: Expected| notice.compare(&order).expect_err("differs").field;
    let other = || Some("1".to_owned());
    assert_eq!(differs(Tr3 { external_ref_number: other(), ..notice() }, order()), "externalRefNumber");
    assert_eq!(differs(Tr3 { external_ref_number: None, ..notice() }, order()), "externalRefNumber");
    assert_eq!(differs(Tr3 { external_ref_number: Some("order0001".into()), ..notice() }, order()), "externalRefNumber");
    assert_eq!(differs(Tr3 { merchant_id: other(), ..notice() }, order()), "merchantId");
    assert_eq!(differs(Tr3 { merchant_id: None, ..notice() }, order()), "merchantId");
    assert_eq!(differs(Tr3 { terminal_id: other(), ..notice() }, order()), "terminalId");
    assert_eq!(differs(Tr3 { terminal_id: Some("2012".into()), ..notice() }, order()), "terminalId");
    assert_eq!(differs(Tr3 { txn_type: Some("RFD".into()), ..notice() }, order()), "txnType");
    for amount in [None, Some("88.61"), Some("8860"), Some("88.600"), Some("8.86"), Some(""), Some("-88.60")] {
        assert_eq!(differs(Tr3 { amount: amount.map(Into::into), ..notice() }, order()), "amount", "{amount:?}");
    }
    assert_eq!(differs(notice(), order().reference("990000000102")), "refNumber");
    assert_eq!(differs(Tr3 { ref_number: None, ..notice() }, order().reference("990000000101")), "refNumber");
    assert_eq!(differs(Tr3 { customer_id: other(), ..notice() }, order()), "customerId");
    let bare = Expected::new("104110045112012", "ORDER0001", Fen::new(8860));
    assert_eq!(differs(notice(), bare.clone()), "terminalId", "a stored order without its terminal proves nothing");
    assert_eq!(differs(notice(), bare.terminal("00002012")), "txnType");
}

#[test]
fn the_ack_is_the_tr4_of_the_specification() {
    let ack = read(&notice()).expect("a TR3").ack();
    assert_eq!((ack.content_type, ack.body.as_str()), ("text/xml; charset=utf-8", TR4));
}

#[test]
fn debug_shows_lengths_only() {
    let signed = SignedPart::find(notice().as_bytes()).expect("signed");
    assert_eq!(format!("{signed:?}"), format!("SignedPart({} bytes, signature of 128)", signed.message().len()));
}
