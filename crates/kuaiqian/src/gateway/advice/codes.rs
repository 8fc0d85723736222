//! The codes, as lists.

use paycore::Advice;

use super::{Class, Code};

/// A code: what it means, then what to do about it.
macro_rules! code {
    ($code:literal, $class:expr, $en:literal, $zh:literal, $todo:literal, $todo_zh:literal) => {
        Code {
            code: $code,
            class: $class,
            text: Advice { en: $en, zh: $zh },
            advice: Advice { en: concat!($en, ": ", $todo), zh: concat!($zh, "；", $todo_zh) },
        }
    };
}

macro_rules! field {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::Field), $en, $zh, "correct the request; nothing was charged", "请修正请求，未扣款")
    };
}
macro_rules! set_up {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::SetUp), $en, $zh, "talk to 99bill; nothing was charged", "请联系快钱处理，未扣款")
    };
}
macro_rules! limit {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::Limit), $en, $zh, "a smaller amount, or another method", "请减小金额或更换支付方式")
    };
}
macro_rules! channel {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::Channel), $en, $zh, "try again or another method, with the same order", "请用同一订单重试或更换支付方式")
    };
}
macro_rules! payer {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::Payer), $en, $zh, "the payer may try again", "付款人可重试")
    };
}
macro_rules! in_doubt {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::InDoubt), $en, $zh, "query before anything else", "请先查询，再做其他处理")
    };
}
macro_rules! refused {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, Some(Class::Refused), $en, $zh, "do not repeat; a person decides", "请勿重复，需人工处理")
    };
}
macro_rules! wrong_query {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, None, $en, $zh, "correct the query", "请修正查询请求")
    };
}
macro_rules! wrong_signature {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, None, $en, $zh, "check the query key and the signature", "请核对查询密钥与签名")
    };
}
macro_rules! wrong_account {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, None, $en, $zh, "check the account", "请核对账号")
    };
}
macro_rules! later {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, None, $en, $zh, "ask again later", "请稍后再查")
    };
}
macro_rules! not_final {
    ($code:literal, $en:literal, $zh:literal) => {
        code!(
            $code,
            None,
            $en,
            $zh,
            "it says nothing final: ask again later, and never conclude that the order was not paid",
            "尚无定论，请稍后再查，不可据此认定未支付"
        )
    };
}
macro_rules! open {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, None, $en, $zh, "it may still be paid: ask again later", "仍可能支付成功，请稍后再查")
    };
}
macro_rules! end {
    ($code:literal, $en:literal, $zh:literal) => {
        code!($code, None, $en, $zh, "the list ends here", "列表到此为止")
    };
}

