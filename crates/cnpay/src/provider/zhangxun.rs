//! 掌讯: payments, and payouts, which have numbers, notices and queries of their own.

use async_trait::async_trait;
use http::Response;
use paycore::{Error, Expected, Notice};
use paysign::Verified;
use zhangxun::{Zhangxun, notice, notice::Push};
use zx_form::{Notification, PayNotice, PayoutNotice};

use super::{AnyNotice, NotTaken, Outcome, Provider, RawNotice, any_notice::Facts, outcome};

#[async_trait]
impl Provider for Zhangxun {
    fn id(&self) -> &'static str {
        "zhangxun.pay"
    }

    fn notice_id(&self) -> Option<&'static str> {
        Some(PayNotice::ID)
    }

    async fn query(&self, order: &Expected) -> Result<Outcome, Error> {
        Ok(outcome!(self.ask(order).await?))
    }

    fn verify(&self, raw: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error> {
        Ok(AnyNotice::of(self.notice(raw.body)?, |notice| Facts {
            order: Some(notice.cust_order_no.clone()),
            reference: Some(notice.prd_ord_no.clone()),
            state: notice.state(),
            ack: notice.ack(),
        }))
    }

    fn refusal(&self, _: NotTaken) -> Response<String> {
        notice::refusal()
    }
}

/// Payouts of 掌讯.
#[derive(Debug, Clone)]
pub struct ZhangxunPayout(pub Zhangxun);

#[async_trait]
impl Provider for ZhangxunPayout {
    fn id(&self) -> &'static str {
        "zhangxun.payout"
    }

    fn notice_id(&self) -> Option<&'static str> {
        Some(PayoutNotice::ID)
    }

    async fn query(&self, order: &Expected) -> Result<Outcome, Error> {
        Ok(outcome!(self.0.ask_payout(order).await?))
    }

    fn verify(&self, raw: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error> {
        Ok(AnyNotice::of(self.0.payout_notice(raw.body)?, |notice| Facts {
            order: Some(notice.cust_order_no.clone()),
            reference: Some(notice.prd_ord_no.clone()),
            state: notice.state(),
            ack: notice.ack(),
        }))
    }

    fn refusal(&self, _: NotTaken) -> Response<String> {
        notice::refusal()
    }
}
