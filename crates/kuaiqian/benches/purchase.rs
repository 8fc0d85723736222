//! A purchase over a kept mutual-TLS connection to the simulator on loopback, beside a bare hyper + rustls client that sends the same bytes
//! under the same connection rules. Both take turns in one run; criterion shows no percentiles, so the table is made here.
//!
//! `cargo bench -p kuaiqian --bench purchase` measures; without `--bench` (as `cargo test` calls it) a few calls only show that it works.
#![allow(clippy::print_stdout, reason = "a benchmark's table")]

use std::{
    error::Error,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::{Bytes, BytesMut};
use cnpay_sim::{Options, Running, SMS_CODE, Simulator};
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use kq_xml::{Purchase, to_vec};
use kuaiqian::agreement::{Account, Agreement, Connection, connect};
use paycore::{Fen, Sensitive, TradeState};
use paytransport::Settings;
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs, pki_types::ServerName, version::TLS12};
use tokio::{net::TcpStream, runtime, sync::oneshot, time::timeout};
use tokio_rustls::TlsConnector;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CALLS: usize = 20_000;
/// Before the clock counts: caches, branch predictors and both connections.
const WARM_UP: usize = 500;
const CALLS_AS_A_TEST: usize = 20;

const PATH: &str = "/cnp/purchase";
/// What the client's own rules are: a debit takes a connection idle under a second, and is given up after 100 s or 1 MiB.
const IDLE: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(100);
const LIMIT: usize = 1 << 20;

fn main() -> Result<()> {
    let (calls, warm_up) = if std::env::args().any(|argument| argument == "--bench") { (CALLS, WARM_UP) } else { (CALLS_AS_A_TEST, 1) };
    // The simulator has a thread to itself, as a server has a machine to itself.
    let (started, running) = mpsc::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = thread::spawn(move || {
        runtime().block_on(async {
            started.send(Simulator::start(Options::default()).await.expect("a simulator")).expect("somebody waits");
            stopped.await.ok();
        });
    });
    let running = running.recv()?;
    let (full, bare) = runtime().block_on(measure(&running, calls, warm_up))?;
    drop(stop);
    server.join().expect("the simulator ends");
    table(full, bare);
    Ok(())
}

fn runtime() -> runtime::Runtime {
    runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// How long each call took, of the full client and of the bare one.
async fn measure(running: &Running, calls: usize, warm_up: usize) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let agreement = agreement(running)?;
    let mut bare = Bare::new(running, agreement.account())?;
    let token = bind(&agreement).await?;
    let order = |name: &str, number: usize| order(&agreement, &token, &format!("{name}{number:07}"));
    let (mut full_took, mut bare_took) = (Vec::with_capacity(calls), Vec::with_capacity(calls));
    for number in 0..warm_up + calls {
        let ours = order("A", number);
        let theirs = Bytes::from(to_vec(&order("B", number))?);
        let full_call = async || {
            let start = Instant::now();
            let answer = agreement.send(&ours).await?;
            let took = start.elapsed();
            assert_eq!(answer.state, TradeState::Succeeded);
            Ok::<_, Box<dyn Error>>(took)
        };
        let mut bare_call = async || {
            let start = Instant::now();
            let answer = bare.send(theirs.clone()).await?;
            let took = start.elapsed();
            assert_eq!(answer.status(), StatusCode::OK);
            Ok::<_, Box<dyn Error>>(took)
        };
        // Neither always comes first.
        let (full, bare) = if number % 2 == 0 {
            let full = full_call().await?;
            (full, bare_call().await?)
        } else {
            let bare = bare_call().await?;
            (full_call().await?, bare)
        };
        if number >= warm_up {
            full_took.push(full);
            bare_took.push(bare);
        }
    }
    Ok((full_took, bare_took))
}

/// The full client, as `cnpay` makes it.
fn agreement(running: &Running) -> Result<Agreement> {
    let setup = running.setup();
    let connection = Connection::default();
    let transport = Settings { roots: vec![setup.ca().clone()], ..connection.transport };
    let transport = connect(&setup.merchant().identity()?, Connection { transport, ..connection }, SystemTime::now())?;
    let own = setup.agreement_account();
    let terminal = own.terminals.into_iter().next().ok_or("no terminal")?;
    Ok(Agreement::new(Account::new(running.agreement_url(), own.merchant, terminal, own.login_key), transport)?)
}

