//! Calls by operation id with JSON fields: what the `cnpay` command uses.

use std::{future::Future, pin::Pin};

use mmsp_json::{
    Envelope, Link, Operation, Payout, Signed,
    op::{
        gateway::Pay,
        scan::{OpenidUrl, WechatWakeUrl},
    },
    parse,
    registry::{Visitor, message_to_json, request_from_json, visit},
};
use paycore::{Answer, Error, FieldError, TradeState};
use paywire::registry::Received;
use serde_json::{Map, Value, json};

use crate::{Checkout, Mmsp};

type Call<'a> = Pin<Box<dyn Future<Output = Result<Answer<Received>, Error>> + Send + 'a>>;

struct Sending<'a> {
    client: &'a Mmsp,
    fields: Map<String, Value>,
}

impl<'a> Visitor for Sending<'a> {
    type Output = Option<Call<'a>>;

    fn signed<O: Signed>(self) -> Self::Output {
        Some(Box::pin(async move {
            let answer = self.client.send(&self.client.request::<O>(self.fields)?).await?;
            // What was verified is read once more, for people.
            let raw = answer.raw.expose().clone();
            let document = parse(&raw);
            let envelope = document.as_ref().ok().and_then(|document| Envelope::read(document).ok());
            Ok(answer.map(|_| envelope.map(|envelope| message_to_json(&envelope).into()).unwrap_or_default()))
        }))
    }

    fn payout<O: Payout>(self) -> Self::Output {
        None
    }

    fn link<O: Link>(self) -> Self::Output {
        None
    }
}

impl Mmsp {
    /// Sends the operation `id` with fields by wire name, or builds its form or link; numbers, addresses and random texts are filled in
    /// where absent. A reply is answered as the members of its Body, with the unsigned header under `_head`; a form as `method`, `url`,
    /// `fields` and `html`; a link as `url`. Payouts have a [client of their own](crate::payout::Payout::call).
    ///
    /// # Errors
    /// As [`send`](Self::send) and [`checkout`](crate::Gateway::checkout); an unknown id is [`Error::Invalid`].
    pub async fn call(&self, id: &str, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        let built = |json: Map<String, Value>| Ok(Answer::new(TradeState::Built, json.into()));
        let link = |url: String| built([("url".to_owned(), Value::from(url))].into_iter().collect());
        match id {
            Pay::ID => built(form(&self.gateway().checkout(&self.request(fields)?)?)),
            WechatWakeUrl::ID => link(self.scan().wake_link(&self.request(fields)?)?),
            OpenidUrl::ID => link(self.scan().openid_link(&self.request(fields)?)?),
            _ => match visit(id, Sending { client: self, fields }).flatten() {
                Some(call) => call.await,
                None => Err(FieldError::new(id.to_owned(), "is no operation of quick pay, scan or gateway").into()),
            },
        }
    }

    fn request<O: Operation>(&self, mut fields: Map<String, Value>) -> Result<O, Error> {
        let account = self.account();
        for (name, value) in [
            ("RANDSTR", self.random()),
            ("NOTIFY_URL", account.notice_url(O::PRODUCT).to_owned()),
            ("JUMP_URL", account.jump_url().to_owned()),
            ("merno", account.merchant.clone()),
            ("termno", account.terminal.clone()),
        ] {
            if O::PRESETS.contains(&name) && !value.is_empty() && !fields.contains_key(name) {
                fields.insert(name.to_owned(), value.into());
            }
        }
        Ok(request_from_json(&fields)?)
    }
}

fn form(checkout: &Checkout) -> Map<String, Value> {
    let fields: Map<_, _> = checkout.fields.iter().map(|(name, value)| (name.to_string(), Value::from(value.as_str()))).collect();
    let members = [
        ("method", json!(checkout.method)),
        ("url", json!(checkout.url)),
        ("fields", Value::Object(fields)),
        ("html", json!(checkout.html())),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
