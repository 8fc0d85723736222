//! Why a command did not do its job, in the shape of the contract.

use cnpay::{ConfigError, Error, FieldError, Order, Reason};
use serde_json::{Value, json};

use crate::{exit::Exit, language::Language};

/// A failed command.
#[derive(Debug)]
pub(crate) struct Failure(Box<Facts>);

#[derive(Debug)]
struct Facts {
    kind: &'static str,
    field: Option<String>,
    message: String,
    reason: Option<Reason>,
    operation: Option<String>,
    order: Option<Order>,
    advice: Option<cnpay::Advice>,
    exit: Exit,
}

impl Failure {
    fn new(kind: &'static str, message: impl Into<String>, exit: Exit) -> Self {
        Self(Box::new(Facts { kind, field: None, message: message.into(), reason: None, operation: None, order: None, advice: None, exit }))
    }

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new("usage", message, Exit::Invalid)
    }

    /// The input cannot be read.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new("invalid", message, Exit::Invalid)
    }

    /// Something outside: a socket, a file.
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::new("other", message, Exit::Other)
    }

    /// A notice that is not to be believed.
    pub(crate) fn untrusted(message: impl Into<String>) -> Self {
        Self::new("untrusted", message, Exit::Untrusted)
    }

    /// Of a call. What failed before there was anything to send placed no order.
    pub(crate) fn of_call(mut self, operation: &str) -> Self {
        self.0.operation = Some(operation.to_owned());
        self.0.order.get_or_insert(Order::NotPlaced);
        self
    }

    /// Of a notice, which places no order whatever happens.
    pub(crate) fn of_notice(mut self, operation: &str) -> Self {
        self.0.operation = Some(operation.to_owned());
        self.0.order = None;
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.0.exit
    }

    pub(crate) fn json(&self) -> Value {
        let (order, query) = match &self.0.order {
            None => (Value::Null, Value::Null),
            Some(Order::NotPlaced) => (json!("not_placed"), Value::Null),
            Some(Order::Unchanged) => (json!("unchanged"), Value::Null),
            Some(Order::Unknown(query)) => {
                let query = query.as_ref().map(|query| {
                    let fields: serde_json::Map<_, _> =
                        query.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
                    json!({ "id": query.id, "fields": fields })
                });
                (json!("unknown"), query.unwrap_or_default())
            }
        };
        json!({ "error": {
            "kind": self.0.kind, "field": self.0.field, "message": self.0.message, "reason": self.0.reason.map(Reason::as_str),
            "operation": self.0.operation, "order": order, "query": query,
        } })
    }

    pub(crate) fn text(&self, language: Language) -> String {
        let mut text = format!("{}: {}", self.0.kind, one_line(&self.0.message));
        if let Some(advice) = self.0.advice {
            text.push_str(&format!("\n  {}", language.pick(advice.zh, advice.en)));
        }
        match &self.0.order {
            Some(Order::NotPlaced) if self.0.exit == Exit::NotPaid => {
                text.push_str(language.pick("\n  订单未受理", "\n  no order was placed"));
            }
            // Not "no order": the call may be a query, and its order may well exist.
            Some(Order::NotPlaced) => text.push_str(language.pick("\n  未发送任何请求", "\n  nothing was sent")),
            Some(Order::Unchanged) | None => {}
            Some(Order::Unknown(query)) => {
                text.push_str(language.pick("\n  订单结果未知，请勿重复提交", "\n  the order's outcome is unknown: do not send it again"));
                if let Some(query) = query {
                    let fields: Vec<String> = query.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
                    text.push_str(&format!("\n  cnpay call {} {}", query.id, fields.join(" ")));
                }
            }
        }
        text
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut facts = Self::new(error.kind(), error.to_string(), Exit::of_error(&error)).0;
        facts.order = Some(error.order());
        match &error {
            Error::Invalid(errors) => facts.field = Some(errors.first().field.to_string()),
            Error::Config(config) => facts.field = config.key.clone(),
            Error::Unknown(unknown) => facts.reason = Some(unknown.reason),
            Error::Refused(refusal) => facts.advice = refusal.advice,
            _ => {}
        }
        Self(facts)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Error::Config(error).into()
    }
}

impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        Error::from(error).into()
    }
}

/// A provider's text on one line: a line break in it could pretend to be a line of ours.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
