//! A merchant of the simulated platform.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use toml::Table;

use crate::harness::{NOBODY, Ran, Sim, cnpay};

/// The sample payer of the specification's examples.
pub(super) const CARD: &str = "6222020000000000018";
pub(super) const PHONE: &str = "13900000001";

/// The simulator, and settings that a test has changed.
pub(super) struct Shop {
    pub(super) sim: Sim,
    pub(super) config: String,
}

impl Shop {
    /// A merchant whose table `[mmsp]` is changed by `edit`. Nobody listens where its notices go.
    pub(super) fn new(flags: &[&str], edit: impl FnOnce(&mut Table, &str)) -> Self {
        let sim = Sim::start(flags);
        let mut settings = sim.settings();
        let mmsp = settings["mmsp"].as_table_mut().expect("a table");
        mmsp.insert("notice_url".into(), format!("{NOBODY}/notices").into());
        edit(mmsp, &sim.folder.read("sim/cnpay.toml"));
        let config = sim.folder.write("sim/mmsp.toml", settings.to_string());
        Self { sim, config }
    }

    pub(super) fn open() -> Self {
        Self::new(&[], |_, _| {})
    }

    /// `cnpay call mmsp.OPERATION`, its fields on stdin.
    pub(super) fn run(&self, operation: &str, fields: &Value) -> Ran {
        cnpay(&["--config", &self.config, "call", &format!("mmsp.{operation}"), "--body", "-"], fields.to_string())
    }

    #[track_caller]
    pub(super) fn call(&self, operation: &str, fields: &Value, state: &str, code: i32) -> Value {
        let answer = self.run(operation, fields).object(code);
        assert_eq!(answer["state"], state, "{operation}: {answer}");
        answer
    }

    /// Asks until the answer has that state.
    #[track_caller]
    pub(super) fn asked(&self, operation: &str, fields: &Value, state: &str) -> Value {
        let started = Instant::now();
        loop {
            let ran = self.run(operation, fields);
            let answer = ran.object(ran.code);
            if answer["state"] == state {
                return answer;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "{operation} is not {state}: {answer}");
            sleep(Duration::from_millis(300));
        }
    }

    pub(super) fn notify(&self, notice: &str, arguments: &[&str], body: impl AsRef<[u8]>) -> Ran {
        cnpay(&[&["--config", &self.config, "notify", &format!("mmsp.{notice}")], arguments].concat(), body)
    }
}

/// A quick payment of that amount in fen.
pub(super) fn card_payment(order: &str, amount: &str) -> Value {
    json!({
        "MERORDERID": order, "AMT": amount, "CARDNO": CARD, "CARDTYPE": "1", "NAME": "王小明", "ID_NO": "110101199003070011",
        "PHONENO": PHONE,
    })
}

/// A payer's code, charged.
pub(super) fn scanned(order: &str, amount: &str) -> Value {
    json!({ "MERORDERID": order, "AMT": amount, "GOODSNAME": "红茶/250g", "CODE": "134500000000000017" })
}

/// A payout.
pub(super) fn wages(order: &str, amount: &str) -> Value {
    json!({
        "ORDERNO": order, "AMT": amount, "BUSITYPE": "002", "ACCNAME": "王小明", "ACCNO": CARD, "MEMO": "五月工资/奖金", "ACCTYPE": "0",
        "MOBILE": PHONE, "BANKNAME": "中国工商银行",
    })
}

/// A text of the reply.
#[track_caller]
pub(super) fn text<'a>(answer: &'a Value, field: &str) -> &'a str {
    answer["reply"][field].as_str().unwrap_or_else(|| panic!("no {field}: {answer}"))
}