/// Binds a card.
async fn bind(agreement: &Agreement) -> Result<Sensitive> {
    let (pan, phone) = ("6299990000000012348", "13900000000");
    let begin = agreement.ind_auth().customer_id("U1").external_ref_number("SIGN1").pan(pan).phone_no(phone).build();
    let token = agreement.send(&begin).await?.reply.token.ok_or("no token")?;
    let verify = agreement.ind_auth_verify().customer_id("U1").external_ref_number("SIGN1");
    let verify = verify.pan(pan).valid_code(SMS_CODE).token(token).phone_no(phone).build();
    Ok(agreement.send(&verify).await?.reply.pay_token.ok_or("no pay token")?)
}

fn order(agreement: &Agreement, token: &Sensitive, number: &str) -> Purchase {
    let order = agreement.purchase().external_ref_number(number).amount(Fen::new(8860)).customer_id("U1");
    order.pay_token(token.clone()).build()
}

/// hyper over rustls with a connection that is kept, and nothing else.
struct Bare {
    tls: TlsConnector,
    authority: String,
    authorization: String,
    kept: Option<(SendRequest<Full<Bytes>>, Instant)>,
}

impl Bare {
    fn new(running: &Running, account: &Account) -> Result<Self> {
        let setup = running.setup();
        let mut roots = RootCertStore::empty();
        roots.add(setup.ca().clone())?;
        let (chain, key) = setup.merchant().identity()?.for_tls()?;
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(&[&TLS12])?
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)?;
        let login = format!("{}:{}", account.merchant, account.login_key.expose());
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
            authority: running.agreement_url().trim_start_matches("https://").to_owned(),
            authorization: format!("Basic {}", STANDARD.encode(login)),
            kept: None,
        })
    }

    async fn send(&mut self, body: Bytes) -> Result<Response<Bytes>> {
        let request = Request::post(PATH)
            .header(header::CONTENT_TYPE, "text/xml; charset=utf-8")
            .header(header::AUTHORIZATION, self.authorization.as_str())
            .header(header::HOST, self.authority.as_str())
            .header(header::CONTENT_LENGTH, body.len())
            .body(Full::new(body))?;
        let mut sender = match self.kept.take() {
            Some((sender, since)) if sender.is_ready() && since.elapsed() < IDLE => sender,
            _ => self.open().await?,
        };
        let response = timeout(PATIENCE, exchange(&mut sender, request)).await??;
        self.kept = Some((sender, Instant::now()));
        Ok(response)
    }

    async fn open(&self) -> Result<SendRequest<Full<Bytes>>> {
        let tcp = TcpStream::connect(&self.authority).await?;
        tcp.set_nodelay(true)?;
        let (host, _) = self.authority.rsplit_once(':').ok_or("no port")?;
        let stream = self.tls.connect(ServerName::try_from(host.to_owned())?, tcp).await?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }
}

async fn exchange(sender: &mut SendRequest<Full<Bytes>>, request: Request<Full<Bytes>>) -> Result<Response<Bytes>> {
    sender.ready().await?;
    let (parts, mut body) = sender.send_request(request).await?.into_parts();
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            if bytes.len() + data.len() > LIMIT {
                return Err("too large".into());
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(Response::from_parts(parts, bytes.freeze()))
}

fn table(mut full: Vec<Duration>, mut bare: Vec<Duration>) {
    full.sort_unstable();
    bare.sort_unstable();
    println!("{} purchases each way, microseconds", full.len());
    println!("{:<6}{:>12}{:>12}{:>8}", "", "full client", "bare client", "ratio");
    for percent in [50, 90, 99] {
        let at = |took: &[Duration]| took[took.len() * percent / 100].as_nanos();
        let (full, bare) = (at(&full), at(&bare));
        let thousandths = full * 1000 / bare;
        let tenths = |nanos: u128| format!("{}.{}", nanos / 1000, nanos / 100 % 10);
        let ratio = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        println!("{:<6}{:>12}{:>12}{ratio:>8}", format!("p{percent}"), tenths(full), tenths(bare));
    }
}
