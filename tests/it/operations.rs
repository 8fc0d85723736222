//! `cnpay operations`: what there is, and the field table of each as its JSON Schema.

use serde_json::{Value, json};

use crate::harness::cnpay;

/// Id, path, effect, and the fields of the request, each with its length.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Section 3 of the specification, typed off its tables.
const REQUESTS: &[Row] = &[
    (
        "kuaiqian.agreement.ind_auth",
        "/cnp/ind_auth",
        "changes",
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("pan", "≤19"),
            ("cardHolderName", "≤32"),
            ("idType", "≤32"),
            ("cardHolderId", "≤32"),
            ("expiredDate", "4"),
            ("cvv2", "3"),
            ("phoneNO", "≤20"),
            ("bindType", "1"),
        ],
    ),
    (
        "kuaiqian.agreement.ind_auth_verify",
        "/cnp/ind_auth_verify",
        "changes",
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("pan", "≤19"),
            ("validCode", "6"),
            ("token", "≤32"),
            ("phoneNO", "≤20"),
        ],
    ),
    (
        "kuaiqian.agreement.purchase",
        "/cnp/purchase",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("spFlag", "≤32"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("externalRefNumber", "≤32"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("customerId", "≤32"),
            ("storableCardNo", "10"),
            ("payToken", "≤32"),
            ("settleMerchantId", "15"),
            ("bankId", "≤6"),
            ("tr3Url", "≤128"),
            ("ext1", "≤32"),
            ("extMap", ""),
        ],
    ),
    (
        "kuaiqian.agreement.query_txn",
        "/cnp/query_txn",
        "reads",
        &[
            ("externalRefNumber", "≤32"),
            ("refNumber", "12"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("settleMerchantId", "15"),
            ("txnStatus", "1"),
        ],
    ),
    (
        "kuaiqian.agreement.pci_query",
        "/cnp/pci_query",
        "reads",
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("cardType", "4"),
            ("bindType", "1"),
            ("storablePan", "10"),
            ("payToken", "≤32"),
            ("bankId", "≤6"),
        ],
    ),
    (
        "kuaiqian.agreement.pci_del",
        "/cnp/pci_del",
        "changes",
        &[("merchantId", "15"), ("customerId", "≤32"), ("payToken", "≤32"), ("pan", "≤19"), ("storablePan", "10"), ("bankId", "≤6")],
    ),
    ("kuaiqian.agreement.query_cardinfo", "/cnp/query_cardinfo", "reads", &[("txnType", "3"), ("cardNo", "≤19")]),
    (
        "kuaiqian.agreement.get_dyn_num",
        "/cnp/getDynNum",
        "changes",
        &[
            ("merchantId", "15"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("cardHolderName", "≤32"),
            ("idType", "≤32"),
            ("cardHolderId", "≤32"),
            ("pan", "≤19"),
            ("storablePan", "10"),
            ("bankId", "≤6"),
            ("expiredDate", "4"),
            ("cvv2", "3"),
            ("phoneNO", "≤20"),
            ("amount", "≤12"),
        ],
    ),
    (
        "kuaiqian.agreement.quick_purchase",
        "/cnp/purchase",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("spFlag", "8"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("externalRefNumber", "≤32"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("cardNo", "≤19"),
            ("expiredDate", "4"),
            ("cvv2", "3"),
            ("storableCardNo", "10"),
            ("customerId", "≤32"),
            ("cardHolderName", "≤32"),
            ("idType", "≤32"),
            ("cardHolderId", "≤32"),
            ("tr3Url", "≤128"),
            ("extMap", ""),
        ],
    ),
    (
        "kuaiqian.agreement.refund",
        "/cnp/refund",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("externalRefNumber", "≤32"),
            ("origRefNumber", "12"),
        ],
    ),
    (
        "kuaiqian.agreement.void",
        "/cnp/void",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("entryTime", "14"),
            ("orignalTxnType", "3"),
            ("amount", "≤12"),
            ("externalRefNumber", "≤32"),
            ("refNumber", "12"),
        ],
    ),
    (
        "kuaiqian.agreement.preauth",
        "/cnp/preauth",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("spFlag", "≤32"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("externalRefNumber", "≤32"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("customerId", "≤32"),
            ("storableCardNo", "10"),
            ("payToken", "≤32"),
            ("settleMerchantId", "15"),
            ("bankId", "≤6"),
            ("tr3Url", "≤128"),
            ("ext1", "≤32"),
            ("extMap", ""),
        ],
    ),
    (
        "kuaiqian.agreement.confirm",
        "/cnp/confirm",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("externalRefNumber", "≤32"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("authorizationCode", "≤6"),
            ("cardNo", "≤19"),
            ("customerId", "≤32"),
            ("origRefNumber", "12"),
        ],
    ),
    (
        "kuaiqian.agreement.installment_purchase",
        "/cnp/installment_purchase",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("spFlag", "≤32"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("externalRefNumber", "≤32"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("termInMonths", "2"),
            ("customerId", "≤32"),
            ("storableCardNo", "10"),
            ("payToken", "≤32"),
            ("settleMerchantId", "15"),
            ("bankId", "≤6"),
            ("tr3Url", "≤128"),
            ("ext1", "≤32"),
            ("extMap", ""),
        ],
    ),
];

/// The operations that a reply answers, and its fields, each with its length.
type Answered = (&'static [&'static str], &'static [(&'static str, &'static str)]);

/// The replies of section 3. A pay token is 19 characters that nobody counts on.
const REPLIES: &[Answered] = &[
    (
        &["ind_auth"],
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("storablePan", "10"),
            ("token", "≤32"),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
        ],
    ),
    (
        &["ind_auth_verify"],
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("storablePan", "10"),
            ("payToken", "≤32"),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
        ],
    ),
    (
        &["purchase", "quick_purchase", "refund", "void", "preauth", "confirm", "installment_purchase"],
        &[
            ("txnType", "3"),
            ("interactiveStatus", "3"),
            ("amount", "≤12"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("entryTime", "14"),
            ("externalRefNumber", "≤32"),
            ("customerId", "≤32"),
            ("transTime", "14"),
            ("refNumber", "12"),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
            ("cardOrg", "2"),
            ("issuer", "≤64"),
            ("storableCardNo", "10"),
            ("authorizationCode", "≤6"),
            ("payToken", "≤32"),
            ("settleMerchantId", "15"),
            ("bindType", "1"),
            ("origRefNumber", "12"),
        ],
    ),
    (
        &["query_txn"],
        &[
            ("txnType", "3"),
            ("amount", "≤12"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("entryTime", "14"),
            ("externalRefNumber", "≤32"),
            ("customerId", "≤32"),
            ("transTime", "14"),
            ("voidFlag", "1"),
            ("refNumber", "12"),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
            ("cardOrg", "2"),
            ("issuer", "≤64"),
            ("storableCardNo", "10"),
            ("authorizationCode", "≤6"),
            ("payToken", "≤32"),
            ("txnStatus", "1"),
        ],
    ),
    (
        &["pci_query"],
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("storablePan", "10"),
            ("bankId", "≤6"),
            ("cardType", "4"),
            ("bindType", "1"),
            ("pciInfos", ""),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
        ],
    ),
    (
        &["pci_del"],
        &[
            ("merchantId", "15"),
            ("customerId", "≤32"),
            ("pan", "≤19"),
            ("storablePan", "10"),
            ("bankId", "≤6"),
            ("payToken", "≤32"),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
        ],
    ),
    (
        &["query_cardinfo"],
        &[
            ("cardNo", "≤60"),
            ("cardOrg", "2"),
            ("cardType", "4"),
            ("issuer", "≤64"),
            ("validFlag", "1"),
            ("validateType", "3"),
            ("bankId", "≤6"),
        ],
    ),
    (
        &["get_dyn_num"],
        &[
            ("merchantId", "15"),
            ("customerId", "≤32"),
            ("storablePan", "10"),
            ("token", "≤32"),
            ("responseCode", "2"),
            ("responseTextMessage", "≤128"),
        ],
    ),
];

/// Sections 2, 5.5, 6, 8.1, 8.3 and 8.4 of the gateway's specification, typed off their tables.
const GATEWAY: &[Row] = &[
    (
        "kuaiqian.gateway.pay",
        "/gateway/recvMerchantInfoAction.htm",
        "reads",
        &[
            ("inputCharset", "1"),
            ("pageUrl", "≤256"),
            ("bgUrl", "≤256"),
            ("version", "≤10"),
            ("language", "≤2"),
            ("signType", "≤2"),
            ("merchantAcctId", "≤30"),
            ("payerName", "≤32"),
            ("payerContactType", "≤2"),
            ("payerContact", "≤50"),
            ("payerIdType", "≤2"),
            ("payerId", "≤50"),
            ("payerIP", "≤256"),
            ("orderId", "≤30"),
            ("orderAmount", "≤10"),
            ("orderTime", "14"),
            ("orderTimestamp", "14"),
            ("productName", "≤256"),
            ("productNum", "≤8"),
            ("productId", "≤20"),
            ("productDesc", "≤400"),
            ("ext1", "≤128"),
            ("ext2", "≤128"),
            ("payType", "≤4"),
            ("bankId", "≤8"),
            ("cardIssuer", "≤20"),
            ("cardNum", "≤19"),
            ("remitType", "≤2"),
            ("remitCode", "≤30"),
            ("redoFlag", "1"),
            ("pid", "≤30"),
            ("submitType", "≤2"),
            ("orderTimeOut", "≤10"),
            ("extDataType", "≤10"),
            ("extDataContent", "≤1024"),
        ],
    ),
    ("kuaiqian.gateway.timestamp", "/gateway/getOrderTimestamp.htm", "reads", &[]),
    (
        "kuaiqian.gateway.remit",
        "/gateway/recvMerchantInfoAction.htm",
        "changes",
        &[
            ("inputCharset", "1"),
            ("pageUrl", "≤256"),
            ("bgUrl", "≤256"),
            ("version", "≤10"),
            ("language", "≤2"),
            ("signType", "≤2"),
            ("merchantAcctId", "≤30"),
            ("payerName", "≤32"),
            ("payerContactType", "≤2"),
            ("payerContact", "≤50"),
            ("payerIP", "≤256"),
            ("orderId", "≤30"),
            ("orderAmount", "≤10"),
            ("orderTime", "14"),
            ("orderTimestamp", "14"),
            ("productName", "≤256"),
            ("productNum", "≤8"),
            ("productId", "≤20"),
            ("productDesc", "≤400"),
            ("ext1", "≤128"),
            ("ext2", "≤128"),
            ("payType", "≤4"),
            ("remitType", "≤2"),
            ("remitCode", "≤30"),
            ("redoFlag", "1"),
            ("pid", "≤30"),
            ("submitType", "≤2"),
            ("orderTimeOut", "≤10"),
            ("extDataType", "≤10"),
            ("extDataContent", "≤1024"),
        ],
    ),
    (
        "kuaiqian.gateway.query",
        "/apipay/services/gatewayOrderQuery",
        "reads",
        &[
            ("inputCharset", "≤2"),
            ("version", "≤10"),
            ("signType", "≤2"),
            ("merchantAcctId", "≤30"),
            ("queryType", "1"),
            ("queryMode", "1"),
            ("startTime", "14"),
            ("endTime", "14"),
            ("requestPage", "≤8"),
            ("orderId", "≤30"),
        ],
    ),
    (
        "kuaiqian.gateway.refund",
        "/webapp/receiveDrawbackAction.do",
        "changes",
        &[
            ("merchant_id", "≤11"),
            ("version", "≤20"),
            ("command_type", "3"),
            ("orderid", "≤30"),
            ("amount", "≤10"),
            ("postdate", "14"),
            ("txOrder", "≤50"),
            ("returnSharingFlag", "≤2"),
            ("returnData", "≤1024"),
            ("payeeidsrc", "≤50"),
        ],
    ),
    (
        "kuaiqian.gateway.refund_query",
        "/gatewayapi/services/gatewayRefundQuery",
        "reads",
        &[
            ("version", "≤10"),
            ("signType", "≤2"),
            ("merchantAcctId", "≤30"),
            ("startDate", "8"),
            ("endDate", "8"),
            ("lastupdateStartDate", "8"),
            ("lastupdateEndDate", "8"),
            ("customerBatchId", "≤50"),
            ("orderId", "≤50"),
            ("requestPage", "≤8"),
            ("rOrderId", "≤30"),
            ("seqId", "≤50"),
            ("extra_output_column", "≤256"),
            ("status", "≤10"),
        ],
    ),
];

/// The length as the specification writes it.
fn length(field: &Value) -> String {
    match (field["minLength"].as_u64(), field["maxLength"].as_u64()) {
        (Some(least), Some(most)) if least == most => most.to_string(),
        (_, Some(most)) => format!("≤{most}"),
        _ => String::new(),
    }
}

#[test]
fn every_operation_is_listed() {
    let run = cnpay(&["operations"], "");
    assert_eq!(run.code, 0);
    let listed = run.objects();
    let listed: Vec<_> = listed.iter().filter(|object| object["id"].as_str().is_some_and(|id| id.starts_with("kuaiqian."))).collect();
    assert_eq!(listed.len(), REQUESTS.len() + GATEWAY.len(), "{listed:?}");
    for (object, (id, path, effect, _)) in listed.into_iter().zip(REQUESTS.iter().chain(GATEWAY)) {
        let title = object["title"].as_str().expect("a title");
        assert!(!title.is_empty());
        assert_eq!(*object, json!({ "id": id, "title": title, "path": path, "effect": effect }));
    }
    let text = cnpay(&["operations", "--output", "text"], "").stdout;
    for (id, ..) in REQUESTS.iter().chain(GATEWAY) {
        assert!(text.lines().any(|line| line.trim_start().starts_with(&format!("{id} "))), "{id} in one piece: {text}");
    }
}

#[test]
fn the_schema_is_the_field_table_with_its_limits() {
    for (id, path, effect, fields) in REQUESTS.iter().chain(GATEWAY) {
        let object = cnpay(&["operations", id], "").object(0);
        assert_eq!((&object["id"], &object["path"], &object["effect"]), (&json!(id), &json!(path), &json!(effect)));
        let none = serde_json::Map::new();
        let schema = object["request"]["properties"].as_object().unwrap_or(&none);
        assert_eq!(schema.len(), fields.len(), "{id}: {:?}", schema.keys());
        for (name, limit) in *fields {
            assert_eq!(length(&schema[*name]), *limit, "{id}: {name}");
        }
        let text = cnpay(&["operations", id, "--output", "text"], "").stdout;
        assert!(text.lines().any(|line| line == *path), "{text}");
        let mut rest = text.lines().skip_while(|line| *line != "request");
        for (name, limit) in *fields {
            let row = rest.find(|line| line.split_whitespace().next() == Some(name));
            let row = row.unwrap_or_else(|| panic!("{id}: no {name} in its place:\n{text}"));
            assert!(limit.is_empty() || row.split_whitespace().nth(1) == Some(limit), "{row}");
        }
    }
}

#[test]
fn the_fields_of_a_reply_are_told_with_their_limits() {
    assert_eq!(REPLIES.iter().map(|(names, _)| names.len()).sum::<usize>(), REQUESTS.len());
    for (name, fields) in REPLIES.iter().flat_map(|(names, fields)| names.iter().map(move |name| (name, fields))) {
        let id = format!("kuaiqian.agreement.{name}");
        let object = cnpay(&["operations", &id], "").object(0);
        let schema = object["reply"]["properties"].as_object().expect("properties");
        assert_eq!(schema.len(), fields.len(), "{id}: {:?}", schema.keys());
        for (name, limit) in *fields {
            assert!(schema.contains_key(*name), "{id}: no {name}");
            assert_eq!(length(&schema[*name]), *limit, "{id}: {name}");
        }
    }
}

#[test]
fn a_bound_card_is_told_with_its_limits() {
    let reply = cnpay(&["operations", "kuaiqian.agreement.pci_query"], "").object(0)["reply"].clone();
    let list = &reply["properties"]["pciInfos"];
    assert_eq!(list["type"], "array");
    let card = list["items"]["$ref"].as_str().expect("a reference").trim_start_matches('#');
    let card = &reply.pointer(card).expect("the card")["properties"];
    for (name, limit) in [("bankId", "≤6"), ("storablePan", "10"), ("shortPhoneNo", "7"), ("phoneNO", "≤20"), ("payToken", "≤32")] {
        assert_eq!(length(&card[name]), limit, "{name}");
    }
}

#[test]
fn what_is_no_operation_is_a_usage_error() {
    let error = cnpay(&["operations", "kuaiqian.agreement.tr4"], "").error(2);
    assert_eq!((&error["kind"], &error["order"]), (&json!("usage"), &Value::Null));
    assert!(error["message"].as_str().is_some_and(|message| message.starts_with("kuaiqian.agreement.tr4 is no operation")), "{error}");
}
