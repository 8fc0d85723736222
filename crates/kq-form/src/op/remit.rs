//! The offline order that the merchant's own server places (线下后台提交). Section 5.5.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    InputCharset, PAY, SignedList,
    fixed::{back_end, offline, one, v2},
    op::query,
    operation::{Kind, Operation},
    rules::{contact, digits, extended, ip, no_field_inside, number, one_of, or, payable, remittance, result_url, validity, with},
    wire,
};

/// An order that the payer pays at a counter, quoting a code. The merchant's server submits it and reads an XML reply.
///
/// An accepted order is pending: the payment arrives later as a normal notice. Never sent twice: an unknown outcome is settled by
/// [`Query`](crate::Query).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Remit {
    /// Charset of all values 字符集: `1` UTF-8, `2` GBK, `3` GB2312.
    #[serde(default)]
    #[builder(default)]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 1)))]
    #[garde(skip)]
    pub input_charset: InputCharset,
    /// Result page of the browser; at least one of it and `bgUrl`.
    #[garde(length(chars, min = 1, max = 256), custom(result_url))]
    pub page_url: Option<String>,
    /// Where the server notice goes 后台通知地址; it has priority.
    #[garde(length(chars, min = 1, max = 256), custom(result_url), custom(or(&self.page_url, "pageUrl")))]
    pub bg_url: Option<String>,
    /// Interface version: always `v2.0`.
    #[serde(default = "v2")]
    #[builder(default = v2())]
    #[garde(length(chars, min = 1, max = 10), custom(one_of(&["v2.0"])))]
    pub version: String,
    /// Page language: `1` Chinese, `2` English.
    #[serde(default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1", "2"])))]
    pub language: String,
    /// Signature type: `1` MD5, `4` RSA.
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1", "4"])))]
    pub sign_type: String,
    /// Receiving RMB account 人民币账号: member code and `01`.
    #[garde(length(chars, min = 1, max = 30), custom(digits))]
    pub merchant_acct_id: String,
    /// Payer's name 付款人姓名.
    #[garde(length(chars, min = 1, max = 32), custom(no_field_inside))]
    pub payer_name: Option<Sensitive>,
    /// Kind of contact: `1` e-mail, `2` mobile phone.
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1", "2"])), custom(with(&self.payer_contact, "payerContact")))]
    pub payer_contact_type: Option<String>,
    /// E-mail address or phone number.
    #[garde(length(chars, min = 1, max = 50), custom(no_field_inside), custom(contact(&self.payer_contact_type)))]
    pub payer_contact: Option<Sensitive>,
    /// Payer's IP address, from the connection or a trusted proxy.
    #[serde(rename = "payerIP")]
    #[garde(length(chars, min = 1, max = 256), custom(ip))]
    pub payer_ip: Option<Sensitive>,
    /// Order number 商户订单号, unique within the account.
    #[garde(length(chars, min = 1, max = 30), custom(number))]
    pub order_id: String,
    /// Amount in fen 订单金额（分）, greater than 0.
    #[serde(with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 10)))]
    #[garde(custom(payable))]
    pub order_amount: Fen,
    /// Time of the order 订单提交时间, Beijing, `yyyyMMddHHmmss`.
    #[serde(with = "wire::time")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub order_time: BeijingTime,
    /// Time obtained from 99bill within the last 30 seconds (section 6), for merchants with a high phishing risk.
    #[serde(default, with = "wire::time::maybe")]
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>", length(equal = 14)))]
    #[garde(skip)]
    pub order_timestamp: Option<BeijingTime>,
    /// Name of the goods 商品名称.
    #[garde(length(chars, min = 1, max = 256), custom(no_field_inside))]
    pub product_name: Option<String>,
    /// Number of items.
    #[garde(length(chars, min = 1, max = 8), custom(digits))]
    pub product_num: Option<String>,
    /// Goods code, used for coupons.
    #[garde(length(chars, min = 1, max = 20), custom(number))]
    pub product_id: Option<String>,
    /// Description.
    #[garde(length(chars, min = 1, max = 400), custom(no_field_inside))]
    pub product_desc: Option<String>,
    /// Merchant's data, comes back unchanged.
    #[garde(length(chars, min = 1, max = 128), custom(no_field_inside))]
    pub ext1: Option<Sensitive>,
    /// Merchant's data, comes back unchanged.
    #[garde(length(chars, min = 1, max = 128), custom(no_field_inside))]
    pub ext2: Option<Sensitive>,
    /// Payment method, always `13`: offline remittance 线下汇款.
    #[serde(default = "offline")]
    #[builder(default = offline())]
    #[garde(length(chars, min = 1, max = 4), custom(one_of(&["13"])))]
    pub pay_type: String,
    /// Way of remitting 汇款方式: `1` bank counter, `2` post office.
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1", "2"])))]
    pub remit_type: String,
    /// Merchant's remittance code 汇款识别码, `M****M****`, used once.
    #[garde(length(chars, min = 1, max = 30), custom(remittance))]
    pub remit_code: String,
    /// `0` the order may be submitted again until paid, `1` once only.
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["0", "1"])))]
    pub redo_flag: Option<String>,
    /// Member code of the partner.
    #[garde(length(chars, min = 1, max = 30), custom(digits))]
    pub pid: Option<String>,
    /// Way of submitting, always `01`: the merchant's own server.
    #[serde(default = "back_end")]
    #[builder(default = back_end())]
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["01"])))]
    pub submit_type: String,
    /// Validity in seconds, 0 to 2592000; a later payment is refunded by 99bill itself.
    #[garde(length(chars, min = 1, max = 10), custom(validity))]
    pub order_time_out: Option<String>,
    /// Kind of extended data, always `NB2`.
    #[garde(length(chars, min = 1, max = 10), custom(one_of(&["NB2"])), custom(with(&self.ext_data_content, "extDataContent")))]
    pub ext_data_type: Option<String>,
    /// Extended data: `<NB2>` around a JSON object.
    #[garde(length(chars, min = 1, max = 1024), custom(extended), custom(with(&self.ext_data_type, "extDataType")))]
    pub ext_data_content: Option<Sensitive>,
}

