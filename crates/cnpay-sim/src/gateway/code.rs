//! The payment gateway's error codes, as its error page tells them. Section 10.3.

/// An error code with what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) code: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

const fn code(code: &'static str, zh: &'static str, en: &'static str) -> Code {
    Code { code, zh, en }
}

// 1. How to read it.
pub(super) const CHARSET: Code = code("10001", "字符集不支持", "inputCharset is not supported");
pub(super) const VERSION: Code = code("10005", "网关版本不支持", "version is not supported");
pub(super) const LANGUAGE: Code = code("10022", "语言种类不支持", "language is not supported");
pub(super) const SIGN_TYPE: Code = code("10023", "签名类型不支持", "signType is not supported");

// 2. Who it comes from.
pub(super) const NO_ACCOUNT: Code = code("10006", "商户账号不存在", "the merchant account does not exist");
pub(super) const NOT_OPEN: Code = code("10024", "商户未开通人民币网关", "the RMB gateway is not open for this merchant");
pub(super) const FROZEN: Code = code("20002", "商户账户已冻结", "the merchant account is frozen");

// 3. Whether it does.
pub(super) const NO_SIGNATURE: Code = code("10054", "缺少签名", "the signature is missing");
pub(super) const WRONG_SIGNATURE: Code = code("20001", "签名不符", "the signature does not fit");

// 4. Field by field.
pub(super) const PAYER_NAME: Code = code("10007", "支付人姓名不正确", "payerName is wrong");
pub(super) const CONTACT_TYPE: Code = code("10008", "支付人联系方式类型不正确", "payerContactType is not supported, or missing");
pub(super) const CONTACT: Code = code("10009", "支付人联系方式不正确", "payerContact is wrong");
pub(super) const ORDER_ID: Code = code("10010", "商户订单号不正确", "orderId is wrong");
pub(super) const ORDER_AMOUNT: Code = code("10011", "订单金额不正确", "orderAmount is not a number of fen");
pub(super) const ORDER_TIME: Code = code("10012", "订单提交时间不正确", "orderTime is malformed");
pub(super) const PRODUCT_NAME: Code = code("10013", "商品名称不正确", "productName is wrong");
pub(super) const PRODUCT_NUM: Code = code("10014", "商品数量不正确", "productNum is wrong");
pub(super) const PRODUCT_ID: Code = code("10015", "商品代码不正确", "productId is wrong");
pub(super) const PRODUCT_DESC: Code = code("10016", "商品描述不正确", "productDesc is wrong");
pub(super) const EXT1: Code = code("10017", "扩展字段一不正确", "ext1 is wrong");
pub(super) const EXT2: Code = code("10018", "扩展字段二不正确", "ext2 is wrong");
pub(super) const PAY_TYPE: Code = code("10019", "支付方式不正确", "payType is wrong");
pub(super) const BANK_ID: Code = code("10021", "银行代码不正确", "bankId is wrong");
pub(super) const PID: Code = code("10027", "合作伙伴账户号不正确", "pid is wrong");
pub(super) const REDO_FLAG: Code = code("10036", "重复提交标志不正确", "redoFlag is wrong");
/// For what has no code of its own.
pub(super) const PARAMETERS: Code = code("10045", "参数不正确", "the parameters are wrong");

// 5. Fields that belong together.
pub(super) const RETURN_ADDRESS: Code = code("10003", "返回地址为空或不正确", "pageUrl and bgUrl are both empty, or one is wrong");
pub(super) const NO_DIRECT_BANKS: Code = code("20009", "商户无银行直连权限", "the merchant may not use direct bank payment");
pub(super) const DIRECT_BANK: Code = code("20004", "银行直连参数不正确", "the direct bank parameters are wrong");
pub(super) const CARD_NUMBER: Code = code("10042", "卡号格式不正确", "the card number is malformed");
pub(super) const CARD_ISSUER: Code = code("10043", "发卡机构不支持", "the card issuer is not supported");
pub(super) const NO_CARD_ISSUER: Code = code("10044", "缺少发卡机构", "the card issuer is missing");
pub(super) const EXT_DATA_TYPE: Code = code("10055", "扩展数据类型不正确", "extDataType is invalid");
pub(super) const EXT_DATA: Code = code("10056", "扩展数据格式不正确", "extDataContent is malformed");
pub(super) const REMIT_CODE: Code = code("81000", "汇款识别码不符合规则", "remitCode breaks the rule");
pub(super) const REMIT_CODE_USED: Code = code("81001", "汇款识别码已被使用", "remitCode was used before");

// 6. Against phishing.
pub(super) const TIMESTAMP: Code = code("10061", "订单时间戳格式不正确", "orderTimestamp is malformed");
pub(super) const TIMED_OUT: Code = code("10062", "订单已超时, 请重新提交", "the order timed out, submit it again");
pub(super) const PAYER_IP: Code = code("10063", "支付人 IP 格式不正确", "payerIP is malformed");
pub(super) const NO_TIMESTAMP: Code = code("10064", "缺少订单时间戳", "orderTimestamp is missing");
pub(super) const NO_PAYER_IP: Code = code("10065", "缺少支付人 IP", "payerIP is missing");

// 7. What the order has become.
pub(super) const PAID: Code = code("30004", "订单已支付", "the order is paid already");
pub(super) const NO_REPEAT: Code = code("10037", "订单不能重复提交, 请重新下单", "this order must not be submitted again, make a new one");
pub(super) const EXPIRED: Code = code("10038", "不在支付时间范围内", "outside the time allowed for payment");

// 8. How much.
pub(super) const BELOW_FEE: Code = code("20008", "订单金额小于手续费", "the amount is below the fee");
pub(super) const OVER_PAYMENT: Code = code("20010", "超过支付限额", "above the payment limit");
pub(super) const OVER_ORDER: Code = code("20011", "超过单笔限额", "above the limit per order");
pub(super) const OVER_DAY: Code = code("20012", "超过日累计限额", "above the daily total");
pub(super) const OVER_MONTH: Code = code("20013", "超过月累计限额", "above the monthly total");

// At the bank.
pub(super) const NO_BALANCE: Code = code("50009", "余额不足", "the balance is too low");
