//! The field tables of section 4, as the platform checks them.
//!
//! They are written down here once more on purpose: the simulator must be able to disagree with the codec that a client uses.

mod check;
mod payout;
mod quickpay;
mod scan;
mod web;

pub(super) mod tables {
    pub(in crate::mmsp) use super::{payout::*, quickpay::*, scan::*, web::*};
}

pub(super) use check::check;

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    name: &'static str,
    need: Need,
    most: usize,
    class: Class,
}

/// Whether the field must be there. An empty text counts as nothing.
#[derive(Debug, Clone, Copy)]
enum Need {
    Required,
    Optional,
    /// Required where that other field says so, and not to be sent elsewhere.
    Exactly(&'static str, &'static str),
    /// Required where that other field says so.
    When(&'static str, &'static str),
    /// Required where that field says so and the second is absent.
    WhenWithout(&'static str, &'static str, &'static str),
    /// Only where that other field says so.
    Only(&'static str, &'static str),
    /// Required where that other field is absent.
    Or(&'static str),
}

/// Which texts it takes.
#[derive(Debug, Clone, Copy)]
enum Class {
    /// Anything but control characters.
    Text,
    Digits,
    /// As many digits.
    Exact(usize),
    /// Fen, more than nothing, without a leading zero.
    Amount,
    /// `MMYY`.
    Expiry,
    /// `YYYYMMDD`.
    Day,
    /// `YYYYMMDD`, not before that other field.
    DayFrom(&'static str),
    /// From 1 up to that.
    Count(u64),
    /// `YYYYMMDDHHmmss`.
    Compact,
    /// `YYYY-MM-DD HH:MM:SS`.
    Dashed,
    /// An IPv4 address.
    Ip,
    /// An absolute http or https address.
    Url,
    /// One of these texts.
    Among(&'static [&'static str]),
}

const fn row(name: &'static str, need: Need, most: usize, class: Class) -> Rule {
    Rule { name, need, most, class }
}

#[cfg(test)]
mod tests {
    use mmsp_json::op::{gateway, payout, quickpay, scan};
    use paywire::flat::field_names;
    use serde::de::DeserializeOwned;

    use super::{Rule, tables::*};

    /// Whether a table speaks of the fields of a request, all of them but `besides`.
    fn speaks_of<T: DeserializeOwned>(table: &[Rule], besides: &[&str]) {
        let sorted = |mut names: Vec<&'static str>| {
            names.sort_unstable();
            names
        };
        let fields = field_names::<T>().iter().copied().filter(|name| !besides.contains(name)).collect();
        assert_eq!(sorted(table.iter().map(|rule| rule.name).collect()), sorted(fields), "{}", std::any::type_name::<T>());
    }

    #[test]
    fn each_table_speaks_of_the_fields_of_its_requests() {
        speaks_of::<quickpay::Pay>(PAY, &[]);
        speaks_of::<quickpay::Confirm>(CONFIRM, &[]);
        speaks_of::<quickpay::ResendSms>(RESEND_SMS, &[]);
        speaks_of::<quickpay::Query>(QUERY, &[]);
        speaks_of::<quickpay::BatchQuery>(BATCH_QUERY, &[]);
        speaks_of::<quickpay::Bind>(BIND, &[]);
        speaks_of::<quickpay::BindSms>(BIND_SMS, &[]);
        speaks_of::<quickpay::Unbind>(BINDING, &[]);
        speaks_of::<quickpay::BindQuery>(BINDING, &[]);
        speaks_of::<quickpay::BoundPay>(BOUND_PAY, &[]);
        speaks_of::<quickpay::BoundPaySms>(BOUND_PAY_SMS, &[]);
        speaks_of::<quickpay::UnionpayOrder>(UNIONPAY_ORDER, &[]);
        speaks_of::<scan::WechatPrepay>(WECHAT_PREPAY, &[]);
        speaks_of::<scan::AlipayPrepay>(ALIPAY_PREPAY, &[]);
        speaks_of::<scan::QqPrepay>(QQ_PREPAY, &[]);
        speaks_of::<scan::AlipayStaticCode>(CODE, &[]);
        speaks_of::<scan::AlipayDynamicCode>(CODE, &[]);
        speaks_of::<scan::JdPrepay>(CODE, &[]);
        speaks_of::<scan::UnionpayPrepay>(CODE, &[]);
        speaks_of::<scan::WechatMicropay>(MICROPAY, &[]);
        speaks_of::<scan::AlipayMicropay>(MICROPAY, &[]);
        speaks_of::<scan::QqMicropay>(MICROPAY, &[]);
        speaks_of::<scan::WechatH5>(WECHAT_H5, &[]);
        speaks_of::<scan::AlipayH5>(ALIPAY_H5, &[]);
        speaks_of::<scan::Query>(ORDER, &[]);
        speaks_of::<scan::Cancel>(ORDER, &[]);
        speaks_of::<scan::Close>(ORDER, &[]);
        speaks_of::<scan::Refund>(REFUND, &[]);
        speaks_of::<scan::RefundQuery>(REFUND_QUERY, &[]);
        speaks_of::<gateway::Pay>(GATEWAY_PAY, &[]);
        speaks_of::<gateway::Query>(QUERY, &[]);
        speaks_of::<gateway::BatchQuery>(BATCH_QUERY, &[]);
        // These three are looked at before.
        let head = ["CMDID", "VERSION", "MERNO"];
        speaks_of::<payout::Pay>(PAYOUT_PAY, &head);
        speaks_of::<payout::Query>(PAYOUT_QUERY, &head);
        speaks_of::<payout::Balance>(BALANCE, &head);
    }
}
