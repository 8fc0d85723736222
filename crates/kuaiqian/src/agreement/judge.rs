//! From what came back to what it means: section 5.2 of the specification, read from the top.

use std::ops::Range;

use bytes::Bytes;
use http::StatusCode;
use kq_xml::{IndAuth, IndAuthVerify, Kind, Operation, PciDel, Reply};
use paycore::{Advice, Answer, Effect, Error, Fen, Order, Raw, Reason, Refusal, TradeState};
use paysign::Certificate;
use paytransport::{SendError, Unanswered};
use paywire::flat::{FlatError, Node, Sink, field_names, write_struct};

use super::{advice, outcome};

/// No reply at all.
pub(super) fn silence<O: Operation>(request: &O, error: &SendError) -> Error {
    unanswered(request).silence(error)
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
    unanswered(request).unknown(Reason::Status, &format!("HTTP {}{hint}", status.as_u16()), body)
}

/// What a reply says, beside what it repeats.
const SAID: &[&str] = &["responseCode", "responseTextMessage", "txnStatus", "voidFlag", "txnType", "interactiveStatus"];

/// What a reply has to repeat of its request.
pub(super) fn echoed<O: Operation>(request: &O) -> Leaves {
    Leaves::of(request, |name| O::ECHOED.contains(&name))
}

/// A reply with status 200; `sent` is what [`echoed`] gave.
pub(super) fn reply<O: Operation>(request: &O, sent: &Leaves, body: Bytes) -> Result<Answer<O::Reply>, Error> {
    let reply = match kq_xml::from_slice::<O>(&body) {
        Ok(reply) => reply,
        Err(error) => return Err(unanswered(request).unreadable(Reason::Unparsable, &error.to_string(), body)),
    };
    let wanted = |name: &str| SAID.contains(&name) || O::ECHOED.contains(&name);
    let said = reply.content.as_ref().map(|content| Leaves::of(content, wanted)).unwrap_or_default();
    if let Some(error) = &reply.error {
        let code = error.code();
        if said.get("responseCode").is_some() || said.get("txnStatus").is_some() {
            return Err(unanswered(request).unreadable(Reason::Untrusted, "an error and a result in one reply", body));
        }
        if O::KIND != Kind::Query || code != outcome::NOT_FOUND {
            let (order, state) = match outcome::is_final_refusal(&code) {
                true => (final_order::<O>(), TradeState::Failed),
                false => (open_order(request), TradeState::Unknown),
            };
            return Err(Error::Refused(Box::new(Refusal {
                message: paycore::without_numbers(error.error_message.as_deref().unwrap_or_default()),
                advice: advice::on::<O>(state, Some(&code)),
                order,
                code: paycore::without_numbers(&code),
                raw: body.into(),
            })));
        }
    }
    if O::KIND == Kind::List && reply.content.is_some() {
        refused_list::<O>(&said, &body)?;
    }
    if let Some(field) = foreign_echo::<O>(sent, &said, &reply.echo) {
        tracing::warn!(operation = O::ID, field, "the reply answers another request");
        return Err(unanswered(request).unreadable(
            Reason::Untrusted,
            &format!("the reply answers another request: {field} differs"),
            body,
        ));
    }
    Ok(answer(request, reply, &said, body.into()))
}

/// A list that was not given says nothing about any order.
fn refused_list<O: Operation>(said: &Leaves, body: &Bytes) -> Result<(), Error> {
    match said.code("responseCode") {
        None if field_names::<O::Reply>().contains(&"responseCode") => {
            Err(Error::Untrusted { message: "the reply has no responseCode".into(), raw: body.clone().into() })
        }
        None => Ok(()),
        Some(code) if code == "00" => Ok(()),
        Some(code) => Err(Error::Refused(Box::new(Refusal {
            message: paycore::without_numbers(said.get("responseTextMessage").unwrap_or_default()),
            advice: advice::on::<O>(TradeState::Failed, Some(&code)),
            code,
            order: Order::Unchanged,
            raw: body.clone().into(),
        }))),
    }
}

