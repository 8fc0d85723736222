//! The worked examples of section 3.3 and the samples of section 4.

use md5::{Digest, Md5};
use paycore::Fen;
use zx_form::{Balance, Message, Operation, Pay, Payout, PayoutQuery, Query, fields};

pub(crate) const KEY: &str = "FFFFFFFFFFFFFFFF";

pub(crate) const PAY: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&tranType=0402&payAmt=1990\
    &backUrl=https%3A%2F%2Fshop.example%2Fzx%2Fnotice%3Fshop%3D7&frontUrl=&goodsName=%E5%86%B0%E7%BE%8E%E5%BC%8F+%26+%E8%B4%9D%E6%9E%9C\
    &buyIp=203.0.113.7&sign=CFD7D7DC22F3902658031D5F743E3C81";
pub(crate) const PAY_BASE: &str = "backUrl=https://shop.example/zx/notice?shop=7&buyIp=203.0.113.7&custId=16121900001774\
    &custOrderNo=ZX20240506000001&goodsName=冰美式 & 贝果&orgNo=8161000204&payAmt=1990&tranType=0402&version=2.1&key=";
pub(crate) const PAYOUT: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrdNo=ZP20240506000001&casType=00&casAmt=150000\
    &deductWay=02&accountName=%E7%8E%8B%E5%B0%8F%E6%98%8E&cardNo=6222020000000000018\
    &bankName=%E4%B8%AD%E5%9B%BD%E5%B7%A5%E5%95%86%E9%93%B6%E8%A1%8C&subBankName=%E6%9D%AD%E5%B7%9E%E8%A5%BF%E6%B9%96%E6%94%AF%E8%A1%8C\
    &provinceName=%E6%B5%99%E6%B1%9F%E7%9C%81&cityName=%E6%9D%AD%E5%B7%9E%E5%B8%82&accountType=1&cnapsCode=102331099999\
    &filed1=110101199003070011&filed2=13900000001&sign=8BD75DC1EB7E4D5F73668CA4873562CD";
pub(crate) const PAYOUT_BASE: &str = "accountName=王小明&accountType=1&bankName=中国工商银行&cardNo=6222020000000000018&casAmt=150000\
    &casType=00&cityName=杭州市&cnapsCode=102331099999&custId=16121900001774&custOrdNo=ZP20240506000001&deductWay=02\
    &filed1=110101199003070011&filed2=13900000001&orgNo=8161000204&provinceName=浙江省&subBankName=杭州西湖支行&version=2.1&key=";
pub(crate) const QUERY: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001\
    &sign=EF45A798245420E88D00F2F4801C1D53";
pub(crate) const PAYOUT_QUERY: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrdNo=ZP20240506000001\
    &sign=E5246CBEF5F28488F7C41F18A18580CC";
pub(crate) const PAY_REPLY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"下单成功","custId":"16121900001774","custOrderNo":"ZX20240506000001","prdOrdNo":"20240506101112000017","contentType":"01","busContent":"weixin://wxpay/bizpayurl?pr=SYNTHETIC2","ordStatus":"06","ordDesc":"未支付","sign":"C68A23E6F888F27B04F998361DC1BD83"}"#;
pub(crate) const PAYOUT_REPLY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"受理成功","custId":"16121900001774","custOrdNo":"ZP20240506000001","casOrdNo":"20240506110000000031","ordStatus":"01","casAmt":"150000","casTime":"20240506110000","sign":"2628F9AB6DA14FCACB88DF5A361B21E5"}"#;
pub(crate) const QUERY_REPLY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"交易成功","custId":"16121900001774","custOrderNo":"ZX20240506000001","prdOrdNo":"20240506101112000017","ordStatus":"01","ordAmt":1990,"payAmt":1990,"ordTime":"20240506101112","ordDesc":null,"sign":"29D7BC66C70E5F404D5D5AD3B76F0F14"}"#;
pub(crate) const QUERY_REPLY_BASE: &str = "code=000000&custId=16121900001774&custOrderNo=ZX20240506000001&msg=交易成功&ordAmt=1990\
    &ordStatus=01&ordTime=20240506101112&orgNo=8161000204&payAmt=1990&prdOrdNo=20240506101112000017&key=";
pub(crate) const BALANCE_REPLY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"查询成功","custId":"16121900001774","account":"A000017","acType":"01","acBal":"300000","frozBalance":"0","sign":"493D2B651E9082783560C6086783FB1B"}"#;
pub(crate) const BALANCE_REPLY_BASE: &str = "acBal=300000&acType=01&account=A000017&code=000000&custId=16121900001774&frozBalance=0\
    &msg=查询成功&orgNo=8161000204&key=";
