//! 99bill: agreement pay and the RMB gateway.

use async_trait::async_trait;
use http::{Response, StatusCode};
use kuaiqian::{
    agreement::{self, Agreement},
    gateway::{self, Gateway},
};
use paycore::{ConfigError, Error, Expected, Notice, TradeState};
use paysign::{Matched, Verified};

use super::{AnyNotice, NotTaken, Outcome, Provider, RawNotice, any_notice::Facts, outcome};

#[async_trait]
impl Provider for Agreement {
    fn id(&self) -> &'static str {
        "kuaiqian.agreement"
    }

    fn notice_id(&self) -> Option<&'static str> {
        Some(agreement::notice::ID)
    }

    async fn query(&self, order: &Expected) -> Result<Outcome, Error> {
        Ok(outcome!(self.ask(order).await?))
    }

    fn verify(&self, raw: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error> {
        let keys = self.account().notice_keys.as_ref();
        let keys = keys.ok_or_else(|| ConfigError::new("notice_keys", "99bill's public key or certificate is expected"))?;
        let notice = agreement::notice::verify(keys, raw.body, raw.content_type)?;
        Ok(AnyNotice::of(notice, |tr3| Facts {
            order: tr3.external_ref_number.clone(),
            reference: tr3.ref_number.clone(),
            state: agreement::notice::state(tr3),
            ack: tr3.ack(),
        }))
    }

    async fn confirmed(&self, notice: &Matched<AnyNotice>, order: &Expected) -> Result<TradeState, Error> {
        match notice.state() {
            TradeState::Succeeded if self.account().confirm_by_query => {
                // The query must find the very transaction that the notice speaks of.
                let order = notice.reference().into_iter().fold(order.clone(), Expected::reference);
                self.query(&order).await.map(|outcome| outcome.state)
            }
            state => Ok(state),
        }
    }

    fn refusal(&self, why: NotTaken) -> Response<String> {
        let mut response = agreement::notice::not_now();
        if why == NotTaken::Untrusted {
            *response.status_mut() = StatusCode::BAD_REQUEST;
        }
        response
    }
}

#[async_trait]
impl Provider for Gateway {
    fn id(&self) -> &'static str {
        "kuaiqian.gateway"
    }

    fn notice_id(&self) -> Option<&'static str> {
        Some(gateway::notice::ID)
    }

    async fn query(&self, order: &Expected) -> Result<Outcome, Error> {
        Ok(outcome!(self.ask(order).await?))
    }

    fn verify(&self, raw: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error> {
        Ok(AnyNotice::of(self.notice(raw.query)?, |notice| Facts {
            order: notice.order_id.clone(),
            reference: notice.deal_id.clone(),
            state: gateway::notice::state(notice),
            // The account's: it may send the payer's browser somewhere.
            ack: self.ack(),
        }))
    }

    fn refusal(&self, _: NotTaken) -> Response<String> {
        gateway::notice::refusal()
    }
}
