//! Headless Chromium, its driver and a shop: started for one walk, and gone after it.

use std::{
    io::{BufRead, BufReader},
    panic,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::time::timeout;

use super::{pages::Payer, webdriver::Browser};
use crate::harness::{Folder, Sim, here};

/// A walk that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(120);
/// How long the browser may take to go.
const FAREWELL: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Device {
    Desktop,
    Phone,
}

impl Device {
    /// Width and height in CSS pixels.
    pub(super) const fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 800),
            Self::Phone => (390, 844),
        }
    }
}

/// Walks with a browser and a shop of its own. However it ends, both are gone then.
pub(super) fn with_browser<W: Future<Output = ()> + Send + 'static>(device: Device, walk: impl FnOnce(Payer) -> W) {
    if !["chromium", "chromedriver", "openssl"].into_iter().all(here) {
        return;
    }
    let (folder, mut sim) = (Folder::new(), Sim::start(&["--open"]));
    let shop = sim.shop();
    let options = options(device, &folder, &key(&sim));
    let driver = ChromeDriver::start(&folder);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let browser = timeout(LIMIT, Browser::open(&driver.url, options)).await.expect("Chromium starts in time");
        let browser = Arc::new(browser);
        let walked = timeout(LIMIT, tokio::spawn(walk(Payer::new(browser.clone(), shop, device)))).await;
        let _ = timeout(FAREWELL, browser.quits()).await;
        match walked {
            Ok(Ok(())) => {}
            Ok(Err(failed)) => panic::resume_unwind(failed.into_panic()),
            Err(_) => panic!("the walk took longer than {LIMIT:?}"),
        }
    });
}

/// The digest of the key that simulator and shop serve with: Base64 of SHA-256 of its SubjectPublicKeyInfo.
fn key(sim: &Sim) -> String {
    let host = sim.ready["url"].as_str().and_then(|url| url.strip_prefix("https://")).expect("a URL");
    let ca = sim.ready["ca"].as_str().expect("a path");
    let script = "openssl s_client -connect \"$1\" -CAfile \"$2\" -verify_return_error </dev/null 2>/dev/null \
        | openssl x509 -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | openssl base64 -A";
    let output = Command::new("sh").args(["-c", script, "sh", host, ca]).output().expect("a shell");
    // Even of nothing there is a digest.
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("Base64")
}

/// What the driver starts the browser with.
fn options(device: Device, folder: &Folder, key: &str) -> Value {
    let (width, height) = device.size();
    let mut arguments = vec![
        "--headless=new".to_owned(),
        // Through a pipe that closes with its driver, and the browser with it.
        "--remote-debugging-pipe".to_owned(),
        format!("--user-data-dir={}", folder.at("profile")),
        format!("--ignore-certificate-errors-spki-list={key}"),
        format!("--window-size={width},{height}"),
        "--accept-lang=zh-CN".to_owned(),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        "--no-proxy-server".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--no-first-run".to_owned(),
    ];
    if is_root() {
        // Chromium refuses to start otherwise.
        arguments.push("--no-sandbox".to_owned());
    }
    let mut options = json!({ "args": arguments });
    if device == Device::Phone {
        let metrics = json!({ "width": width, "height": height, "pixelRatio": 3.0, "touch": true, "mobile": true });
        let agent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics, "userAgent": agent });
    }
    options
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

struct ChromeDriver {
    child: Child,
    url: String,
    _output: BufReader<ChildStdout>,
}

impl ChromeDriver {
    /// Starts it at a free port, which it tells.
    fn start(folder: &Folder) -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env("HOME", folder.at("")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("chromedriver");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert_ne!(output.read_line(&mut line).expect("UTF-8"), 0, "chromedriver ended");
            let port = line.trim_end().trim_end_matches('.').rsplit_once("successfully on port ");
            if let Some((_, port)) = port {
                break port.to_owned();
            }
        };
        Self { child, url: format!("http://127.0.0.1:{port}"), _output: output }
    }
}

impl Drop for ChromeDriver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
