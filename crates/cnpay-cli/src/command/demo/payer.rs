//! The payer: a browser as far as HTTP goes.

use std::time::Duration;

use bytes::Bytes;
use cnpay::{Effect, Transport};
use cnpay_sim::Running;
use http::{Request, Response, StatusCode, Uri, header};
use paytransport::{HttpsTransport, Settings};
use paywire::form;

use crate::failure::Failure;

/// How often the payer looks whether the bank has answered, and how many times.
const PAUSE: Duration = Duration::from_millis(200);
const LOOKS: u32 = 50;

/// What the payer presses at the cashier.
#[derive(Debug, Clone, Copy)]
pub(super) enum Choice {
    Pay,
    Fail,
}

pub(super) struct Payer(HttpsTransport);

/// A cashier's page with its buttons: the address that they post to.
pub(super) struct Cashier(String);

impl Payer {
    /// A browser that trusts the simulator.
    pub(super) fn new(running: &Running) -> Result<Self, Failure> {
        let settings = Settings { roots: vec![running.setup().ca().clone()], ..Settings::default() };
        HttpsTransport::new(settings).map(Self).map_err(|error| Failure::other(error.to_string()))
    }

    /// Submits a merchant's form.
    pub(super) async fn submits<'f>(&self, url: &str, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Cashier, Failure> {
        let fields = fields.into_iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        cashier(url, &self.posts(url, form::encode(fields)).await?)
    }

    /// Opens a page, such as the one that a QR code leads to.
    pub(super) async fn opens(&self, url: &str) -> Result<Cashier, Failure> {
        cashier(url, &self.gets(url).await?)
    }

    /// Presses a button at the cashier. Gives the address where the browser then waits.
    pub(super) async fn presses(&self, choice: Choice, Cashier(url): &Cashier) -> Result<String, Failure> {
        let choice = match choice {
            Choice::Pay => "choice=pay",
            Choice::Fail => "choice=fail",
        };
        let sent_on = self.posts(url, choice.to_owned()).await?;
        absolute(url, location(&sent_on).ok_or_else(|| lost("no way on"))?)
    }

    /// Waits at that address until the browser is sent back to the merchant. Gives the merchant's address with the result in it.
    pub(super) async fn comes_back(&self, waiting: &str) -> Result<String, Failure> {
        for _ in 0..LOOKS {
            let page = self.gets(waiting).await?;
            if let Some(merchant) = location(&page) {
                return Ok(merchant.to_owned());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(lost("no result"))
    }

    async fn gets(&self, url: &str) -> Result<Response<Bytes>, Failure> {
        self.sends(Request::get(url).body(Bytes::new()).map_err(|error| lost(&error.to_string()))?).await
    }

    async fn posts(&self, url: &str, body: String) -> Result<Response<Bytes>, Failure> {
        let request = Request::post(url).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.sends(request.body(Bytes::from(body)).map_err(|error| lost(&error.to_string()))?).await
    }

    async fn sends(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
        self.0.send(request, Effect::Changes).await.map_err(|error| lost(&error.to_string()))
    }
}

/// The page at `url`.
fn cashier(url: &str, page: &Response<Bytes>) -> Result<Cashier, Failure> {
    let page = String::from_utf8_lossy(page.body());
    let action = between(&page, "<form method=\"post\" action=\"", "\"").ok_or_else(|| lost("no cashier"))?;
    absolute(url, action).map(Cashier)
}

fn lost(why: &str) -> Failure {
    Failure::other(format!("the payer got lost: {why}"))
}

fn location(response: &Response<Bytes>) -> Option<&str> {
    let location = response.headers().get(header::LOCATION).filter(|_| response.status() == StatusCode::SEE_OTHER);
    location.and_then(|location| location.to_str().ok())
}

/// What a path on the page at `base` means.
fn absolute(base: &str, path: &str) -> Result<String, Failure> {
    let base: Uri = base.parse().map_err(|_| lost("no address"))?;
    match (base.scheme_str(), base.authority()) {
        (Some(scheme), Some(host)) => Ok(format!("{scheme}://{host}{path}")),
        _ => Err(lost("no address")),
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once(after).map(|(inside, _)| inside)
}
