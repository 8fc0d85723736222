//! The worked examples of section 3.4: the Body as sent, the text that is signed, the signature.

/// The published test key of the merchant, and the agent's key of example 9.
pub(crate) const KEY: &str = "ea21842eea24e448b991b1cb0a0294cf";
pub(crate) const AGENT_KEY: &str = "5f0c1e2d3b4a59687786a5b4c3d2e1f0";

pub(crate) struct Example {
    pub(crate) body: &'static str,
    pub(crate) base: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) key: &'static str,
}

pub(crate) const EXAMPLES: &[Example] = &[
    Example {
        body: r#"{"RANDSTR":"p8Wc1vT5nB","LIST_ID":"100000900017","MSG_CODE":"482913"}"#,
        base: r#"{"LIST_ID":"100000900017","MSG_CODE":"482913","RANDSTR":"p8Wc1vT5nB"}"#,
        sign: "F111CDEC928B43167B24A19B91F55551",
        key: KEY,
    },
    Example {
        body: r#"{"MERORDERID":"QP20240506000017","CARDNO":"6222020000000000018","AMT":"2580","CARDTYPE":"1","NAME":"王小明","ID_NO":"110101199003070011","PHONENO":"13900000001","RANDSTR":"k3J9xQ2mZ7","NOTIFY_URL":"https://shop.example/mmsp/quickpay"}"#,
        base: r#"{"AMT":"2580","CARDNO":"6222020000000000018","CARDTYPE":"1","ID_NO":"110101199003070011","MERORDERID":"QP20240506000017","NAME":"王小明","NOTIFY_URL":"https:\/\/shop.example\/mmsp\/quickpay","PHONENO":"13900000001","RANDSTR":"k3J9xQ2mZ7"}"#,
        sign: "774E29DC5F7AD98FA62FDB87AB8B98B2",
        key: KEY,
    },
    Example {
        body: r#"{"MERORDERID":"GW20240506000009","AMT":"8800","NOTIFY_URL":"https://shop.example/mmsp/gateway?shop=7&lang=zh","JUMP_URL":"https://shop.example/order/9/done","PAY_CHANNEL":"YLBILL-NET-B2C","GOODSNAME":"龙井茶/250g","REMARK":""}"#,
        base: r#"{"AMT":"8800","GOODSNAME":"龙井茶\/250g","JUMP_URL":"https:\/\/shop.example\/order\/9\/done","MERORDERID":"GW20240506000009","NOTIFY_URL":"https:\/\/shop.example\/mmsp\/gateway?shop=7&lang=zh","PAY_CHANNEL":"YLBILL-NET-B2C","REMARK":""}"#,
        sign: "8A171FA788F68D7DD8B3A21767C7F3DE",
        key: KEY,
    },
    Example {
        body: r#"{"AMT":"2580","BANK_NAME":"工商银行","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","NOTIFY_DATE":"20240506101235","PAY_DATE":"20240506101230","PUSH_COUNT":3,"STATUS":"1"}"#,
        base: r#"{"AMT":"2580","BANK_NAME":"工商银行","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","NOTIFY_DATE":"20240506101235","PAY_DATE":"20240506101230","PUSH_COUNT":3,"STATUS":"1"}"#,
        sign: "E45887F316CA20F67B65D4A0492C532E",
        key: KEY,
    },
    Example {
        body: r#"{"ORDERNO":"","MERORDERID":"RV2024050600043","RANDSTR":"w9Zq3eM6lD"}"#,
        base: r#"{"MERORDERID":"RV2024050600043","ORDERNO":"","RANDSTR":"w9Zq3eM6lD"}"#,
        sign: "6A06E370CF94ED578FE3E5C324127938",
        key: KEY,
    },
    Example {
        body: r#"{"STATUS":"1","PERPAGE":"10","PAGE":"1","TOTAL_NUM":"2","TOTAL_PAGE":"1","BIZ_CONTENT":[{"STATUS":"1","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","AMT":"2580","REMARK":"五月/团购"},{"STATUS":"1","LIST_ID":"100000900021","MERORDERID":"QP20240506000021","AMT":"199","REMARK":""}]}"#,
        base: r#"{"BIZ_CONTENT":[{"STATUS":"1","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","AMT":"2580","REMARK":"五月\/团购"},{"STATUS":"1","LIST_ID":"100000900021","MERORDERID":"QP20240506000021","AMT":"199","REMARK":""}],"PAGE":"1","PERPAGE":"10","STATUS":"1","TOTAL_NUM":"2","TOTAL_PAGE":"1"}"#,
        sign: "16012553161626FFD38593E2FB0B7C3F",
        key: KEY,
    },
    Example {
        body: r#"{"STATUS":"1","MER_ID":"001440353999853","MERORDERID":"WX2024050600042","IS_RAW":"2","IST0":"1","IS_MINIPG":"1"}"#,
        base: r#"{"IST0":"1","IS_MINIPG":"1","IS_RAW":"2","MERORDERID":"WX2024050600042","MER_ID":"001440353999853","STATUS":"1"}"#,
        sign: "E53473898D25AAE8767B40DD47703CFB",
        key: KEY,
    },
    Example {
        body: r#"{"GOODSNAME":"12\" 披萨\\双拼🍕","REMARK":"A\tB & 'C' <D>","MERORDERID":"GW20240506000010"}"#,
        base: r#"{"GOODSNAME":"12\" 披萨\\双拼🍕","MERORDERID":"GW20240506000010","REMARK":"A\tB & 'C' <D>"}"#,
        sign: "D03910AC29B7A325A157D45D038E368F",
        key: KEY,
    },
    Example {
        body: r#"{"MERORDERID":"AG2024050600001","RANDSTR":"m1Np4gS8fO"}"#,
        base: r#"{"MERORDERID":"AG2024050600001","RANDSTR":"m1Np4gS8fO"}"#,
        sign: "C9F8EA1862266D446832813E11408E3D",
        key: AGENT_KEY,
    },
    Example {
        body: r#"{"STATUS":"1","MERORDERID":"GW20240506000009","AMT":"8800","GOODSNAME":"龙井茶/250g","PAY_CHANNEL":"YLBILL-NET-B2C","LIST_ID":"110009000017","PAY_DATE":"20240506101112","NOTIFY_DATE":"20240506101113","REMARK":"","PUSH_COUNT":2}"#,
        base: r#"{"AMT":"8800","GOODSNAME":"龙井茶\/250g","LIST_ID":"110009000017","MERORDERID":"GW20240506000009","NOTIFY_DATE":"20240506101113","PAY_CHANNEL":"YLBILL-NET-B2C","PAY_DATE":"20240506101112","PUSH_COUNT":2,"REMARK":"","STATUS":"1"}"#,
        sign: "F0C61559C3869D715B05812097B50AFA",
        key: AGENT_KEY,
    },
];
