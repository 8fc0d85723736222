//! `POST /gateway/recvMerchantInfoAction.htm`: the payment request of the payer's browser (商户提交到快钱). Section 2.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    InputCharset, PAY, SignedList,
    fixed::{all_methods, one, v2},
    op::query,
    operation::{Kind, Operation},
    rules::{
        bank_for, code, contact, digits, extended, ip, no_field_inside, number, one_of, only_with, or, payable, remittance, result_url,
        validity, when, with,
    },
    wire,
};

/// What the payer's browser submits to the cashier. Nothing is sent by building it.
///
/// The same order may be submitted again with the same values until it is paid, unless `redoFlag` is 1. Store it before the page goes
/// out: from then on its outcome is unknown until a notice or a query says more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Pay {
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
    /// Interface version: `v2.0`, on the mobile cashier `mobile1.0`.
    #[serde(default = "v2")]
    #[builder(default = v2())]
    #[garde(length(chars, min = 1, max = 10), custom(one_of(&["v2.0", "mobile1.0"])))]
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
    /// How the payer is identified: `0` not, `1` id at the merchant, `2` 99bill account, `3` member number, `4` corporate account.
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["0", "1", "2", "3", "4"])))]
    pub payer_id_type: Option<String>,
    /// The identifier; with `payerIdType` 3 and 4 required.
    #[garde(length(chars, min = 1, max = 50), custom(no_field_inside), custom(when(&self.payer_id_type, "payerIdType", &["3", "4"])))]
    pub payer_id: Option<Sensitive>,
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
    /// Name of the goods 商品名称; on the mobile cashier required.
    #[garde(length(chars, min = 1, max = 256), custom(no_field_inside), custom(when(&self.version, "version", &["mobile1.0"])))]
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
    /// Payment method 支付方式, section 10.1; `00` is the cashier with all methods.
    #[serde(default = "all_methods")]
    #[builder(default = all_methods())]
    #[garde(length(chars, min = 1, max = 4), custom(code))]
    pub pay_type: String,
    /// Bank, section 10.2, for payment without the cashier.
    #[garde(length(chars, min = 1, max = 8), custom(code), custom(bank_for(&self.pay_type)))]
    pub bank_id: Option<String>,
    /// Accepted prepaid card issuer: `99BILL` or `99BILL_EAP`.
    #[garde(length(chars, min = 1, max = 20), custom(code))]
    pub card_issuer: Option<String>,
    /// Prepaid card number; only with `payType` 15, 15-1, 15-2, 17.
    #[garde(
        length(chars, min = 1, max = 19),
        custom(digits),
        custom(only_with(&self.pay_type, "payType", &["15", "15-1", "15-2", "17"]))
    )]
    pub card_num: Option<Sensitive>,
    /// Way of remitting 汇款方式: `1` bank counter, `2` post office; with `submitType` 01.
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1", "2"])), custom(when(&self.submit_type, "submitType", &["01"])))]
    pub remit_type: Option<String>,
    /// Merchant's remittance code 汇款识别码; with `submitType` 01.
    #[garde(length(chars, min = 1, max = 30), custom(remittance), custom(when(&self.submit_type, "submitType", &["01"])))]
    pub remit_code: Option<String>,
    /// `0` the order may be submitted again until paid, `1` once only.
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["0", "1"])))]
    pub redo_flag: Option<String>,
    /// Member code of the partner.
    #[garde(length(chars, min = 1, max = 30), custom(digits))]
    pub pid: Option<String>,
    /// `00` front end, `01` back end: for the latter use [`Remit`](crate::Remit).
    #[garde(
        length(chars, min = 1, max = 2),
        custom(one_of(&["00", "01"])),
        custom(back_end_is_offline(&self.pay_type))
    )]
    pub submit_type: Option<String>,
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

/// The back end submits nothing but offline orders (section 2.2, rule 7).
fn back_end_is_offline(pay_type: &str) -> impl FnOnce(&Option<String>, &()) -> garde::Result + '_ {
    move |value, ()| match value.as_deref() {
        Some("01") if pay_type != "13" => Err(garde::Error::new("01 is sent only with payType 13")),
        _ => Ok(()),
    }
}

/// What is built: a form for the payer's browser.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Built {
    /// How the browser submits the form, always `POST`.
    pub method: Option<String>,
    /// Where it submits it to.
    pub url: Option<String>,
    /// What it submits: an object of fields by name, the signature last.
    #[cfg_attr(feature = "registry", schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub fields: Option<String>,
    /// The page that submits it by itself.
    pub html: Option<String>,
}

impl Operation for Pay {
    const ID: &'static str = "kuaiqian.gateway.pay";
    const TITLE: &'static str = "build the form that takes a payer to the cashier";
    const PATH: &'static str = "/gateway/recvMerchantInfoAction.htm";
    const KIND: Kind = Kind::Form;
    const SIGNED: Option<&'static SignedList> = Some(&PAY);
    const PRESETS: &'static [&'static str] = &["inputCharset", "pageUrl", "bgUrl", "version", "signType", "merchantAcctId", "orderTime"];
    type Reply = Built;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.order_id))
    }
}

impl From<&Pay> for Expected {
    /// The facts to store before the page goes out, and to compare a notice with.
    fn from(order: &Pay) -> Self {
        Self::new(&order.merchant_acct_id, &order.order_id, order.order_amount).time(order.order_time.compact())
    }
}