/// What 99bill answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct RemitReply {
    /// Receiving account.
    #[garde(length(chars, max = 30))]
    pub merchant_acct_id: Option<String>,
    /// Interface version.
    #[garde(length(chars, max = 10))]
    pub version: Option<String>,
    /// Language.
    #[garde(length(chars, max = 2))]
    pub language: Option<String>,
    /// Signature type.
    #[garde(length(chars, max = 2))]
    pub sign_type: Option<String>,
    /// Order number.
    #[garde(length(chars, max = 30))]
    pub order_id: Option<String>,
    /// Time of the order.
    #[garde(length(chars, max = 14))]
    pub order_time: Option<String>,
    /// Amount in fen; empty on failure.
    #[garde(length(chars, max = 10))]
    pub order_amount: Option<String>,
    /// 99bill's number; empty on failure.
    #[garde(skip)]
    pub deal_id: Option<String>,
    /// Way of remitting.
    #[garde(length(chars, max = 2))]
    pub remit_type: Option<String>,
    /// The code that the payer quotes; empty on failure.
    #[garde(length(chars, max = 30))]
    pub remit_code: Option<String>,
    /// `10` accepted, `11` refused.
    #[garde(length(chars, max = 2))]
    pub request_result: Option<String>,
    /// Reason, section 10.3; empty on success.
    #[garde(skip)]
    pub err_code: Option<String>,
}

impl Operation for Remit {
    const ID: &'static str = "kuaiqian.gateway.remit";
    const TITLE: &'static str = "place an order that is paid at a counter";
    const PATH: &'static str = "/gateway/recvMerchantInfoAction.htm";
    const KIND: Kind = Kind::Payment;
    const SIGNED: Option<&'static SignedList> = Some(&PAY);
    const PRESETS: &'static [&'static str] = &["inputCharset", "pageUrl", "bgUrl", "signType", "merchantAcctId", "orderTime"];
    type Reply = RemitReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.order_id))
    }
}

impl From<&Remit> for Expected {
    /// The facts to store before the order is sent, and to compare a notice with.
    fn from(order: &Remit) -> Self {
        Self::new(&order.merchant_acct_id, &order.order_id, order.order_amount).time(order.order_time.compact())
    }
}
