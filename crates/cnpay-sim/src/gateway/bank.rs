//! The banks of section 10.2, as the cashier offers them.

use std::borrow::Cow;

use crate::page::Language;

/// A bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bank {
    pub(super) id: &'static str,
    zh: &'static str,
    en: &'static str,
}

impl Bank {
    pub(super) fn name(&self, language: Language) -> Cow<'static, str> {
        language.say(self.zh, self.en)
    }
}

const fn bank(id: &'static str, zh: &'static str, en: &'static str) -> Bank {
    Bank { id, zh, en }
}

/// For persons.
pub(super) const PERSONAL: &[Bank] = &[
    bank("ICBC", "工商银行", "Industrial and Commercial Bank of China"),
    bank("CMB", "招商银行", "China Merchants Bank"),
    bank("ABC", "农业银行", "Agricultural Bank of China"),
    bank("CCB", "建设银行", "China Construction Bank"),
    bank("BOC", "中国银行", "Bank of China"),
    bank("BCOM", "交通银行", "Bank of Communications"),
    bank("SPDB", "浦发银行", "Shanghai Pudong Development Bank"),
    bank("CMBC", "民生银行", "China Minsheng Bank"),
    bank("CIB", "兴业银行", "Industrial Bank"),
    bank("CITIC", "中信银行", "China CITIC Bank"),
    bank("CEB", "光大银行", "China Everbright Bank"),
    bank("GDB", "广发银行", "China Guangfa Bank"),
    bank("HXB", "华夏银行", "Hua Xia Bank"),
    bank("PAB", "平安银行", "Ping An Bank"),
    bank("SDB", "深圳发展银行", "Shenzhen Development Bank"),
    bank("BOB", "北京银行", "Bank of Beijing"),
    bank("NBCB", "宁波银行", "Bank of Ningbo"),
    bank("NJCB", "南京银行", "Bank of Nanjing"),
    bank("HZB", "杭州银行", "Bank of Hangzhou"),
    bank("HSB", "徽商银行", "Huishang Bank"),
    bank("CZB", "浙商银行", "China Zheshang Bank"),
    bank("SHB", "上海银行", "Bank of Shanghai"),
    bank("SRCB", "上海农商银行", "Shanghai Rural Commercial Bank"),
    bank("BEA", "东亚银行", "Bank of East Asia"),
    bank("JSB", "江苏银行", "Bank of Jiangsu"),
    bank("DLB", "大连银行", "Bank of Dalian"),
    bank("CBHB", "渤海银行", "China Bohai Bank"),
    bank("BJRCB", "北京农商银行", "Beijing Rural Commercial Bank"),
    bank("GZCB", "广州银行", "Bank of Guangzhou"),
    bank("PSBC", "邮政储蓄银行", "Postal Savings Bank of China"),
    bank("POST", "中国邮政", "China Post"),
    bank("UPOP", "银联在线", "UnionPay Online"),
];

/// For companies.
pub(super) const CORPORATE: &[Bank] = &[
    bank("ICBC_B2B", "工商银行（企业）", "Industrial and Commercial Bank of China, corporate"),
    bank("CMB_B2B", "招商银行（企业）", "China Merchants Bank, corporate"),
    bank("CCB_B2B", "建设银行（企业）", "China Construction Bank, corporate"),
    bank("ABC_B2B", "农业银行（企业）", "Agricultural Bank of China, corporate"),
    bank("BOC_B2B", "中国银行（企业）", "Bank of China, corporate"),
    bank("BCOM_B2B", "交通银行（企业）", "Bank of Communications, corporate"),
    bank("CIB_B2B", "兴业银行（企业）", "Industrial Bank, corporate"),
    bank("SPDB_B2B", "浦发银行（企业）", "Shanghai Pudong Development Bank, corporate"),
    bank("CEB_B2B", "光大银行（企业）", "China Everbright Bank, corporate"),
];

/// The banks that go with a payment method.
pub(super) fn banks(pay_type: &str) -> &'static [Bank] {
    match pay_type {
        "12" => &[],
        "14" => CORPORATE,
        _ => PERSONAL,
    }
}

/// The bank of that id among those of a payment method.
pub(super) fn find(pay_type: &str, id: &str) -> Option<&'static Bank> {
    banks(pay_type).iter().find(|bank| bank.id == id)
}
