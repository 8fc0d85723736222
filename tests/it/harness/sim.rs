//! `cnpay sim` as a process, and a merchant who calls it through `cnpay call`.

use std::{
    fs::{self, Permissions},
    io::{BufRead, BufReader, Read},
    os::unix::fs::PermissionsExt,
    process::{Child, ChildStderr, ChildStdout, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use toml::Table;

use super::{Folder, Ran, cnpay, command};

pub(crate) const CARD: &str = "6299990000000012348";
pub(crate) const PHONE: &str = "13900000000";
pub(crate) const CUSTOMER: &str = "U90001";

/// A simulator of the test's own, in a folder of its own. Killed when dropped.
pub(crate) struct Sim {
    child: Child,
    log: BufReader<ChildStderr>,
    lines: BufReader<ChildStdout>,
    pub(crate) folder: Folder,
    /// The first line of its stdout.
    pub(crate) ready: Value,
    pub(crate) config: String,
}

impl Sim {
    /// Starts one with these flags, and waits until it is ready.
    pub(crate) fn start(flags: &[&str]) -> Self {
        Self::start_in(Folder::new(), flags)
    }

    pub(crate) fn start_in(folder: Folder, flags: &[&str]) -> Self {
        let directory = folder.at("sim");
        Self::run(folder, command(&[&["sim", "--dir", &directory], flags].concat()))
    }

    /// Starts one on a desktop whose only program is `xdg-open`, a shell script.
    pub(crate) fn start_on_desktop(xdg_open: &str) -> Self {
        let folder = Folder::new();
        let (directory, program) = (folder.at("sim"), folder.write("xdg-open", xdg_open));
        fs::set_permissions(program, Permissions::from_mode(0o700)).expect("a program");
        let mut command = command(&["sim", "--open", "--dir", &directory]);
        command.env("WAYLAND_DISPLAY", "wayland-0").env("PATH", folder.at(""));
        Self::run(folder, command)
    }

    fn run(folder: Folder, mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cnpay sim");
        let log = BufReader::new(child.stderr.take().expect("piped"));
        let mut lines = BufReader::new(child.stdout.take().expect("piped"));
        let ready = object(&mut lines);
        let config = ready["config"].as_str().expect("the path of its settings").to_owned();
        Self { child, log, lines, folder, ready, config }
    }

    /// The address of its shop, the next line of its stdout; it has to be started with `--open`.
    pub(crate) fn shop(&mut self) -> String {
        let line = object(&mut self.lines);
        line["shop"].as_str().unwrap_or_else(|| panic!("no shop: {line}")).to_owned()
    }

    /// Waits until it has logged a line with `text`; it has to be started with `-v`.
    pub(crate) fn wait_for_log(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(self.log.read_line(&mut line).expect("its log"), 0, "it ended without {text:?}");
        }
    }

    /// Kills it, and gives all of its log that nobody has waited for.
    pub(crate) fn into_log(mut self) -> String {
        self.kill();
        let mut log = String::new();
        self.log.read_to_string(&mut log).expect("UTF-8");
        log
    }

    /// Kills it, as a power failure would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Asks it to end, and gives its exit code and its folder.
    pub(crate) fn terminate(mut self) -> (Option<i32>, Folder) {
        let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().expect("a shell");
        assert!(asked.success());
        let code = self.child.wait().expect("it ends").code();
        (code, std::mem::replace(&mut self.folder, Folder::new()))
    }

    /// What curl gets when it trusts this simulator.
    pub(crate) fn curl(&self, arguments: &[&str]) -> String {
        let ca = self.folder.at("sim/ca.pem");
        let mut curl = Command::new("curl");
        curl.args(["-q", "--noproxy", "*", "--silent", "--show-error", "--max-time", "20", "--cacert", &ca]).args(arguments);
        let output = curl.output().expect("curl");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Presses a button on a cashier's page, and gives the address where the browser then waits.
    pub(crate) fn presses(&self, choice: &str, page: &str) -> String {
        let action = page.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{page}"));
        let origin = self.ready["url"].as_str().expect("a URL").trim_end_matches('/');
        let button = ["--data", &format!("choice={choice}"), "--write-out", "%{redirect_url}", &format!("{origin}{action}")];
        self.curl(&button).trim().to_owned()
    }

    /// Waits at that address until the browser is sent on, and gives where to.
    pub(crate) fn waits_at(&self, address: &str) -> String {
        let started = Instant::now();
        loop {
            let back = self.curl(&["--output", "/dev/null", "--write-out", "%{redirect_url}", address]);
            if !back.is_empty() {
                return back;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "the browser is not sent back");
            sleep(Duration::from_millis(200));
        }
    }

    /// Its settings as a table.
    pub(crate) fn settings(&self) -> Table {
        self.folder.read("sim/cnpay.toml").parse().expect("TOML")
    }

    /// Its settings under another name beside them, the agreement table changed by `edit`.
    pub(crate) fn settings_with(&self, name: &str, edit: impl FnOnce(&mut Table)) -> String {
        let mut settings = self.settings();
        edit(settings["kuaiqian"]["agreement"].as_table_mut().expect("a table"));
        self.folder.write(&format!("sim/{name}.toml"), settings.to_string())
    }

    /// `cnpay call kuaiqian.agreement.OPERATION` with fields as JSON on stdin.
    pub(crate) fn call(&self, operation: &str, fields: &Value) -> Ran {
        call_with(&self.config, operation, fields)
    }

    /// A card of [`CUSTOMER`], bound in the usual two steps. Gives its pay token.
    pub(crate) fn bind(&self) -> String {
        let begun = self.call("ind_auth", &json!({ "customerId": CUSTOMER, "externalRefNumber": "SIGN1", "pan": CARD, "phoneNO": PHONE }));
        let token = &begun.object(0)["reply"]["token"];
        let code = json!({
            "customerId": CUSTOMER, "externalRefNumber": "SIGN1", "pan": CARD, "phoneNO": PHONE, "validCode": "246810", "token": token,
        });
        let bound = self.call("ind_auth_verify", &code).object(0);
        bound["reply"]["payToken"].as_str().expect("a pay token").to_owned()
    }

    /// A purchase of that amount with a bound card.
    pub(crate) fn purchase(&self, order: &str, amount: &str, token: &str) -> Ran {
        self.call("purchase", &json!({ "externalRefNumber": order, "amount": amount, "customerId": CUSTOMER, "payToken": token }))
    }

    /// Asks for a purchase.
    pub(crate) fn query(&self, order: &str) -> Ran {
        self.call("query_txn", &json!({ "externalRefNumber": order, "txnType": "PUR" }))
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The object on the next line.
fn object(lines: &mut impl BufRead) -> Value {
    let mut line = String::new();
    lines.read_line(&mut line).expect("a line");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

/// The same call with settings from anywhere.
pub(crate) fn call_with(config: &str, operation: &str, fields: &Value) -> Ran {
    let id = format!("kuaiqian.agreement.{operation}");
    cnpay(&["--config", config, "call", &id, "--body", "-"], fields.to_string())
}
