//! What the demo shows: steps as they happen, and a closing table.

use std::time::Instant;

use cnpay::{Answer, Error, Order, TradeState};
use comfy_table::{Cell, Color};
use serde_json::{Value, json};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{output::Output, table::table};

/// The columns of a plain terminal: no line is longer.
const COLUMNS: usize = 80;

/// A text in Chinese and in English.
pub(super) type Words = (&'static str, &'static str);

/// What the providers are called, in as many columns as the line has for a name.
pub(super) const KUAIQIAN: Words = ("快钱", "99b");
pub(super) const MMSP: Words = ("平台", "mmsp");
pub(super) const ZHANGXUN: Words = ("掌讯", "zx");

/// Who speaks to whom.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    /// The merchant calls the provider.
    Call,
    /// The payer's browser is at the provider's pages.
    Payer,
    /// The provider tells the merchant.
    Notice,
    /// Somebody else pretends to be the provider.
    Forgery,
}

/// How a step looks to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Open,
    Bad,
}

struct Flow {
    name: Words,
    expected: &'static str,
    got: String,
    started: Instant,
    milliseconds: u128,
}

/// The run so far.
pub(super) struct Timeline {
    output: Output,
    provider: Words,
    started: Instant,
    steps: usize,
    flows: Vec<Flow>,
}

impl Timeline {
    pub(super) fn new(output: Output) -> Self {
        Self { output, provider: KUAIQIAN, started: Instant::now(), steps: 0, flows: Vec::new() }
    }

    pub(super) fn headline(&self, zh: &str, en: &str) {
        self.text(&format!("{}\n", self.output.language.pick(zh, en)));
    }

    /// Whose flows come next.
    pub(super) fn provider(&mut self, name: Words) {
        self.provider = name;
    }

    /// Begins a flow that should end as `expected` says.
    pub(super) fn flow(&mut self, name: Words, expected: &'static str) {
        self.text(&self.paint("1", self.output.language.pick(name.0, name.1)));
        self.flows.push(Flow { name, expected, got: String::new(), started: Instant::now(), milliseconds: 0 });
    }

    /// How the current flow ended.
    pub(super) fn ends(&mut self, got: impl Into<String>) {
        if let Some(flow) = self.flows.last_mut() {
            flow.got = got.into();
            flow.milliseconds = flow.started.elapsed().as_millis();
        }
    }

    /// One step: who, which operation, how it went.
    pub(super) fn step(&mut self, way: Way, operation: &str, tone: Tone, state: &str, detail: &str) {
        self.steps += 1;
        let elapsed = self.started.elapsed().as_millis();
        let language = self.output.language;
        if self.output.json {
            let flow = self.flows.last().map(|flow| flow.name.1);
            let actor = match way {
                Way::Call => "merchant",
                Way::Payer => "payer",
                Way::Notice => "provider",
                Way::Forgery => "forger",
            };
            self.output.object(&json!({
                "step": self.steps, "at_ms": milliseconds(elapsed), "flow": flow, "actor": actor, "operation": operation,
                "state": state, "detail": detail,
            }));
            return;
        }
        let (name, width) = (self.pick(self.provider), language.pick(11_usize, 12));
        let way = match way {
            Way::Call => format!("{} → {name}", self.pick(("商户", "shop"))),
            Way::Payer => format!("{} → {name}", self.pick(("顾客", "payer"))),
            Way::Notice => format!("{name} → {}", self.pick(("商户", "shop"))),
            Way::Forgery => self.pick(("黑客 → 商户", "thief → shop")).to_owned(),
        };
        let way = format!("{way}{:1$}", "", width.saturating_sub(way.width()));
        let colour = match tone {
            Tone::Good => "32",
            Tone::Open => "33",
            Tone::Bad => "31",
        };
        let who = format!(" {elapsed:>5} ms  {way}  {operation:<15}  ");
        let state = format!("{state:<9}");
        let detail = fit(detail, COLUMNS.saturating_sub(who.width() + state.width() + 1));
        self.text(&format!("{who}{} {detail}", self.paint(colour, &state)));
    }

