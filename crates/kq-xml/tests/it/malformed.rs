//! What no reply may look like: the "malformed" list of section 2.5, case by case.

use kq_xml::{Document, IndAuth, IndAuthVerify, Purchase, QueryTxn, Tr4, from_slice, request_from_slice};

use crate::{
    samples::{ALL, PURCHASE, PURCHASE_REPLY, QUERY_TXN_REPLY, REFUSED, TR3, TR4},
    tolerance::around,
};

/// Why the document is refused. Both readers of replies refuse it.
#[track_caller]
fn refused(document: impl AsRef<[u8]>) -> String {
    let document = document.as_ref();
    let error = from_slice::<Purchase>(document).map(|_| ()).expect_err("a malformed reply").to_string();
    assert!(Document::from_slice(document).is_err(), "Document takes what from_slice refuses: {error}");
    error
}

#[track_caller]
fn refused_for(document: impl AsRef<[u8]>, why: &str) {
    let error = refused(document);
    assert!(error.contains(why), "{error:?} does not say {why:?}");
}

/// Refused as a reply, for what a message may hold, not for what XML is.
#[track_caller]
fn refused_message(document: &str, why: &str) {
    let error = from_slice::<Purchase>(document.as_bytes()).map(|_| ()).expect_err("a malformed reply").to_string();
    assert!(error.contains(why), "{error:?} does not say {why:?}");
}

#[test]
fn not_well_formed() {
    for document in [
        "",
        " ",
        "text",
        "{\"code\":0}",
        "<",
        "<>",
        "<MasMessage",
        "<MasMessage>",
        "<MasMessage/>",
        "</MasMessage>",
        "<MasMessage></MasMessage>",
        "<MasMessage><TxnMsgContent></MasMessage>",
        "<MasMessage><TxnMsgContent></MasMessage></TxnMsgContent>",
        "<html><body>502</body></html>",
    ] {
        refused(document);
    }
    for children in [
        "<amount>1</Amount>",
        "<amount>1</amount",
        "<amount>1<amount>",
        "<amount>1</ amount>",
        "< amount>1</amount>",
        "<amount>1</amount b='1'>",
        "<1amount>1</1amount>",
        "<am&ount>1</am&ount>",
        "<a\u{1}>1</a\u{1}>",
        "<×>1</×>",
        "<amount>1 & 2</amount>",
        "<amount>1 &amp 2</amount>",
        "<amount>1 < 2</amount>",
        "<amount>]]></amount>",
        "<amount><![CDATA[1</amount>",
        "<amount><![cdata[1]]></amount>",
        "<!-- a -- b -->",
        "<!-- a --->",
        "<!-->",
        "<!--->",
        "<!- a -->",
        "<! -- a -->",
    ] {
        refused(around(children));
    }
}

#[test]
fn attributes_that_are_not_well_formed() {
    for attributes in [
        " a",
        " a=",
        " a=1",
        " a='1",
        " a='1' a='2'",
        " a='1'b='2'",
        " a='<'",
        " a='&'",
        " a='&nbsp;'",
        " a='&#0;'",
        " ='1'",
        " 1='1'",
        " a b='1'",
        " a=='1'",
        " / ",
        "='1'",
        " a='\u{1}'",
    ] {
        refused(around(&format!("<amount{attributes}>1</amount>")));
        refused(PURCHASE_REPLY.replace("interface\">", &format!("interface\"{attributes}>")));
    }
}

#[test]
fn a_declaration_that_is_not_well_formed() {
    let rest = &PURCHASE_REPLY[PURCHASE_REPLY.find("<Mas").expect("a root")..];
    for declaration in [
        "<?xml?>",
        "<?xml ?>",
        "<?xml version='1.0'>",
        "<?xml version='1.1'?>",
        "<?xml version=1.0?>",
        "<?xml version='1.0' version='1.0'?>",
        "<?xml encoding='UTF-8'?>",
        "<?xml encoding='UTF-8' version='1.0'?>",
        "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>",
        "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version='1.0'encoding='UTF-8'?>",
        "<?xml version='1.0' extra='1'?>",
        "<?XML version='1.0'?>",
        " <?xml version='1.0'?>",
        "\u{feff}\u{feff}<?xml version='1.0'?>",
        "\u{feff}\u{feff}",
        "<?xml version='1.0'?><?xml version='1.0'?>",
    ] {
        refused(format!("{declaration}{rest}"));
    }
    for charset in ["GBK", "GB18030", "ISO-8859-1", "utf-16", "utf8", ""] {
        refused_for(format!("<?xml version='1.0' encoding='{charset}'?>{rest}"), "charset other than UTF-8");
    }
}

