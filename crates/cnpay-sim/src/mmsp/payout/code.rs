//! Return codes, as far as the simulator gives them. Section 9.3.

/// A code and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) code: &'static str,
    pub(super) text: &'static str,
}

const fn code(code: &'static str, text: &'static str) -> Code {
    Code { code, text }
}

pub(super) const SUCCESS: Code = code("0000", "交易成功");
pub(super) const ASK: Code = code("0001", "系统异常，需要发起订单查询");
pub(super) const PARAMETERS: Code = code("1001", "参数错误");
pub(super) const NO_MERCHANT: Code = code("1002", "商户不存在或未激活");
pub(super) const NO_CERTIFICATE: Code = code("1004", "商户未生成证书");
pub(super) const ENCRYPTION: Code = code("1005", "加密错误");
pub(super) const SIGNATURE: Code = code("1006", "签名错误");
pub(super) const VERSION: Code = code("1007", "版本号错误");
pub(super) const DUPLICATE: Code = code("1008", "流水号重复");
pub(super) const BUSINESS_TYPE: Code = code("1011", "业务类型错误");
pub(super) const NAME: Code = code("1014", "姓名错误");
pub(super) const MOBILE: Code = code("1015", "手机号码错误");
pub(super) const ACCOUNT: Code = code("1018", "账号错误");
pub(super) const ACCOUNT_TYPE: Code = code("1019", "账号类型错误");
pub(super) const BANK_NAME: Code = code("1020", "开户行名称错误");
pub(super) const BANK_NUMBER: Code = code("1021", "开户行银联机构号错误");
pub(super) const PROVINCE: Code = code("1022", "开户行省份错误");
pub(super) const MORE_FIELDS: Code = code("1023", "不满足渠道交易要素要求");
pub(super) const NO_NUMBER: Code = code("1027", "两个单号不能同时为空");
pub(super) const NO_ORDER: Code = code("1028", "商户订单号不存在");
pub(super) const NO_PLATFORM_ORDER: Code = code("1029", "平台流水号不存在");
pub(super) const AMOUNT: Code = code("1030", "代付金额错误");
pub(super) const BALANCE: Code = code("1031", "商户余额不足");
pub(super) const NO_CHANNEL: Code = code("1032", "未配置代付渠道");
pub(super) const CHANNEL_CLOSED: Code = code("1036", "渠道暂未开通");
pub(super) const NO_ADVANCE: Code = code("1048", "未开通垫资");

/// What a field is refused with that breaks its row.
pub(super) fn of(field: &str) -> Code {
    match field {
        "BUSITYPE" => BUSINESS_TYPE,
        "AMT" => AMOUNT,
        "ACCNAME" => NAME,
        "MOBILE" => MOBILE,
        "ACCNO" => ACCOUNT,
        "ACCTYPE" | "CVV2" => ACCOUNT_TYPE,
        "BANKNAME" => BANK_NAME,
        "BANKSETTLENO" => BANK_NUMBER,
        "BANKPROV" => PROVINCE,
        _ => PARAMETERS,
    }
}
