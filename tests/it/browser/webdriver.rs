//! The few commands of the W3C WebDriver protocol that a walk needs, sent through our own transport.

use bytes::Bytes;
use cnpay::{Effect, Transport};
use http::{Method, Request};
use paytransport::{HttpsTransport, Settings};
use serde_json::{Value, json};

/// A browser that a driver has started.
pub(super) struct Browser {
    transport: HttpsTransport,
    /// The address of its session.
    session: String,
}

/// The number of an element on the page of now.
pub(super) struct Element(String);

impl Browser {
    /// Starts one, through the chromedriver at that address.
    pub(super) async fn open(driver: &str, options: Value) -> Self {
        let transport = HttpsTransport::new(Settings::default()).expect("a transport");
        let mut browser = Self { transport, session: format!("{driver}/session") };
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let started = browser.post("", wanted).await;
        browser.session = format!("{}/{}", browser.session, started["sessionId"].as_str().expect("a session"));
        browser
    }

    pub(super) async fn goes_to(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await;
    }

    /// The address of the page.
    pub(super) async fn address(&self) -> String {
        self.runs("return location.href", &[]).await.as_str().expect("a text").to_owned()
    }

    /// The first such element; none as long as there is none, or the page is being loaded.
    pub(super) async fn finds(&self, selector: &str) -> Option<Element> {
        let found = self.send(Method::POST, "/element", json!({ "using": "css selector", "value": selector })).await.ok()?;
        found.as_object()?.values().next()?.as_str().map(|number| Element(number.to_owned()))
    }

    pub(super) async fn clicks(&self, element: &Element) {
        self.post(&format!("/element/{}/click", element.0), json!({})).await;
    }

    /// Types a text in the place of what is there.
    pub(super) async fn types(&self, element: &Element, text: &str) {
        self.post(&format!("/element/{}/clear", element.0), json!({})).await;
        self.post(&format!("/element/{}/value", element.0), json!({ "text": text })).await;
    }

    /// Runs a script on the page; the elements are its arguments.
    pub(super) async fn runs(&self, script: &str, elements: &[&Element]) -> Value {
        let elements: Vec<Value> = elements.iter().map(|element| json!({ ELEMENT: element.0 })).collect();
        self.post("/execute/sync", json!({ "script": script, "args": elements })).await
    }

    /// Ends it.
    pub(super) async fn quits(&self) {
        let _ = self.send(Method::DELETE, "", Value::Null).await;
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.send(Method::POST, path, body).await.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Result<Value, String> {
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let request = Request::builder().method(method).uri(format!("{}{path}", self.session)).body(body);
        let response = self.transport.send(request.expect("a request"), Effect::Changes).await.map_err(|error| error.to_string())?;
        let mut answer: Value = serde_json::from_slice(response.body()).map_err(|error| error.to_string())?;
        if response.status().is_success() { Ok(answer["value"].take()) } else { Err(answer["value"].to_string()) }
    }
}

/// How the protocol marks an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
