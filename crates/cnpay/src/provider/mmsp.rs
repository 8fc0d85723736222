//! MMSP: the three products whose client is [`Mmsp`], a type each, and payout.

use async_trait::async_trait;
use http::Response;
use mmsp::{Mmsp, notice, notice::Push, payout::Payout};
use mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice};
use paycore::{Error, Expected, FieldError, Notice};
use paysign::Verified;

use super::{AnyNotice, NotTaken, Outcome, Provider, RawNotice, any_notice::Facts, outcome};

macro_rules! product {
    ($(#[$doc:meta])* $provider:ident, $id:literal, $product:ident, $notice:ty, $reference:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $provider(pub Mmsp);

        #[async_trait]
        impl Provider for $provider {
            fn id(&self) -> &'static str {
                $id
            }

            fn notice_id(&self) -> Option<&'static str> {
                Some(<$notice>::ID)
            }

            async fn query(&self, order: &Expected) -> Result<Outcome, Error> {
                Ok(outcome!(self.0.$product().ask(order).await?))
            }

            fn verify(&self, raw: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error> {
                Ok(AnyNotice::of(self.0.$product().notice(raw.body)?, |notice| Facts {
                    order: Some(notice.mer_order_id.clone()),
                    reference: Some(notice.$reference.clone()),
                    state: notice.state(),
                    ack: notice.ack(),
                }))
            }

            fn refusal(&self, _: NotTaken) -> Response<String> {
                notice::refusal()
            }
        }
    };
}

product!(
    /// MMSP quick pay 快捷支付.
    MmspQuickPay, "mmsp.quickpay", quickpay, QuickPayNotice, list_id
);
product!(
    /// MMSP scan 扫码支付.
    MmspScan, "mmsp.scan", scan, ScanNotice, order_no
);
product!(
    /// MMSP gateway 网关支付.
    MmspGateway, "mmsp.gateway", gateway, GatewayNotice, list_id
);

/// Nothing is told of payouts: ask.
#[async_trait]
impl Provider for Payout {
    fn id(&self) -> &'static str {
        "mmsp.payout"
    }

    fn notice_id(&self) -> Option<&'static str> {
        None
    }

    async fn query(&self, order: &Expected) -> Result<Outcome, Error> {
        Ok(outcome!(self.ask(order).await?))
    }

    fn verify(&self, _: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error> {
        Err(FieldError::new(self.id(), "has no notices").into())
    }

    fn refusal(&self, _: NotTaken) -> Response<String> {
        notice::refusal()
    }
}
