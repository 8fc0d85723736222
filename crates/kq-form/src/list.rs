//! The signed lists: which fields a signature covers, in which order, and what joins them and the key. Sections 2 to 8, as data.

/// How a message is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signing {
    /// A digest with a shared key at the end (signType 1).
    Md5,
    /// A signature of the sender's private key (signType 4 of payments, 2 of query and refund).
    Rsa,
}

/// The fields that a signature covers, in signature order.
#[derive(Debug, PartialEq, Eq)]
pub struct SignedList {
    /// A word for the list, such as `notice`.
    pub name: &'static str,
    /// The signed fields. Those that are absent or empty are left out of the base string, whatever their number.
    pub fields: &'static [&'static str],
    /// The field that carries the signature.
    pub signature: &'static str,
    md5: Joint,
    rsa: Joint,
}

/// What stands between the fields, and what stands before the key where one ends the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Joint {
    between: &'static str,
    key: Option<&'static str>,
}

const WITH_KEY: Joint = Joint { between: "&", key: Some("&key=") };
const WITHOUT_KEY: Joint = Joint { between: "&", key: None };
/// Section 8.3: nothing in between, not even before the key's own name.
const RUN_TOGETHER: Joint = Joint { between: "", key: Some("merchant_key=") };

impl SignedList {
    /// What stands between two fields.
    pub const fn between(&self, signing: Signing) -> &'static str {
        self.joint(signing).between
    }

    /// What stands between the last field and the key; `None` where no key ends the text.
    pub const fn key_joint(&self, signing: Signing) -> Option<&'static str> {
        self.joint(signing).key
    }

    const fn joint(&self, signing: Signing) -> Joint {
        match signing {
            Signing::Md5 => self.md5,
            Signing::Rsa => self.rsa,
        }
    }
}

/// A list of the payment interface: with RSA no key ends the text (section 4.3).
const fn payment(name: &'static str, fields: &'static [&'static str]) -> SignedList {
    SignedList { name, fields, signature: "signMsg", md5: WITH_KEY, rsa: WITHOUT_KEY }
}

/// A list of the query services: the query key ends the text, with RSA too (section 8.1).
const fn service(name: &'static str, fields: &'static [&'static str], signature: &'static str) -> SignedList {
    SignedList { name, fields, signature, md5: WITH_KEY, rsa: WITH_KEY }
}

/// The payment request, by browser or by back end. Section 2.1.
pub static PAY: SignedList = payment(
    "pay",
    &[
        "inputCharset",
        "pageUrl",
        "bgUrl",
        "version",
        "language",
        "signType",
        "merchantAcctId",
        "payerName",
        "payerContactType",
        "payerContact",
        "payerIdType",
        "payerId",
        "payerIP",
        "orderId",
        "orderAmount",
        "orderTime",
        "orderTimestamp",
        "productName",
        "productNum",
        "productId",
        "productDesc",
        "ext1",
        "ext2",
        "payType",
        "bankId",
        "cardIssuer",
        "cardNum",
        "remitType",
        "remitCode",
        "redoFlag",
        "pid",
        "submitType",
        "orderTimeOut",
        "extDataType",
        "extDataContent",
    ],
);

/// The result notice and the page return, of every edition. Section 3.
pub static NOTICE: SignedList = payment(
    "notice",
    &[
        "merchantAcctId",
        "version",
        "language",
        "signType",
        "payType",
        "bankId",
        "orderId",
        "orderTime",
        "orderAmount",
        "bindCard",
        "bindMobile",
        "dealId",
        "bankDealId",
        "dealTime",
        "payAmount",
        "fee",
        "ext1",
        "ext2",
        "payResult",
        "aggregatePay",
        "errCode",
        "period",
    ],
);

/// The reply to an offline back-end order. Section 5.5; the rule is inferred.
pub static REMIT_REPLY: SignedList = payment(
    "remit_reply",
    &[
        "merchantAcctId",
        "version",
        "language",
        "signType",
        "orderId",
        "orderTime",
        "orderAmount",
        "dealId",
        "remitType",
        "remitCode",
        "requestResult",
        "errCode",
    ],
);

/// The order query. Section 8.1.
pub static QUERY: SignedList = service(
    "query",
    &["inputCharset", "version", "signType", "merchantAcctId", "queryType", "queryMode", "startTime", "endTime", "requestPage", "orderId"],
    "signMsg",
);

/// The head of an order query's reply. Section 8.2.
pub static QUERY_REPLY: SignedList = service(
    "query_reply",
    &["version", "signType", "merchantAcctId", "errCode", "currentPage", "pageCount", "pageSize", "recordCount"],
    "signMsg",
);

/// One order of an order query's reply. Section 8.2.
pub static QUERY_ITEM: SignedList = service(
    "query_item",
    &["orderId", "orderAmount", "orderTime", "dealTime", "payResult", "payType", "payAmount", "fee", "dealId"],
    "signInfo",
);

/// The refund. Section 8.3: the two last fields are the JSON service's.
pub static REFUND: SignedList = SignedList {
    name: "refund",
    fields: &["merchant_id", "version", "command_type", "orderid", "amount", "postdate", "txOrder", "returnSharingFlag", "returnData"],
    signature: "mac",
    md5: RUN_TOGETHER,
    rsa: WITHOUT_KEY,
};

/// The refund query. Section 8.4.
pub static REFUND_QUERY: SignedList = service(
    "refund_query",
    &[
        "version",
        "signType",
        "merchantAcctId",
        "startDate",
        "endDate",
        "lastupdateStartDate",
        "lastupdateEndDate",
        "customerBatchId",
        "orderId",
        "requestPage",
        "rOrderId",
        "seqId",
        "extra_output_column",
        "status",
    ],
    "signMsg",
);

/// The head of a refund query's reply: another order than the order query's. Section 8.4.
pub static REFUND_QUERY_REPLY: SignedList = service(
    "refund_query_reply",
    &["version", "signType", "merchantAcctId", "recordCount", "pageCount", "currentPage", "pageSize", "errCode"],
    "signMsg",
);

/// One refund of a refund query's reply. What 99bill signs of it is **not known** (section 8.4): this is the order in which the fields are
/// printed, for tools that try it. No client believes it.
pub static REFUND_QUERY_ITEM: SignedList = service(
    "refund_query_item",
    &[
        "payTypeDesc",
        "orderTime",
        "lastUpdateTime",
        "sequenceId",
        "orderId",
        "rOrderId",
        "dealOtherName",
        "orderAmout",
        "ownerFee",
        "extra_output_column",
        "status",
        "failReason",
    ],
    "signInfo",
);

/// Every list.
pub static LISTS: [&SignedList; 10] =
    [&PAY, &NOTICE, &QUERY, &QUERY_REPLY, &QUERY_ITEM, &REFUND, &REFUND_QUERY, &REFUND_QUERY_REPLY, &REFUND_QUERY_ITEM, &REMIT_REPLY];

/// Whether the gateway appends a parameter of that name to `bgUrl`, `pageUrl` and `redirecturl` (section 7.6), in whatever case.
pub fn is_reserved(name: &str) -> bool {
    NOTICE.fields.iter().chain([&NOTICE.signature]).any(|reserved| reserved.eq_ignore_ascii_case(name))
}