fn answer<O: Operation>(request: &O, reply: Reply<O>, said: &Leaves, raw: Raw) -> Answer<O::Reply> {
    let content = reply.content.unwrap_or_default();
    let code = said.code("responseCode");
    let message = said.get("responseTextMessage").map(str::to_owned);
    let (state, stage, code, message) = match (O::KIND, reply.error) {
        (Kind::Query, Some(error)) => (TradeState::Unknown, None, Some(error.code()), error.error_message),
        // Code and text of a query's reply speak of the query, so the transaction's own state stands in their place.
        (Kind::Query, None) => {
            let asked_for = Leaves::of(request, |name| name == "txnType");
            let kind = said.get("txnType").or(asked_for.get("txnType"));
            let status = said.code("txnStatus");
            let (state, stage) = outcome::of_query(kind, status.as_deref(), said.get("voidFlag"));
            (state, stage, status, None)
        }
        // A look-up without a result code answers by what it holds.
        (Kind::List, None) if code.is_none() => (TradeState::Done, None, None, message),
        _ if O::ID == PciDel::ID => (outcome::of_unbinding(code.as_deref()), None, code, message),
        _ => {
            let (state, stage) = outcome::of_reply(O::KIND, code.as_deref());
            (state, stage, code, message)
        }
    };
    let advice = match (O::ID, state) {
        (IndAuth::ID, TradeState::Done) if !has(&content, "token") => Some(advice::NO_SMS_STEP),
        (IndAuthVerify::ID, TradeState::Done) if !has(&content, "payToken") => Some(advice::TOKEN_NOT_TOLD),
        (PciDel::ID, TradeState::Done) if code.as_deref() == Some(outcome::NOT_BOUND) => Some(advice::GONE_ALREADY),
        _ => advice::on::<O>(state, code.as_deref()),
    };
    let followup = match code.as_deref() {
        _ if !state.is_open() => None,
        Some(code) if matches!(O::KIND, Kind::Refund | Kind::Void) && outcome::ASK_ABOUT_ORIGINAL.contains(&code) => request.original(),
        _ => request.settled_by(),
    };
    let mut answer = Answer::new(state, content).with_followup(followup);
    (answer.stage, answer.code, answer.message, answer.advice, answer.raw) = (stage, code, message, advice, raw);
    answer
}

/// The field in which the reply differs from the request that it should answer: in the answer itself, or where the gateway repeats the
/// request beside it. What the reply leaves out does not differ.
fn foreign_echo<O: Operation>(sent: &Leaves, content: &Leaves, echo: &[Node]) -> Option<&'static str> {
    if O::KIND != Kind::Query && content.get("interactiveStatus").is_some_and(|status| status != "TR2") {
        return Some("interactiveStatus");
    }
    let repeated = |field: &str| {
        let node = echo.iter().find(|node| node.name.eq_ignore_ascii_case(field));
        node.and_then(Node::text).map(str::trim_ascii).filter(|text| !text.is_empty())
    };
    let differs = |field: &str, sent: &str| {
        let same = |received| sent == received || (field == "amount" && Fen::parse_yuan(sent).ok() == Fen::parse_yuan(received).ok());
        ![content.get(field), repeated(field)].into_iter().flatten().all(same)
    };
    sent.iter().find(|(field, sent)| differs(field, sent)).map(|(field, _)| field)
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

fn unanswered<O: Operation>(request: &O) -> Unanswered {
    Unanswered { effect: O::KIND.effect(), query: request.settled_by() }
}

/// Some leaves of a message, read in one pass. Only the wanted texts are copied: others may be secrets.
#[derive(Default)]
pub(super) struct Leaves {
    /// All texts in one buffer.
    texts: String,
    leaves: Vec<(&'static str, Range<usize>)>,
}

impl Leaves {
    fn of<T: serde::Serialize>(message: &T, wanted: impl Fn(&str) -> bool) -> Self {
        let mut found = Self { texts: String::with_capacity(256), leaves: Vec::with_capacity(16) };
        visit(message, wanted, |name, text| {
            let start = found.texts.len();
            found.texts.push_str(text);
            found.leaves.push((name, start..found.texts.len()));
        });
        found
    }

    fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.leaves.iter().map(|(name, place)| (*name, &self.texts[place.clone()]))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|(leaf, text)| (leaf == name).then_some(text))
    }

    /// A code, in upper case.
    fn code(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_ascii_uppercase)
    }
}

/// Whether a message has the leaf.
fn has<T: serde::Serialize>(message: &T, name: &str) -> bool {
    let mut has = false;
    visit(message, |leaf| leaf == name, |_, _| has = true);
    has
}

/// Shows the wanted leaves of a message. What is inside its lists is not asked for.
fn visit<T: serde::Serialize>(message: &T, wanted: impl Fn(&str) -> bool, see: impl FnMut(&'static str, &str)) {
    struct Visitor<W, S> {
        wanted: W,
        see: S,
    }
    impl<W: Fn(&str) -> bool, S: FnMut(&'static str, &str)> Sink for Visitor<W, S> {
        fn wants(&self, name: &'static str) -> bool {
            (self.wanted)(name)
        }
        fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
            (self.see)(name, text);
            Ok(())
        }
        fn open(&mut self, _: &'static str) -> Result<(), FlatError> {
            Ok(())
        }
        fn close(&mut self, _: &'static str) -> Result<(), FlatError> {
            Ok(())
        }
    }
    // This sink refuses nothing, and every message consists of texts and lists.
    let _ = write_struct(message, &mut Visitor { wanted, see });
}