#[test]
fn invalid_utf_8() {
    for wrong in [&b"\xbd\xbb"[..], b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe4\xb8"] {
        let document = around("<issuer>@</issuer>").into_bytes();
        let at = document.iter().position(|b| *b == b'@').expect("the mark");
        refused_for([&document[..at], wrong, &document[at + 1..]].concat(), "UTF-8");
        refused_for([&document[..], wrong].concat(), "UTF-8");
    }
    let utf_16: Vec<u8> = PURCHASE_REPLY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(utf_16);
}

#[test]
fn characters_that_xml_does_not_know() {
    for character in ['\0', '\u{1}', '\u{8}', '\u{b}', '\u{c}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
        refused_for(around(&format!("<issuer>{character}</issuer>")), "is not allowed in XML");
        refused_for(around(&format!("<!-- {character} -->")), "is not allowed in XML");
    }
}

#[test]
fn character_references_to_what_is_no_character() {
    for reference in [
        "#0",
        "#x0",
        "#1",
        "#x1F",
        "#xD800",
        "#xDFFF",
        "#xFFFE",
        "#xFFFF",
        "#x110000",
        "#4294967361",
        "#",
        "#x",
        "#X41",
        "#+65",
        "#-65",
        "#6 5",
    ] {
        refused_for(around(&format!("<issuer>&{reference};</issuer>")), "entity");
    }
}

#[test]
fn doctype_and_entities() {
    let rest = &PURCHASE_REPLY[PURCHASE_REPLY.find("<Mas").expect("a root")..];
    for doctype in [
        "<!DOCTYPE MasMessage>",
        "<!doctype MasMessage>",
        "<!DOCTYPE MasMessage SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'http://evil.example/'>]>",
        "<!ENTITY b 'c'>",
    ] {
        refused(format!("{doctype}{rest}"));
        refused(around(doctype));
        refused(format!("{rest}{doctype}"));
    }
    refused_for(format!("<!DOCTYPE a>{rest}"), "DOCTYPE");
    for entity in ["&nbsp;", "&b;", "&AMP;", "&;", "&amp ;"] {
        refused_for(around(&format!("<issuer>{entity}</issuer>")), "entity");
    }
}

#[test]
fn processing_instructions() {
    for instruction in ["<?php echo 1 ?>", "<?xml-stylesheet href='a'?>", "<?a?>"] {
        refused_for(around(instruction), "processing instruction");
        refused_for(format!("{PURCHASE_REPLY}{instruction}"), "processing instruction");
        refused(format!("{instruction}{PURCHASE_REPLY}"));
    }
}

#[test]
fn another_root() {
    refused_for(PURCHASE_REPLY.replace("MasMessage", "Message"), "root");
    refused_for(PURCHASE_REPLY.replace("MasMessage", "m:MasMessage").replace("xmlns=", "xmlns:m="), "root");
}

#[test]
fn another_namespace() {
    refused_for(PURCHASE_REPLY.replace("merchant_interface", "other"), "namespace");
    refused_for(PURCHASE_REPLY.replace("<TxnMsgContent>", "<TxnMsgContent xmlns='urn:other'>"), "namespace");
    refused_for(PURCHASE_REPLY.replace("<amount>", "<amount xmlns='urn:other'>"), "namespace");
}

#[test]
fn a_prefix_makes_another_name() {
    let prefixed = PURCHASE_REPLY.replace("<responseCode>", "<m:responseCode>").replace("</responseCode>", "</m:responseCode>");
    let reply = from_slice::<Purchase>(prefixed.as_bytes()).expect("a reply");
    assert_eq!(reply.content.expect("an answer").response_code, None, "no prefix is ever read as a known field");
    assert_eq!(reply.extra[0].name, "m:responseCode");
}

#[test]
fn nine_elements_inside_each_other() {
    refused_for(around("<a><b><c><d><e><f><g>deep</g></f></e></d></c></b></a>"), "more than 8 elements inside each other");
    refused_for(around("<a><b><c><d><e><f><g/></f></e></d></c></b></a>"), "more than 8 elements inside each other");
}