pub(crate) const PAYOUT_QUERY_REPLY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"查询成功","custId":"16121900001774","custOrdNo":"ZP20240506000001","casOrdNo":"20240506110000000031","ordStatus":"07","casAmt":"150000","casDesc":"","casType":"00","casDate":"20240506110000","fee":"0","serviceFee":"200","netrecAmt":"150000","sign":"B1E358C02BC6A58131F7FD3E9FA9E16A"}"#;
pub(crate) const PAYOUT_QUERY_REPLY_BASE: &str = "casAmt=150000&casDate=20240506110000&casOrdNo=20240506110000000031&casType=00&code=000000\
    &custId=16121900001774&custOrdNo=ZP20240506000001&fee=0&msg=查询成功&netrecAmt=150000&ordStatus=07&orgNo=8161000204&serviceFee=200&key=";
pub(crate) const NOTICE: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001\
    &prdOrdNo=20240506101112000017&ordAmt=1990&ordTime=20240506101112&payAmt=1990&ordStatus=01&chnTag=A%2F7\
    &sign=9E8975CBF63299160EC583C73B671C83";
pub(crate) const NOTICE_BASE: &str = "chnTag=A/7&custId=16121900001774&custOrderNo=ZX20240506000001&ordAmt=1990&ordStatus=01\
    &ordTime=20240506101112&orgNo=8161000204&payAmt=1990&prdOrdNo=20240506101112000017&version=2.1&key=";

pub(crate) fn pay() -> Pay {
    Pay::builder()
        .org_no("8161000204")
        .cust_id("16121900001774")
        .cust_order_no("ZX20240506000001")
        .tran_type("0402")
        .pay_amt(Fen::new(1990))
        .back_url("https://shop.example/zx/notice?shop=7")
        .goods_name("冰美式 & 贝果")
        .buy_ip("203.0.113.7")
        .build()
}

pub(crate) fn query() -> Query {
    Query::builder().org_no("8161000204").cust_id("16121900001774").cust_order_no("ZX20240506000001").build()
}

pub(crate) fn payout() -> Payout {
    Payout::builder()
        .org_no("8161000204")
        .cust_id("16121900001774")
        .cust_ord_no("ZP20240506000001")
        .cas_amt(Fen::new(150_000))
        .deduct_way("02")
        .account_name("王小明")
        .card_no("6222020000000000018")
        .bank_name("中国工商银行")
        .sub_bank_name("杭州西湖支行")
        .province_name("浙江省")
        .city_name("杭州市")
        .account_type("1")
        .cnaps_code("102331099999")
        .id_number("110101199003070011")
        .mobile("13900000001")
        .build()
}

pub(crate) fn payout_query() -> PayoutQuery {
    PayoutQuery::builder().org_no("8161000204").cust_id("16121900001774").cust_ord_no("ZP20240506000001").build()
}

pub(crate) fn balance() -> Balance {
    Balance::builder().org_no("8161000204").cust_id("16121900001774").build()
}

/// Upper-case hex, as the wire has it.
pub(crate) fn md5(base: &[u8]) -> String {
    Md5::new().chain_update(base).chain_update(KEY).finalize().iter().map(|byte| format!("{byte:02X}")).collect()
}

#[track_caller]
fn sent<O: Operation>(request: &O, form: &str, base: &str) {
    let mut fields = fields(request).expect("valid");
    assert_eq!(String::from_utf8_lossy(&fields.base()), base);
    let signature = md5(&fields.base());
    fields.push("sign", signature);
    // Examples carry an empty field; nothing empty is sent here.
    assert_eq!(fields.to_form(), form.replace("&frontUrl=", ""));
    assert_eq!(String::from_utf8_lossy(&fields.base()), base, "the signature does not sign itself");
}

#[test]
fn requests() {
    sent(&pay(), PAY, PAY_BASE);
    sent(&payout(), PAYOUT, PAYOUT_BASE);
    sent(&query(), QUERY, "custId=16121900001774&custOrderNo=ZX20240506000001&orgNo=8161000204&version=2.1&key=");
    sent(&payout_query(), PAYOUT_QUERY, "custId=16121900001774&custOrdNo=ZP20240506000001&orgNo=8161000204&version=2.1&key=");
    assert_eq!(fields(&balance()).expect("valid").to_form(), "version=2.1&orgNo=8161000204&custId=16121900001774");
}

#[test]
fn received_messages() {
    for (message, base) in [
        (PAY, PAY_BASE),
        (PAYOUT, PAYOUT_BASE),
        (QUERY_REPLY, QUERY_REPLY_BASE),
        (BALANCE_REPLY, BALANCE_REPLY_BASE),
        (PAYOUT_QUERY_REPLY, PAYOUT_QUERY_REPLY_BASE),
        (NOTICE, NOTICE_BASE),
    ] {
        let message = Message::parse(message.as_bytes()).expect("a message");
        assert_eq!(String::from_utf8_lossy(&message.base()), base);
        assert_eq!(message.signature(), Some(md5(base.as_bytes()).as_bytes()));
    }
    for reply in [PAY_REPLY, PAYOUT_REPLY] {
        let message = Message::from_json(reply.as_bytes()).expect("a reply");
        assert_eq!(message.signature(), Some(md5(&message.base()).as_bytes()));
    }
}
