//! Calls by operation id with JSON fields: what the `cnpay` command uses.

use kq_form::{
    Operation, Pay, Query, Refund, RefundQuery, Remit, Timestamp,
    registry::{nodes_to_json, request_from_json},
};
use paycore::{Answer, Error, FieldError, TradeState};
use paywire::registry::Received;
use serde_json::{Map, Value};

use super::{Checkout, Gateway, judge::Call};

impl Gateway {
    /// Sends the operation `id` with fields by wire name, or builds its form; account, signature type, charset, times and addresses are
    /// filled in where absent. A built form is answered as `method`, `url`, `fields` and `html`.
    ///
    /// # Errors
    /// As [`send`](Self::send) and [`checkout`](Self::checkout); an unknown id is [`Error::Invalid`].
    pub async fn call(&self, id: &str, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        match id {
            Pay::ID => {
                let checkout = self.checkout(&self.request::<Pay>(fields)?)?;
                Ok(Answer::new(TradeState::Built, form(&checkout).into()))
            }
            Remit::ID => self.send_fields::<Remit>(fields).await,
            Query::ID => self.send_fields::<Query>(fields).await,
            Refund::ID => self.send_fields::<Refund>(fields).await,
            RefundQuery::ID => self.send_fields::<RefundQuery>(fields).await,
            Timestamp::ID => self.send_fields::<Timestamp>(fields).await,
            _ => Err(FieldError::new(id.to_owned(), "is no operation of the RMB gateway").into()),
        }
    }

    async fn send_fields<O: Call>(&self, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        let judged = self.judged(&self.request::<O>(fields)?).await?;
        // Names that stand twice were refused when the reply was judged.
        let json = nodes_to_json(&judged.nodes).unwrap_or_default();
        Ok(judged.answer.map(|_| json.into()))
    }

    fn request<O: Operation>(&self, mut fields: Map<String, Value>) -> Result<O, Error> {
        for (name, value) in self.presets::<O>() {
            if O::PRESETS.contains(&name) && !fields.contains_key(name) {
                fields.insert(name.to_owned(), value);
            }
        }
        Ok(request_from_json(&fields)?)
    }

    fn presets<O: Operation>(&self) -> impl Iterator<Item = (&'static str, Value)> {
        let account = self.account();
        let is_payment = O::SIGNED == Some(&kq_form::PAY);
        let sign_type = if is_payment { account.signer.sign_type() } else { account.services.sign_type() };
        let now = Value::from(self.now().compact());
        [
            ("inputCharset", serde_json::to_value(account.charset).ok()),
            ("pageUrl", account.page_url.as_deref().map(Value::from)),
            ("bgUrl", account.notice_url.as_deref().map(Value::from)),
            ("version", Some(account.cashier.version().into())),
            ("signType", Some(sign_type.into())),
            ("merchantAcctId", Some(account.account.as_str().into())),
            ("orderTime", Some(now.clone())),
            ("merchant_id", Some(account.member.as_str().into())),
            ("postdate", Some(now)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

fn form(checkout: &Checkout) -> Map<String, Value> {
    let fields = checkout.fields.as_slice().iter().map(|(name, value)| (name.to_string(), Value::from(value.as_str())));
    Map::from_iter([
        ("method".to_owned(), checkout.method.into()),
        ("url".to_owned(), checkout.url.as_str().into()),
        ("fields".to_owned(), Value::Object(fields.collect())),
        ("html".to_owned(), checkout.html().into()),
    ])
}