    /// A call and what it means. Gives the state, unknown where no believable answer came.
    pub(super) fn answered<R>(&mut self, operation: &str, result: &Result<Answer<R>, Error>, note: &str) -> TradeState {
        match result {
            Ok(answer) => {
                let parts = [answer.code.as_deref(), answer.message.as_deref(), Some(note)];
                let detail = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
                self.step(Way::Call, operation, tone(answer.state), answer.state.as_str(), &detail);
                answer.state
            }
            Err(error) => {
                let state = if matches!(error.order(), Order::Unknown(_)) { "unknown" } else { error.kind() };
                // The transport's own words are long, and here the reason says enough.
                let detail = match error {
                    Error::Unknown(unknown) => format!("{} ({})", self.pick(("无可信应答", "no answer")), unknown.reason),
                    other => other.to_string(),
                };
                self.step(Way::Call, operation, Tone::Open, state, &detail);
                TradeState::Unknown
            }
        }
    }

    /// An order that was asked about, so many times.
    pub(super) fn asked(&mut self, operation: &str, state: TradeState, times: u32) {
        let detail = format!("{} ×{times}", self.pick(("查询", "asked")));
        self.step(Way::Call, operation, tone(state), state.as_str(), &detail);
    }

    /// Prints the closing table; whether every flow ended as it should.
    pub(super) fn close(&self) -> bool {
        let fine = |flow: &Flow| flow.got == flow.expected;
        let ok = !self.flows.is_empty() && self.flows.iter().all(fine);
        let elapsed = self.started.elapsed().as_millis();
        if self.output.json {
            let flows: Vec<Value> = self
                .flows
                .iter()
                .map(|flow| json!({ "flow": flow.name.1, "expected": flow.expected, "got": flow.got, "ms": milliseconds(flow.milliseconds) }))
                .collect();
            self.output.object(&json!({ "ok": ok, "steps": self.steps, "elapsed_ms": milliseconds(elapsed), "flows": flows }));
            return ok;
        }
        let language = self.output.language;
        let mut table = table(&self.output, language.pick(["流程", "应为", "结果", "毫秒"], ["flow", "expected", "got", "ms"]));
        for flow in &self.flows {
            let mark = if fine(flow) {
                Cell::new(format!("✓ {}", flow.got)).fg(Color::Green)
            } else {
                Cell::new(format!("✗ {}", flow.got)).fg(Color::Red)
            };
            let name = language.pick(flow.name.0, flow.name.1);
            table.add_row([Cell::new(name), Cell::new(flow.expected), mark, Cell::new(flow.milliseconds)]);
        }
        self.text(&format!("\n{table}"));
        let summary = if ok {
            language.pick("全部流程符合预期", "every flow ended as it should")
        } else {
            language.pick("有流程不符合预期", "a flow did not end as it should")
        };
        self.text(&format!("{summary} · {} · {elapsed} ms", language.pick(format!("{} 步", self.steps), format!("{} steps", self.steps))));
        ok
    }

    pub(super) fn pick(&self, words: Words) -> &'static str {
        self.output.language.pick(words.0, words.1)
    }

    fn text(&self, text: &str) {
        if !self.output.json {
            self.output.line(text);
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.output.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

fn milliseconds(elapsed: u128) -> u64 {
    u64::try_from(elapsed).unwrap_or(u64::MAX)
}

/// The text in so many columns, cut with an ellipsis where it is longer.
fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |c: &char| {
        let rest = left.checked_sub(c.width().unwrap_or(0));
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// How a state looks to a person.
pub(super) fn tone(state: TradeState) -> Tone {
    match state {
        TradeState::Succeeded | TradeState::Done => Tone::Good,
        TradeState::Pending | TradeState::Unknown => Tone::Open,
        _ => Tone::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_by_columns_not_by_characters() {
        for (text, columns, cut) in [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("交易成功", 8, "交易成功"),
            ("交易成功", 7, "交易成…"),
            ("交易成功", 6, "交易…"),
        ] {
            assert_eq!(fit(text, columns), cut);
            assert!(cut.width() <= columns, "{cut} in {columns}");
        }
    }
}
