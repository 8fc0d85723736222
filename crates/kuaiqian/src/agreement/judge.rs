//! From what came back to what it means: section 5.2 of the specification, read from the top.

use bytes::Bytes;
use http::StatusCode;
use kq_xml::{Kind, Operation, QueryTxn, Reply};
use paycore::{Advice, Answer, Effect, Error, Fen, Order, Query, Raw, Reason, Refusal, Unknown};
use paysign::Certificate;
use paytransport::{Certainty, SendError};
use paywire::flat::{FlatError, Sink, write_struct};

use super::{advice, outcome};

/// No reply at all.
pub(super) fn silence<O: Operation>(request: &O, error: &SendError) -> Error {
    use paytransport::Kind::{Protocol, Timeout, TooLarge};
    match (error.certainty, error.kind) {
        (Certainty::NotSent, _) => Error::NotSent(error.message.clone()),
        (Certainty::MaybeSent, Timeout) => unknown(request, Reason::Timeout, &error.message, Bytes::new()),
        (Certainty::MaybeSent, Protocol | TooLarge) => unreadable(request, Reason::Unparsable, &error.message, Bytes::new()),
        (Certainty::MaybeSent, _) => unknown(request, Reason::Reset, &error.message, Bytes::new()),
    }
}

/// A status other than 200. `expired`: the local certificate is past its end.
pub(super) fn status<O: Operation>(
    request: &O,
    status: StatusCode,
    certificate: Option<&Certificate>,
    expired: bool,
    body: Bytes,
) -> Error {
    let end = certificate.map(|own| format!("; its end is {} Beijing time", own.not_after())).unwrap_or_default();
    if status == StatusCode::BAD_REQUEST && expired {
        return Error::Refused(Box::new(Refusal {
            code: "HTTP 400".into(),
            message: format!("the client certificate has expired{end}"),
            advice: Some(Advice { en: "renew the client certificate at 99bill", zh: "请到快钱更新客户端证书" }),
            order: final_order(request),
            raw: body.into(),
        }));
    }
    let hint = match status.as_u16() {
        400 => format!(": the client certificate is probably expired or refused{end}"),
        401 | 403 => ": check the login key and the URL".to_owned(),
        _ => String::new(),
    };
    unknown(request, Reason::Status, &format!("HTTP {}{hint}", status.as_u16()), body)
}

/// A reply with status 200.
pub(super) fn reply<O: Operation>(request: &O, body: Bytes) -> Result<Answer<O::Reply>, Error> {
    let reply = match kq_xml::from_slice::<O>(&body) {
        Ok(reply) => reply,
        Err(error) => return Err(unreadable(request, Reason::Unparsable, &error.to_string(), body)),
    };
    if let Some(error) = &reply.error {
        let code = error.code();
        if reply.content.as_ref().is_some_and(|content| texts(content, &["responseCode"])[0].is_some()) {
            return Err(unreadable(request, Reason::Untrusted, "an error and a result in one reply", body));
        }
        if O::KIND != Kind::Query || code != outcome::NOT_FOUND {
            return Err(Error::Refused(Box::new(Refusal {
                message: error.error_message.clone().unwrap_or_default(),
                advice: advice(&code),
                order: if outcome::is_final_refusal(&code) { final_order(request) } else { open_order(request) },
                code,
                raw: body.into(),
            })));
        }
    }
    if let Some(field) = foreign_echo(request, &reply) {
        return Err(unreadable(request, Reason::Untrusted, &format!("the reply answers another request: {field} differs"), body));
    }
    Ok(answer(request, reply, body.into()))
}

fn answer<O: Operation>(request: &O, reply: Reply<O>, raw: Raw) -> Answer<O::Reply> {
    let Reply { content, error, .. } = reply;
    let content = content.unwrap_or_default();
    let [code, message, status, void, kind] = texts(&content, &["responseCode", "responseTextMessage", "txnStatus", "voidFlag", "txnType"]);
    let upper = |text: Option<String>| text.map(|text| text.to_ascii_uppercase());
    let (code, status) = (upper(code), upper(status));
    let (state, stage, code) = match (O::KIND, &error) {
        (Kind::Query, Some(error)) => (paycore::TradeState::Unknown, None, Some(error.code())),
        // The code of a query's reply speaks of the query, so the transaction's own state stands in its place.
        (Kind::Query, None) => {
            let (state, stage) = outcome::of_query(kind.as_deref(), status.as_deref(), void.as_deref());
            (state, stage, status)
        }
        _ => (outcome::of_reply(O::KIND, code.as_deref()), None, code),
    };
    let mut answer = Answer::new(state, content).with_followup(followup(request));
    answer.stage = stage;
    answer.advice = code.as_deref().and_then(advice);
    answer.code = code;
    answer.message = error.and_then(|error| error.error_message).or(message);
    answer.raw = raw;
    answer
}

