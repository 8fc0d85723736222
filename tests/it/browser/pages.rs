//! What the payer does and sees. Every page on the way is looked at.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::time::sleep;

use super::{
    chromium::Device,
    webdriver::{Browser, Element},
};

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);
/// What a finger hits, in CSS pixels.
const FINGER: f64 = 44.0;

pub(super) struct Payer {
    browser: Arc<Browser>,
    shop: String,
    device: Device,
}

impl Payer {
    pub(super) fn new(browser: Arc<Browser>, shop: String, device: Device) -> Self {
        Self { browser, shop, device }
    }

    /// Waits until the page has such an element.
    pub(super) async fn waits_for(&self, selector: &str) -> Element {
        let begun = Instant::now();
        loop {
            if let Some(element) = self.browser.finds(selector).await {
                return element;
            }
            if begun.elapsed() > PATIENCE {
                let page = self.browser.runs("return location.href + document.documentElement.outerHTML", &[]).await;
                panic!("no {selector}: {page}");
            }
            sleep(PAUSE).await;
        }
    }

    /// The text of an element as it is shown: text alone, no markup in it.
    pub(super) async fn reads(&self, id: &str) -> String {
        let element = self.waits_for(&format!("#{id}")).await;
        let script = "return [arguments[0].innerText, arguments[0].childElementCount]";
        let shown = self.browser.runs(script, &[&element]).await;
        assert_eq!(shown[1], json!(0), "markup inside #{id}");
        shown[0].as_str().expect("a text").to_owned()
    }

    /// Presses a button, which a finger would hit too.
    pub(super) async fn presses(&self, id: &str) {
        let button = self.waits_for(&format!("#{id}")).await;
        let height = self.browser.runs("return arguments[0].getBoundingClientRect().height", &[&button]).await;
        assert!(height.as_f64().is_some_and(|height| height >= FINGER), "#{id} is {height} high");
        self.browser.clicks(&button).await;
    }

    /// Goes to an address of the shop.
    pub(super) async fn comes_back(&self, path: &str) {
        self.browser.goes_to(&format!("{}{path}", self.shop)).await;
        self.fits_the_screen().await;
    }

    /// Orders in the shop and arrives at the cashier. Gives the order's number.
    pub(super) async fn orders(&self, goods: &str, yuan: &str) -> String {
        self.comes_back("/").await;
        for (id, text) in [("goods", goods), ("yuan", yuan)] {
            let field = self.waits_for(&format!("#{id}")).await;
            self.browser.types(&field, text).await;
        }
        self.presses("buy").await;
        self.is_at_the_cashier(goods).await
    }

    /// Sees at the cashier what was ordered. Gives the order's number.
    pub(super) async fn is_at_the_cashier(&self, goods: &str) -> String {
        self.waits_for("#pay").await;
        self.fits_the_screen().await;
        assert_eq!(self.reads("product").await, goods);
        self.reads("order").await
    }

    /// Sees on a page of the shop what its stored order says.
    pub(super) async fn sees_the_result(&self, state: &str, order: &str, goods: &str) {
        self.waits_for(&format!("#state[data-state={state}]")).await;
        self.fits_the_screen().await;
        assert!(self.browser.address().await.starts_with(&self.shop), "not the shop");
        assert_eq!((self.reads("order").await.as_str(), self.reads("goods").await.as_str()), (order, goods));
    }

    /// Nothing has to be scrolled sideways.
    async fn fits_the_screen(&self) {
        let widths = self.browser.runs("return [innerWidth, document.documentElement.scrollWidth]", &[]).await;
        let (width, _) = self.device.size();
        let fits = widths[0] == json!(width) && widths[1].as_u64().is_some_and(|needed| needed <= width.into());
        assert!(fits, "{widths} pixels, shown and needed, on a screen of {width}");
    }
}