/// Section 10.3.
pub(super) const PAYMENT: &[Code] = &[
    in_doubt!("00000", "cause not known", "原因不明"),
    field!("10001", "inputCharset is not 1, 2 or 3", "字符集不是 1、2、3"),
    field!("10002", "return type not supported", "返回类型不支持"),
    field!("10003", "pageUrl and bgUrl are both missing or wrong", "页面地址与后台地址均缺失或有误"),
    field!("10004", "pageUrl or bgUrl is missing or wrong", "页面地址或后台地址缺失或有误"),
    field!("10005", "version not supported", "版本不支持"),
    field!("10006", "merchantAcctId does not exist", "人民币账号不存在"),
    field!("10007", "payerName is wrong", "付款人姓名有误"),
    field!("10008", "payerContactType is missing or not supported", "联系方式类型缺失或不支持"),
    field!("10009", "payerContact is wrong", "联系方式有误"),
    field!("10010", "orderId is wrong or longer than 30", "订单号有误或超过 30 位"),
    field!("10011", "orderAmount is no number of fen", "订单金额不是整数分"),
    field!("10012", "orderTime is malformed", "订单时间格式有误"),
    field!("10013", "productName is wrong", "商品名称有误"),
    field!("10014", "productNum is wrong", "商品数量有误"),
    field!("10015", "productId is wrong", "商品代码有误"),
    field!("10016", "productDesc is wrong", "商品描述有误"),
    field!("10017", "ext1 is wrong", "扩展字段一有误"),
    field!("10018", "ext2 is wrong", "扩展字段二有误"),
    field!("10019", "payType is wrong", "支付方式有误"),
    field!("10020", "payment service code is wrong", "支付服务代码有误"),
    field!("10021", "bankId is wrong", "银行代码有误"),
    field!("10022", "language not supported", "语言不支持"),
    field!("10023", "signType not supported", "签名类型不支持"),
    set_up!("10024", "the RMB gateway is not open for the merchant", "未开通人民币网关"),
    set_up!("10025", "the international-card gateway is not open", "未开通国际卡网关"),
    set_up!("10026", "the telephone gateway is not open", "未开通电话支付网关"),
    field!("10027", "pid is wrong", "合作方编号有误"),
    field!("10028", "international-card parameters are wrong", "国际卡参数有误"),
    field!("10029", "phone-card parameters are wrong", "充值卡参数有误"),
    field!("10030", "the agent's account code is wrong", "代理账号代码有误"),
    set_up!("10031", "the agent gateway is not open", "未开通代理网关"),
    field!("10032", "the original deal does not exist", "原交易不存在"),
    field!("10033", "the amount is not in yuan with two decimals", "金额不是最多两位小数的元"),
    field!("10034", "the fee amount is wrong", "费用金额有误"),
    field!("10035", "the fees are not below the order amount", "费用合计不低于订单金额"),
    field!("10036", "redoFlag is wrong", "重复提交标志有误"),
    in_doubt!("10037", "this order must not be submitted again", "该订单不可重复提交"),
    field!("10038", "outside the time allowed for payment", "不在允许的支付时间内"),
    field!("10042", "the card number is malformed", "卡号格式有误"),
    field!("10043", "card issuer not supported", "发卡机构不支持"),
    field!("10044", "card issuer is missing", "缺少发卡机构"),
    field!("10045", "the parameters are wrong", "参数有误"),
    set_up!("10046", "this card issuer is not arranged", "未签约该发卡机构"),
    set_up!("10047", "this kind of card is not arranged", "未签约该卡种"),
    field!("10053", "the platform's return address is missing", "缺少平台返回地址"),
    field!("10054", "the signature is missing", "缺少签名"),
    field!("10055", "extDataType is invalid", "扩展数据类型无效"),
    field!("10056", "extDataContent is malformed", "扩展数据内容格式有误"),
    field!("10057", "foreign currency is not accepted", "不接受外币"),
    field!("10058", "this foreign currency is not supported", "不支持该外币"),
    field!("10059", "the identity number is malformed", "证件号格式有误"),
    limit!("10060", "the foreign amount is above the maximum", "外币金额超过上限"),
    field!("10061", "orderTimestamp is malformed", "时间戳格式有误"),
    field!("10062", "the order came later than 30 seconds after its timestamp", "订单超时，需重新获取时间戳"),
    field!("10063", "payerIP is malformed", "付款人 IP 格式有误"),
    field!("10064", "orderTimestamp is missing", "缺少时间戳"),
    field!("10065", "payerIP is missing", "缺少付款人 IP"),
    field!("20001", "the signature does not fit", "签名不符"),
    set_up!("20002", "the merchant account is frozen", "商户账户已冻结"),
    limit!("20003", "the turnover limit is exceeded", "超过商户交易限额"),
    set_up!("20004", "the direct-bank parameters are wrong", "银行直连参数有误"),
    field!("20005", "the coupon cannot be used", "优惠券不可用"),
    set_up!("20006", "the account may not receive money", "账户不可收款"),
    set_up!("20007", "the account is closed", "账户已关闭"),
    limit!("20008", "the amount is below the fee", "金额低于手续费"),
    set_up!("20009", "direct bank payment is not allowed", "未开通银行直连"),
    limit!("20010", "above the payment limit", "超过支付限额"),
    limit!("20011", "above the limit per order", "超过单笔限额"),
    limit!("20012", "above the daily total", "超过日累计限额"),
    limit!("20013", "above the monthly total", "超过月累计限额"),
    set_up!("20028", "an attribute of the merchant is not set up", "商户属性未配置"),
    channel!("30001", "the bank is not available", "银行暂不可用"),
    channel!("30002", "offline payment is not available", "线下支付暂不可用"),
    channel!("30003", "the telephone bank is not available", "电话银行暂不可用"),
    in_doubt!("30004", "the order is paid already", "订单已支付"),
    payer!("30005", "the payer must give an e-mail address", "付款人须填写邮箱"),
    payer!("50001", "the captcha is wrong", "验证码错误"),
    payer!("50002", "the user does not exist", "用户不存在"),
    payer!("50003", "the user is frozen", "用户已冻结"),
    payer!("50004", "too many log-in attempts", "登录次数过多"),
    payer!("50005", "payer and payee are the same", "付款方与收款方相同"),
    payer!("50006", "the operation timed out", "操作超时"),
    payer!("50007", "the account is wrong", "账户有误"),
    payer!("50008", "the password is wrong", "密码错误"),
    payer!("50009", "the balance is too low", "余额不足"),
    payer!("50010", "no right to pay", "无支付权限"),
    set_up!("50011", "personal members cannot be paid", "不可向个人会员付款"),
    payer!("50012", "the second approval failed", "复核有误"),
    payer!("50013", "the security token is reported lost", "快钱盾已挂失"),
    payer!("50014", "the security token's data is wrong", "快钱盾数据有误"),
    payer!("50015", "the security token failed, cause not known", "快钱盾异常，原因不明"),
    payer!("50016", "the default user name must be used", "须用默认用户名登录"),
    payer!("50017", "the second approval failed more than three times", "复核超过三次"),
    field!("60001", "the currency is wrong", "币种有误"),
    field!("60002", "the order number is empty or too long", "订单号为空或过长"),
    field!("60003", "the order number has forbidden characters", "订单号含非法字符"),
    field!("60004", "the amount is no number", "金额不是数字"),
    field!("60005", "the amount is no integer", "金额不是整数"),
    payer!("70001", "a coupon error", "优惠券错误"),
    payer!("70002", "a coupon error", "优惠券错误"),
    payer!("70003", "a coupon error", "优惠券错误"),
    refused!("80001", "the payment looks unlawful", "交易疑似违规"),
    refused!("80002", "the payment looks unlawful", "交易疑似违规"),
    field!("81000", "remitCode breaks its rule", "汇款识别码不合规则"),
    in_doubt!("81001", "remitCode was used before", "汇款识别码已被使用"),
    refused!("81004", "above the single limit without identity papers", "超过单笔限额，需提供证件"),
    refused!("81005", "above the monthly limit without identity papers", "超过月限额，需提供证件"),
    refused!("82001", "the payee's account is not under a real name", "收款账户未实名"),
    refused!("82002", "the payer's account is not under a real name", "付款账户未实名"),
];

