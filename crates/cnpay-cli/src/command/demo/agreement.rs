//! Agreement pay: bind, charge, be told, ask; and four things that go wrong.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use cnpay::{
    Answer, Effect, Error, Expected, Fen, Sensitive, TradeState, Transport,
    kq_xml::{Operation, Purchase},
    kuaiqian::agreement::{Account, Agreement, Connection, connect, notice},
};
use cnpay_sim::{Running, SMS_CODE};
use paysign::{Hash, PublicKey, RsaVerifier};
use paytransport::{HttpsTransport, Settings};
use tokio::{sync::mpsc::UnboundedReceiver, time::timeout};

use super::{
    merchant::{Merchant, Told},
    polling,
    timeline::{KUAIQIAN, Timeline, Tone, Way, tone},
};
use crate::failure::Failure;

/// How long the demo waits for a notice.
const PATIENCE: Duration = Duration::from_secs(10);
struct Demo<'a> {
    timeline: &'a mut Timeline,
    agreement: Agreement,
    merchant: Merchant,
    notices: UnboundedReceiver<Told>,
    seed: u64,
}

pub(super) async fn play(timeline: &mut Timeline, running: &Running, seed: u64) -> Result<(), Failure> {
    let (merchant, notices) = Merchant::new();
    let handler = merchant.clone();
    let address = running.merchant(move |request| handler.clone().answer(request)).await.map_err(other)?;
    let agreement = client(running, format!("{}/notices/{}", address.url(), notice::ID))?;
    merchant.opens(agreement.clone());
    timeline.provider(KUAIQIAN);
    let mut demo = Demo { timeline, agreement, merchant, notices, seed };

    let token = demo.binds().await?;
    let genuine = demo.pays(&token).await;
    demo.is_declined(&token).await;
    demo.pends(&token).await;
    demo.is_cut_off(&token).await;
    demo.refuses_a_forgery(running, genuine).await?;
    Ok(())
}

fn other(error: impl ToString) -> Failure {
    Failure::other(error.to_string())
}

/// A client of the simulator, over mutual TLS.
fn client(running: &Running, notice_url: String) -> Result<Agreement, Failure> {
    let setup = running.setup();
    let identity = setup.merchant().identity().map_err(other)?;
    let connection = Connection::default();
    let transport = Settings { roots: vec![setup.ca().clone()], ..connection.transport };
    let transport = connect(&identity, Connection { transport, ..connection }, SystemTime::now())?;
    let own = setup.agreement_account();
    let terminal = own.terminals.first().cloned().unwrap_or_default();
    let mut account = Account::new(running.agreement_url(), own.merchant, terminal, own.login_key);
    let keys = PublicKey::read(setup.notice_public_pem().as_bytes()).map_err(other)?;
    account.notice_keys = Some(RsaVerifier::new(keys, [Hash::Sha1]).map_err(other)?);
    account.notice_url = Some(notice_url);
    account.certificate = Some(identity.certificate().clone());
    Ok(Agreement::new(account, Arc::new(transport))?)
}

