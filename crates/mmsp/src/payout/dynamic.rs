//! Calls by operation id with JSON fields: what the `cnpay` command uses.

use mmsp_json::{
    Operation,
    op::payout::{Balance, Pay, Query},
    registry::{payout_to_json, request_from_json},
};
use paycore::{Answer, Error, FieldError};
use paywire::registry::Received;
use serde_json::{Map, Value};

use super::{Judge, Payout};

impl Payout {
    /// Sends the operation `id` with fields by wire name; merchant number and time are filled in where absent. A reply is answered as the
    /// members of its plaintext, with `RETCODE` and `RETMSG`.
    ///
    /// # Errors
    /// As [`send`](Self::send); an unknown id is [`Error::Invalid`].
    pub async fn call(&self, id: &str, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        match id {
            Pay::ID => self.send_fields::<Pay>(fields).await,
            Query::ID => self.send_fields::<Query>(fields).await,
            Balance::ID => self.send_fields::<Balance>(fields).await,
            _ => Err(FieldError::new(id.to_owned(), "is no operation of payout").into()),
        }
    }

    async fn send_fields<O: Judge>(&self, mut fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        for (name, value) in [("MERNO", self.account().merchant.clone()), ("REQTIME", self.now().compact())] {
            if O::PRESETS.contains(&name) && !fields.contains_key(name) {
                fields.insert(name.to_owned(), value.into());
            }
        }
        let judged = self.judged(&request_from_json::<O>(&fields)?).await?;
        // It was read once already.
        let json = payout_to_json(&judged.sealed, judged.plaintext.as_ref().map(|plaintext| plaintext.as_slice()));
        Ok(judged.answer.map(|_| json.unwrap_or_default().into()))
    }
}
