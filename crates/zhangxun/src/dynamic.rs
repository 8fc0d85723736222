//! Calls by operation id with JSON fields: what the `cnpay` command uses.

use paycore::{Answer, Error, FieldError};
use paywire::registry::Received;
use serde_json::{Map, Value};
use zx_form::{
    Balance, Operation, Pay, Payout, PayoutQuery, Query,
    registry::{nodes_to_json, request_from_json},
};

use crate::{Call, Zhangxun};

impl Zhangxun {
    /// Sends the operation `id` with fields by wire name; version, numbers and notice addresses are filled in where absent. A reply is
    /// answered as its verified fields.
    ///
    /// # Errors
    /// As [`send`](Self::send); an unknown id is [`Error::Invalid`].
    pub async fn call(&self, id: &str, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        match id {
            Pay::ID => self.send_fields::<Pay>(fields).await,
            Query::ID => self.send_fields::<Query>(fields).await,
            Payout::ID => self.send_fields::<Payout>(fields).await,
            PayoutQuery::ID => self.send_fields::<PayoutQuery>(fields).await,
            Balance::ID => self.send_fields::<Balance>(fields).await,
            _ => Err(FieldError::new(id.to_owned(), "is no operation of 掌讯").into()),
        }
    }

    async fn send_fields<O: Call>(&self, fields: Map<String, Value>) -> Result<Answer<Received>, Error> {
        let judged = self.judged(&self.request::<O>(fields)?, Vec::new()).await?;
        let json = nodes_to_json(&judged.nodes);
        Ok(judged.answer.map(|_| json.into()))
    }

    fn request<O: Operation>(&self, mut fields: Map<String, Value>) -> Result<O, Error> {
        let account = self.account();
        for (name, value) in [
            ("version", Some(&account.version)),
            ("orgNo", Some(&account.org)),
            ("custId", Some(&account.merchant)),
            ("backUrl", account.notice_url.as_ref()),
            ("callBackUrl", account.payout_notice_url.as_ref()),
        ] {
            if let Some(value) = value.filter(|_| O::PRESETS.contains(&name) && !fields.contains_key(name)) {
                fields.insert(name.to_owned(), value.as_str().into());
            }
        }
        Ok(request_from_json(&fields)?)
    }
}
