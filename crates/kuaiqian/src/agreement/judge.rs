//! From what came back to what it means: section 5.2 of the specification, read from the top.

use bytes::Bytes;
use http::StatusCode;
use kq_xml::{IndAuth, IndAuthVerify, Kind, Operation, PciDel, Reply};
use paycore::{Advice, Answer, Effect, Error, Fen, Order, Raw, Reason, Refusal, TradeState, Unknown};
use paysign::Certificate;
use paytransport::{Certainty, SendError};
use paywire::flat::{FlatError, Node, Sink, field_names, write_struct};

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
            order: final_order::<O>(),
            raw: body.into(),
        }));
    }
    let hint = match status.as_u16() {
        400 => format!(": the client certificate is probably expired or refused{end}"),
        401 | 403 => ": check the login key, the URL, and that 99bill allows this machine's address".to_owned(),
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
        if reply.content.as_ref().is_some_and(|content| has(content, "responseCode") || has(content, "txnStatus")) {
            return Err(unreadable(request, Reason::Untrusted, "an error and a result in one reply", body));
        }
        if O::KIND != Kind::Query || code != outcome::NOT_FOUND {
            let (order, state) = match outcome::is_final_refusal(&code) {
                true => (final_order::<O>(), TradeState::Failed),
                false => (open_order(request), TradeState::Unknown),
            };
            return Err(Error::Refused(Box::new(Refusal {
                message: error.error_message.clone().unwrap_or_default(),
                advice: advice::on::<O>(state, Some(&code)),
                order,
                code,
                raw: body.into(),
            })));
        }
    }
    if let (Kind::List, Some(content)) = (O::KIND, &reply.content) {
        refused_list::<O>(content, &body)?;
    }
    if let Some(field) = foreign_echo(request, &reply) {
        return Err(unreadable(request, Reason::Untrusted, &format!("the reply answers another request: {field} differs"), body));
    }
    Ok(answer(request, reply, body.into()))
}

/// A list that was not given says nothing about any order.
fn refused_list<O: Operation>(content: &O::Reply, body: &Bytes) -> Result<(), Error> {
    let [code, message] = texts(content, &["responseCode", "responseTextMessage"]);
    match code {
        None if field_names::<O::Reply>().contains(&"responseCode") => {
            Err(Error::Untrusted { message: "the reply has no responseCode".into(), raw: body.clone().into() })
        }
        None => Ok(()),
        Some(code) if code == "00" => Ok(()),
        Some(code) => {
            let (message, advice) = (message.unwrap_or_default(), advice::on::<O>(TradeState::Failed, Some(&code)));
            Err(Error::Refused(Box::new(Refusal { code, message, advice, order: Order::Unchanged, raw: body.clone().into() })))
        }
    }
}

fn answer<O: Operation>(request: &O, reply: Reply<O>, raw: Raw) -> Answer<O::Reply> {
    let content = reply.content.unwrap_or_default();
    let [code, message, status, void, kind] = texts(&content, &["responseCode", "responseTextMessage", "txnStatus", "voidFlag", "txnType"]);
    let [asked_for] = texts(request, &["txnType"]);
    let upper = |text: Option<String>| text.map(|text| text.to_ascii_uppercase());
    let (code, status) = (upper(code), upper(status));
    let (state, stage, code, message) = match (O::KIND, reply.error) {
        (Kind::Query, Some(error)) => (TradeState::Unknown, None, Some(error.code()), error.error_message),
        // Code and text of a query's reply speak of the query, so the transaction's own state stands in their place.
        (Kind::Query, None) => {
            let (state, stage) = outcome::of_query(kind.or(asked_for).as_deref(), status.as_deref(), void.as_deref());
            (state, stage, status, None)
        }
        // A look-up without a result code answers by what it holds.
        (Kind::List, None) if code.is_none() => (TradeState::Done, None, None, message),
        _ => {
            let (state, stage) = outcome::of_reply(O::KIND, code.as_deref());
            (state, stage, code, message)
        }
    };
    let advice = match (O::ID, state) {
        (IndAuth::ID, TradeState::Done) if !has(&content, "token") => Some(advice::NO_SMS_STEP),
        (IndAuthVerify::ID, TradeState::Done) if !has(&content, "payToken") => Some(advice::TOKEN_NOT_TOLD),
        (PciDel::ID, TradeState::Done) if code.as_deref() == Some("T8") => Some(advice::GONE_ALREADY),
        _ => advice::on::<O>(state, code.as_deref()),
    };
    let mut answer = Answer::new(state, content).with_followup(request.settled_by());
    (answer.stage, answer.code, answer.message, answer.advice, answer.raw) = (stage, code, message, advice, raw);
    answer
}

/// The field in which the reply differs from the request that it should answer: in the answer itself, or where the gateway repeats the
/// request beside it. What the reply leaves out does not differ.
fn foreign_echo<O: Operation>(request: &O, reply: &Reply<O>) -> Option<&'static str> {
    let answered = |field| {
        let [text] = texts(reply.content.as_ref()?, &[field]);
        text
    };
    let repeated = |field: &str| {
        let node = reply.echo.iter().find(|node| node.name.eq_ignore_ascii_case(field));
        node.and_then(Node::text).map(str::trim_ascii).filter(|text| !text.is_empty())
    };
    if O::KIND != Kind::Query && answered("interactiveStatus").is_some_and(|status| status != "TR2") {
        return Some("interactiveStatus");
    }
    O::ECHOED.iter().copied().find(|&field| {
        let [Some(sent)] = texts(request, &[field]) else { return false };
        [answered(field).as_deref(), repeated(field)].into_iter().flatten().any(|received| match field {
            "amount" => Fen::parse_yuan(&sent).ok() != Fen::parse_yuan(received).ok(),
            _ => sent != received,
        })
    })
}

fn open_order<O: Operation>(request: &O) -> Order {
    match O::KIND.effect() {
        Effect::Reads => Order::Unchanged,
        Effect::Changes => Order::Unknown(request.settled_by()),
    }
}

fn final_order<O: Operation>() -> Order {
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
    let mut texts = [const { None }; N];
    leaves(message, |name, text| {
        if let Some(at) = names.iter().position(|wanted| *wanted == name) {
            texts[at] = Some(text.to_owned());
        }
    });
    texts
}

/// Whether a message has the leaf. Its text, which may be a secret, is not copied.
fn has<T: serde::Serialize>(message: &T, name: &str) -> bool {
    let mut has = false;
    leaves(message, |leaf, _| has |= leaf == name);
    has
}

/// Visits the leaves of a message, but not those of its lists.
fn leaves<T: serde::Serialize>(message: &T, visit: impl FnMut(&'static str, &str)) {
    struct Leaves<F> {
        visit: F,
        depth: usize,
    }
    impl<F: FnMut(&'static str, &str)> Sink for Leaves<F> {
        fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
            if self.depth == 0 {
                (self.visit)(name, text);
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
    // This sink refuses nothing, and every message consists of texts and lists.
    let _ = write_struct(message, &mut Leaves { visit, depth: 0 });
}