/// The field in which the reply differs from the request that it should answer. What the reply leaves out does not differ.
fn foreign_echo<O: Operation>(request: &O, reply: &Reply<O>) -> Option<&'static str> {
    let content = reply.content.as_ref()?;
    if O::ANSWER == "TxnMsgContent" && O::KIND != Kind::Query {
        let [status] = texts(content, &["interactiveStatus"]);
        if status.is_some_and(|status| status != "TR2") {
            return Some("interactiveStatus");
        }
    }
    O::ECHOED.iter().copied().find(|&field| {
        let ([sent], [received]) = (texts(request, &[field]), texts(content, &[field]));
        match (sent, received) {
            (Some(sent), Some(received)) if field == "amount" => Fen::parse_yuan(&sent).ok() != Fen::parse_yuan(&received).ok(),
            (Some(sent), Some(received)) => sent != received,
            _ => false,
        }
    })
}

/// The query that settles a request.
fn followup<O: Operation>(request: &O) -> Option<Query> {
    if O::KIND != Kind::Payment && O::KIND != Kind::Query {
        return None;
    }
    let [order, reference, kind] = texts(request, &["externalRefNumber", "refNumber", "txnType"]);
    let number = match (order, reference) {
        (Some(order), _) => ("externalRefNumber", order),
        (None, Some(reference)) => ("refNumber", reference),
        (None, None) => return None,
    };
    Some(Query { id: QueryTxn::ID, fields: vec![number, ("txnType", kind?)] })
}

fn open_order<O: Operation>(request: &O) -> Order {
    match O::KIND.effect() {
        Effect::Reads => Order::Unchanged,
        Effect::Changes => Order::Unknown(followup(request)),
    }
}

fn final_order<O: Operation>(_: &O) -> Order {
    match O::KIND.effect() {
        Effect::Reads => Order::Unchanged,
        Effect::Changes => Order::NotPlaced,
    }
}

fn unknown<O: Operation>(request: &O, reason: Reason, message: &str, body: Bytes) -> Error {
    Error::Unknown(Box::new(Unknown { reason, message: message.to_owned(), raw: body.into(), order: open_order(request) }))
}

/// A reply that came and cannot be believed: to a reading call it is untrusted, to a changing one the outcome is unknown.
fn unreadable<O: Operation>(request: &O, reason: Reason, message: &str, body: Bytes) -> Error {
    match O::KIND.effect() {
        Effect::Reads => Error::Untrusted { message: message.to_owned(), raw: body.into() },
        Effect::Changes => unknown(request, reason, message, body),
    }
}

/// The texts of the named leaves of a message.
fn texts<T: serde::Serialize, const N: usize>(message: &T, names: &[&'static str; N]) -> [Option<String>; N] {
    struct Pick<'n, const N: usize> {
        names: &'n [&'static str; N],
        texts: [Option<String>; N],
        depth: usize,
    }
    impl<const N: usize> Sink for Pick<'_, N> {
        fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
            if self.depth == 0
                && let Some(at) = self.names.iter().position(|wanted| *wanted == name)
            {
                self.texts[at] = Some(text.to_owned());
            }
            Ok(())
        }
        fn open(&mut self, _: &'static str) -> Result<(), FlatError> {
            self.depth += 1;
            Ok(())
        }
        fn close(&mut self, _: &'static str) -> Result<(), FlatError> {
            self.depth -= 1;
            Ok(())
        }
    }
    let mut pick = Pick { names, texts: [const { None }; N], depth: 0 };
    // This sink refuses nothing, and every message consists of texts and lists.
    let _ = write_struct(message, &mut pick);
    pick.texts
}