#[test]
fn more_than_one_mebibyte() {
    let padding = (1 << 20) - around("").len();
    assert!(from_slice::<Purchase>(around(&" ".repeat(padding)).as_bytes()).is_ok());
    refused_for(around(&" ".repeat(padding + 1)), "more than 1048576 bytes");
}

#[test]
fn two_elements_of_one_name() {
    for children in [
        "<amount>1</amount><amount>1</amount>",
        "<amount>1</amount><issuer/><amount>2</amount>",
        "<amount/><amount>2</amount>",
        "<amount>1</amount><amount/>",
        "<amount/><amount/>",
        "<amount>1</amount><Amount>1</Amount>",
        "<unknown/><unknown/>",
        "<unknown/><UNKNOWN/>",
        "<unknown><a/><a/></unknown>",
        "<unknown><a/><A/></unknown>",
        "<unknown><a><b/><b/></a></unknown>",
        "<errorCode>1</errorCode><ErrorCode>2</ErrorCode>",
        "<pciInfo/><pciInfo/>",
        "<extDate/><extDate/>",
        "<extMap><pciInfo/><pciInfo/></extMap>",
        "<pciInfos><pciInfo><a/><a/></pciInfo></pciInfos>",
    ] {
        refused_for(around(children), "twice");
    }
    assert!(
        from_slice::<Purchase>(around("<pciInfos><pciInfo/><PciInfo/></pciInfos><extMap><extDate/><extDate/></extMap>").as_bytes()).is_ok()
    );
}

#[test]
fn two_elements_of_one_name_in_the_envelope() {
    for (twice, document) in [
        ("<version>1.0</version>", PURCHASE_REPLY),
        ("<Version/>", PURCHASE_REPLY),
        ("<TxnMsgContent/>", PURCHASE_REPLY),
        ("<txnmsgcontent><amount>1</amount></txnmsgcontent>", PURCHASE_REPLY),
        ("<ErrorMsgContent/>", REFUSED),
        ("<a/><A/>", PURCHASE_REPLY),
    ] {
        refused_for(document.replace("</MasMessage>", &format!("{twice}</MasMessage>")), "twice");
    }
    refused_for(REFUSED.replace("</errorCode>", "</errorCode><errorCode>2</errorCode>"), "twice");
    refused_for(REFUSED.replace("</errorCode>", "</errorCode><a/><a/>"), "twice");
    refused_for(REFUSED.replace("</errorCode>", "</errorCode><a><b/><b/></a>"), "twice");
    for twice in ["<QryTxnMsgContent/>", "<qrytxnmsgcontent/>"] {
        let document = QUERY_TXN_REPLY.replace("</MasMessage>", &format!("{twice}</MasMessage>"));
        assert!(from_slice::<QueryTxn>(document.as_bytes()).is_err());
    }
    let echo = QUERY_TXN_REPLY.replace("<QryTxnMsgContent>", "<QryTxnMsgContent><txnType>PUR</txnType>");
    assert!(from_slice::<QueryTxn>(echo.as_bytes()).is_err());
}

#[test]
fn two_spellings_of_the_stored_card_that_differ() {
    let (no, pan) = ("<storableCardNo>6299992348</storableCardNo>", "<storablePan>6299992349</storablePan>");
    for children in [format!("{no}{pan}"), format!("{pan}{no}")] {
        refused_message(&around(&children), "storableCardNo: its two spellings differ");
    }
    refused_message(&around(&format!("{no}{no}")), "twice");
    refused_message(&around(&format!("{pan}{pan}")), "twice");
    refused_message(&around("<storablePan/><storablepan>1</storablepan>"), "twice");
    refused_message(&around(&format!("{no}<storablePan/>{no}")), "twice");
}

#[test]
fn a_value_with_child_elements() {
    refused_message(&around("<amount><yuan>1</yuan></amount>"), "amount: a single value is expected");
    refused_message(&around("<authorizationCode><a>1</a></authorizationCode>"), "authorizationCode: a single value is expected");
    refused_message(&around("<storablePan><a/></storablePan>"), "storableCardNo: a single value is expected");
    refused_for(around("<amount>1<yuan>1</yuan></amount>"), "a value has child elements");
    refused(around("<amount><yuan>1</yuan>1</amount>"));
    refused_message(&REFUSED.replace("B.MGW.0120", "<a>1</a>"), "errorCode: a single value is expected");
    refused(PURCHASE_REPLY.replace(">1.0<", "><a>1</a><"));
}

