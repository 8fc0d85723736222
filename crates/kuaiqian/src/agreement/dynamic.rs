//! Calls by operation id with JSON fields: what the `cnpay` command uses.

use std::{future::Future, pin::Pin};

use kq_xml::{
    Operation,
    registry::{Visitor, message_to_json, request_from_json, visit},
};
use paycore::{Answer, Error, FieldError};
use paywire::registry::Received;
use serde_json::{Map, Value};

use super::Agreement;

type Call<'a> = Pin<Box<dyn Future<Output = Result<Answer<Received>, Error>> + Send + 'a>>;

struct Sending<'a> {
    client: &'a Agreement,
    fields: Map<String, Value>,
}

impl<'a> Visitor for Sending<'a> {
    type Output = Call<'a>;

    fn visit<O: Operation>(self) -> Call<'a> {
        Box::pin(async move {
            let Self { client, mut fields } = self;
            // `0`, the identity card, is the type of a document number whose type nobody says.
            let id_type = fields.contains_key("cardHolderId").then(|| ("idType", "0".to_owned()));
            for (name, value) in client.presets().chain(id_type) {
                if O::PRESETS.contains(&name) && !fields.contains_key(name) {
                    fields.insert(name.to_owned(), Value::String(value));
                }
            }
            let request = request_from_json::<O>(&fields)?;
            let answer = client.send(&request).await?;
            let document = kq_xml::Document::from_slice(answer.raw.expose());
            Ok(answer.map(|_| document.map(|document| message_to_json(&document).into()).unwrap_or_default()))
        })
    }
}

impl Agreement {
    /// Sends the operation `id` with fields by wire name; merchant, terminal, time and notification address are filled in where absent.
    ///
    /// # Errors
    /// As [`send`](Self::send); an unknown id is [`Error::Invalid`].
    pub async fn call(&self, id: &str, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        match visit(id, Sending { client: self, fields }) {
            Some(call) => call.await,
            None => Err(FieldError::new(id.to_owned(), "is no operation of agreement pay").into()),
        }
    }

    fn presets(&self) -> impl Iterator<Item = (&'static str, String)> {
        let account = self.account();
        [
            ("merchantId", Some(account.merchant.clone())),
            ("terminalId", Some(account.terminal.clone())),
            ("entryTime", Some(self.now().compact())),
            ("tr3Url", account.notice_url.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}
