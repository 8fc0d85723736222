//! The offline order of the back end: an XML reply in place of a page, and money that comes later. Section 5.5.

use kq_form::{Listed, REMIT_REPLY, Signing, reply};

use super::{
    Gateway,
    code::{self, Code},
    pay,
    payment::Means,
    service,
    state::State,
    submission::Submission,
};
use crate::{
    NoAnswer,
    answer::xml,
    magic::Magic,
    service::{Handled, Moment},
};

impl Gateway {
    pub(super) fn remit(
        &self,
        received: &Listed<'_>,
        checked: Result<Submission<'_>, Code>,
        state: &mut State,
        moment: &Moment,
    ) -> Handled {
        let submission = match checked {
            Ok(submission) if Magic::of(submission.amount) == Magic::Declined => return self.answer(received, Err(code::OVER_PAYMENT)),
            Ok(submission) => submission,
            Err(code) => return self.answer(received, Err(code)),
        };
        let magic = Magic::of(submission.amount);
        if magic == Magic::CutBefore {
            return Handled { answer: Err(NoAnswer::CutBefore), notices: Vec::new() };
        }
        let ticket = pay::take(submission, state).ticket.clone();
        let means = Means { bank: None, fails: false, later: true };
        let Some(begun) = self.begin(state, &ticket, means, moment) else { return self.answer(received, Err(code::NO_ACCOUNT)) };
        let mut handled = self.answer(received, Ok(&begun.deal));
        handled.notices.extend(begun.notice);
        if magic == Magic::CutAfter {
            handled.answer = Err(NoAnswer::CutAfter);
        }
        handled
    }

    fn answer(&self, received: &Listed<'_>, result: Result<&str, Code>) -> Handled {
        if let Err(code) = result {
            tracing::info!(code = code.code, "offline order refused");
        }
        let value = |name: &str| match (name, result) {
            ("dealId", Ok(deal)) => deal.to_owned(),
            ("requestResult", Ok(_)) => "10".into(),
            ("requestResult", Err(_)) => "11".into(),
            ("errCode", Err(code)) => code.code.into(),
            ("orderAmount" | "remitCode", Err(_)) => String::new(),
            (echoed, _) => String::from_utf8_lossy(received.get(echoed).unwrap_or_default()).into_owned(),
        };
        // Nobody can sign for a merchant that is not known.
        let account = received.get("merchantAcctId").and_then(|number| self.account(std::str::from_utf8(number).ok()?));
        let signing = if received.get("signType") == Some(b"4") { Signing::Rsa } else { Signing::Md5 };
        let seal = account.map(|account| self.seal(account, signing));
        let row = REMIT_REPLY.fields.iter().map(|name| (*name, value(name))).collect();
        let fields = service::fields(service::sealed(&REMIT_REPLY, row, seal.as_ref()));
        Handled::page(xml(reply::to_xml("res", &fields)))
    }
}