impl Demo<'_> {
    fn number(&self, name: &str) -> String {
        format!("{name}{:04}", self.seed)
    }

    /// Shows a call and what it means. Gives the state, unknown where no believable answer came.
    fn show<O: Operation>(&mut self, result: &Result<Answer<O::Reply>, Error>, note: &str) -> TradeState {
        let name = O::ID.rsplit('.').next().unwrap_or(O::ID);
        self.timeline.answered(name, result, note)
    }

    async fn binds(&mut self) -> Result<Sensitive, Failure> {
        self.timeline.flow(("签约绑卡", "bind a card"), "done");
        let (pan, phone) = (Sensitive::from("6299990000000012348"), Sensitive::from("13900000000"));
        let (customer, number) = (self.number("U"), self.number("SIGN"));
        let begin = self.agreement.ind_auth().customer_id(&customer).external_ref_number(&number).pan(pan.clone()).phone_no(phone.clone());
        let begun = self.agreement.send(&begin.build()).await;
        self.show::<cnpay::kq_xml::IndAuth>(&begun, self.timeline.pick(("短信已发送", "SMS sent")));
        let token = begun.ok().and_then(|answer| answer.reply.token).unwrap_or_default();
        let verify = self.agreement.ind_auth_verify().customer_id(&customer).external_ref_number(&number);
        let verify = verify.pan(pan).valid_code(SMS_CODE).token(token).phone_no(phone).build();
        let verified = self.agreement.send(&verify).await;
        let state = self.show::<cnpay::kq_xml::IndAuthVerify>(&verified, self.timeline.pick(("卡已绑定", "card bound")));
        self.timeline.ends(state.as_str());
        verified.ok().and_then(|answer| answer.reply.pay_token).ok_or_else(|| Failure::other("the card was not bound"))
    }

    /// Writes the order down and sends it.
    async fn charges(&mut self, name: &str, yuan: Fen, token: &Sensitive) -> (Expected, TradeState) {
        let order = self.agreement.purchase().external_ref_number(self.number(name)).amount(yuan).customer_id(self.number("U"));
        let order = order.pay_token(token.clone()).build();
        let expected = Expected::from(&order);
        self.merchant.writes_down(expected.clone());
        let result = self.agreement.send(&order).await;
        let state = self.show::<Purchase>(&result, &yuan.to_string());
        (expected, state)
    }

    /// Waits for the notice of an order; shows every notice on the way.
    async fn is_told(&mut self, number: &str) -> Option<(TradeState, Bytes)> {
        while let Ok(Some(told)) = timeout(PATIENCE, self.notices.recv()).await {
            match told {
                Told::Applied { order, state, body } => {
                    let detail = self.timeline.pick(("验签通过，订单相符，已答 TR4", "verified, matched, TR4 sent"));
                    self.timeline.step(Way::Notice, "tr3", tone(state), state.as_str(), detail);
                    if order == number {
                        return Some((state, body));
                    }
                }
                Told::Refused { why } => self.timeline.step(Way::Notice, "tr3", Tone::Bad, "refused", self.timeline.pick(why)),
            }
        }
        None
    }

    async fn pays(&mut self, token: &Sensitive) -> Option<Bytes> {
        self.timeline.flow(("扣款、通知、查询", "charge, be told, ask"), "succeeded");
        let (order, charged) = self.charges("PAY", Fen::new(8860), token).await;
        let told = self.is_told(&order.order).await;
        let asked = self.agreement.ask(&order).await.map_or(TradeState::Unknown, |asked| asked.state);
        self.timeline.asked("query_txn", asked, 1);
        let states = [Some(charged), told.as_ref().map(|(state, _)| *state), Some(asked)];
        let agree = states.iter().all(|state| *state == Some(TradeState::Succeeded));
        self.timeline.ends(if agree { "succeeded" } else { "disagreement" });
        told.map(|(_, body)| body)
    }

    async fn is_declined(&mut self, token: &Sensitive) {
        self.timeline.flow(("被拒付", "a declined payment"), "failed");
        let (_, state) = self.charges("DECLINED", Fen::new(1051), token).await;
        self.timeline.ends(state.as_str());
    }

    async fn pends(&mut self, token: &Sensitive) {
        self.timeline.flow(("处理中，查询后成功", "pending, then a query"), "pending → succeeded");
        let (order, first) = self.charges("PENDING", Fen::new(1068), token).await;
        let last = self.settles(&order).await;
        self.timeline.ends(format!("{first} → {last}"));
    }

    async fn is_cut_off(&mut self, token: &Sensitive) {
        self.timeline.flow(("发出后断线，查询后成功", "cut off, then a query"), "unknown → succeeded");
        let (order, first) = self.charges("CUT", Fen::new(1098), token).await;
        let last = self.settles(&order).await;
        self.timeline.ends(format!("{first} → {last}"));
    }

    async fn settles(&mut self, order: &Expected) -> TradeState {
        let settled = self.agreement.settle(order, &polling(), tokio::time::sleep).await;
        self.timeline.asked("query_txn", settled.state, settled.asked);
        settled.state
    }

    /// Takes a notice that was genuine, changes the amount, and sends it to the merchant.
    async fn refuses_a_forgery(&mut self, running: &Running, genuine: Option<Bytes>) -> Result<(), Failure> {
        self.timeline.flow(("伪造的通知", "a forged notice"), "refused");
        let genuine = genuine.unwrap_or_default();
        let forged = String::from_utf8_lossy(&genuine).replace("<amount>88.60</amount>", "<amount>8860</amount>");
        let transport = Settings { roots: vec![running.setup().ca().clone()], ..Settings::default() };
        let transport = HttpsTransport::new(transport).map_err(other)?;
        let url = self.agreement.account().notice_url.clone().unwrap_or_default();
        let request = http::Request::post(url).body(Bytes::from(forged.into_bytes())).map_err(other)?;
        let response = transport.send(request, Effect::Changes).await.map_err(other)?;
        let why = loop {
            match timeout(PATIENCE, self.notices.recv()).await {
                Ok(Some(Told::Refused { why })) => break Some(why),
                // Notices of earlier orders may still arrive.
                Ok(Some(Told::Applied { .. })) => {}
                _ => break None,
            }
        };
        let refused = why.is_some() && response.status() == http::StatusCode::BAD_REQUEST;
        let state = if refused { "refused" } else { "accepted" };
        let why = why.map(|why| self.timeline.pick(why)).unwrap_or_default();
        self.timeline.step(Way::Forgery, "tr3", Tone::Bad, state, &format!("HTTP {} · {why}", response.status().as_u16()));
        self.timeline.ends(state);
        Ok(())
    }
}