#[test]
fn content_without_elements() {
    refused_message(&around("00"), "child elements are expected");
    refused_message(
        &REFUSED
            .replace("<errorCode>B.MGW.0120</errorCode>", "x")
            .replace("<errorMessage>Data length of element[terminalId] is incorrect!</errorMessage>", ""),
        "child elements are expected",
    );
    let echo = "<MasMessage><QryTxnMsgContent>x</QryTxnMsgContent><TxnMsgContent/></MasMessage>";
    assert!(from_slice::<QueryTxn>(echo.as_bytes()).is_err());
}

#[test]
fn text_between_elements() {
    for (before, after) in [
        ("<TxnMsgContent>", "x<TxnMsgContent>"),
        ("<amount>", "x<amount>"),
        ("</amount>", "</amount>&#65;"),
        ("</TxnMsgContent>", "x</TxnMsgContent>"),
        ("</TxnMsgContent>", "</TxnMsgContent><![CDATA[x]]>"),
    ] {
        refused(PURCHASE_REPLY.replacen(before, after, 1));
    }
}

#[test]
fn a_comment_inside_a_value() {
    for value in ["88<!-- -->.60", "<!-- -->88.60", "88.60<!-- -->", "<!-- -->"] {
        refused_for(around(&format!("<amount>{value}</amount>")), "comment");
    }
}

#[test]
fn neither_content_nor_error() {
    refused_message("<MasMessage><version>1.0</version><indAuthContent/></MasMessage>", "neither TxnMsgContent nor ErrorMsgContent");
    refused_message("<MasMessage> </MasMessage>", "neither");
    refused_message("<MasMessage><version/></MasMessage>", "neither");
    assert!(from_slice::<IndAuth>(PURCHASE_REPLY.as_bytes()).is_err());
    assert!(from_slice::<IndAuthVerify>(PURCHASE_REPLY.as_bytes()).is_err());
}

#[test]
fn junk_around_the_root() {
    for junk in ["x", "<a/>", "<MasMessage/>", "&#32;", "&amp;", "<![CDATA[ ]]>", "</MasMessage>", "]]>", "\0"] {
        refused(format!("{PURCHASE_REPLY}{junk}"));
        let bare = around("<amount>1</amount>");
        refused(format!("{junk}{bare}"));
    }
    refused(format!("{PURCHASE_REPLY}{PURCHASE_REPLY}"));
}

#[test]
fn a_document_cut_anywhere() {
    for sample in ALL {
        for at in 0..sample.len() {
            let cut = &sample.as_bytes()[..at];
            assert!(Document::from_slice(cut).is_err(), "{at} bytes of {sample}");
            assert!(from_slice::<Purchase>(cut).is_err());
            assert!(from_slice::<QueryTxn>(cut).is_err());
            assert!(request_from_slice::<Purchase>(cut).is_err());
            assert!(Tr4::from_slice(cut).is_err());
        }
    }
}

#[test]
fn an_error_names_no_value() {
    for (document, secret) in [
        (PURCHASE_REPLY.replace("</MasMessage>", "<secret-4711>4711</secret-4711"), "4711"),
        (PURCHASE_REPLY.replace(">88.60<", ">4711&bad;<"), "4711"),
        (PURCHASE_REPLY.replace("</amount>", "</4711>"), "4711"),
        (PURCHASE.replace("<amount>88.60", "<amount>4711x"), "4711"),
        (PURCHASE.replace("20250301101500", "4711"), "4711"),
        (TR3.replace(">TR3<", ">4711<"), "4711"),
        (TR4.replace(">TR4<", ">4711<"), "4711"),
    ] {
        let errors = [
            from_slice::<Purchase>(document.as_bytes()).map(|_| ()).map_err(|error| format!("{error} {error:?}")),
            request_from_slice::<Purchase>(document.as_bytes()).map(|_| ()).map_err(|error| format!("{error} {error:?}")),
            Tr4::from_slice(document.as_bytes()).map(|_| ()).map_err(|error| format!("{error} {error:?}")),
        ];
        assert!(errors.iter().any(Result::is_err), "{document}");
        for error in errors.into_iter().filter_map(Result::err) {
            assert!(!error.contains(secret), "{error}");
        }
    }
}