/// Section 10.4.
pub(super) const ORDER_QUERY: &[Code] = &[
    later!("00000", "cause not known", "原因不明"),
    wrong_query!("10001", "version is wrong", "版本有误"),
    wrong_query!("10002", "signType is wrong", "签名类型有误"),
    wrong_query!("10003", "merchantAcctId is malformed", "账号格式有误"),
    wrong_query!("10004", "queryType is wrong", "查询类型有误"),
    wrong_query!("10005", "queryMode is wrong", "查询模式有误"),
    wrong_query!("10006", "startTime is wrong", "开始时间有误"),
    wrong_query!("10007", "endTime is wrong", "结束时间有误"),
    wrong_query!("10008", "orderId is malformed", "订单号格式有误"),
    wrong_query!("10010", "inputCharset is wrong", "字符集有误"),
    wrong_query!("11001", "the start is later than the end", "开始时间晚于结束时间"),
    wrong_query!("11002", "more than 30 days", "超过 30 天"),
    wrong_signature!("11003", "the signature does not fit", "签名不符"),
    wrong_query!("11004", "the end lies in the future", "结束时间在将来"),
    wrong_account!("20001", "the account does not exist or is closed", "账户不存在或已关闭"),
    wrong_signature!("20002", "the signature does not fit, or there is no right to query", "签名不符或无查询权限"),
    later!("30001", "the system is busy", "系统繁忙"),
    later!("30002", "the query failed", "查询失败"),
    not_final!("31001", "no deals found", "未找到交易"),
    not_final!("31002", "no successful deals found", "未找到成功交易"),
    not_final!("31003", "the order number does not exist", "订单号不存在"),
    wrong_query!("31004", "the result is out of range", "结果超出范围"),
    open!("31005", "the order is not paid", "订单未支付成功"),
    end!("31006", "the page does not exist", "页码不存在"),
];

/// Section 10.5.
pub(super) const REFUND_QUERY: &[Code] = &[
    later!("10000", "cause not known", "原因不明"),
    wrong_query!("10002", "return type is wrong", "返回类型有误"),
    wrong_query!("10003", "return address is wrong", "返回地址有误"),
    wrong_query!("10004", "return address is wrong", "返回地址有误"),
    wrong_query!("10005", "version is wrong", "版本有误"),
    wrong_account!("10006", "merchantAcctId is invalid", "账号无效"),
    wrong_query!("10007", "the period is not allowed", "查询时间段不允许"),
    wrong_query!("10008", "signType is wrong", "签名类型有误"),
    wrong_signature!("10009", "the signature does not fit", "签名不符"),
    wrong_query!("10010", "version is missing", "缺少版本"),
    wrong_query!("10011", "a date is malformed", "日期格式有误"),
    later!("10012", "no refunds found", "未找到退款"),
    later!("10013", "the query failed", "查询失败"),
    wrong_account!("10014", "merchantAcctId is missing", "缺少账号"),
];
