//! `cnpay demo`: the first thing that anybody runs.

use std::process::Stdio;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::harness::{Ran, cnpay, command, here};

#[test]
fn one_object_a_step_and_a_last_one_that_says_ok() {
    let run = cnpay(&["demo", "--output", "json"], "");
    assert_eq!(run.code, 0, "{run:?}");
    let mut objects = run.objects();
    let last = objects.pop().expect("a last object");
    for (at, step) in objects.iter().enumerate() {
        assert_eq!(step["step"], at + 1);
        for name in ["flow", "actor", "operation", "state", "detail"] {
            assert!(step[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {step}");
        }
    }
    assert_eq!((&last["ok"], &last["steps"]), (&json!(true), &json!(objects.len())));
    let flows = last["flows"].as_array().expect("a list");
    let ends: Vec<&Value> = flows.iter().map(|flow| &flow["got"]).collect();
    let agreement = json!(["done", "succeeded", "failed", "pending → succeeded", "unknown → succeeded", "refused"]);
    let gateway = json!(["succeeded", "pending → succeeded", "failed → succeeded", "unknown → succeeded"]);
    assert_eq!((json!(ends[..6]), json!(ends[6..10])), (agreement, gateway));
    let scan = json!(["succeeded", "pending → succeeded", "pending → closed", "pending → succeeded", "unknown → succeeded"]);
    assert_eq!((json!(ends[10..12]), json!(ends[12..17])), (json!(["succeeded", "failed"]), scan));
    assert_eq!(json!(ends[17..21]), json!(["succeeded", "pending → succeeded", "pending → reversed", "done"]));
    assert_eq!(json!(ends[21..]), json!(["succeeded", "failed", "pending → succeeded", "done"]));
    assert!(flows.iter().all(|flow| flow["got"] == flow["expected"]), "{last}");
}

#[test]
fn one_product_alone_under_any_seed() {
    for (product, flows) in [
        ("kuaiqian.agreement", 6),
        ("kuaiqian.gateway", 4),
        ("mmsp.quickpay", 2),
        ("mmsp.scan", 5),
        ("mmsp.gateway", 1),
        ("mmsp.payout", 3),
        ("zhangxun", 4),
    ] {
        let run = cnpay(&["demo", "--only", product, "--seed", "18446744073709551615", "--output", "json"], "");
        let last = run.objects().pop().expect("a last object");
        assert_eq!((run.code, &last["ok"], last["flows"].as_array().map(Vec::len)), (0, &json!(true), Some(flows)), "{product}: {last}");
    }
    let error = cnpay(&["demo", "--only", "nonsense"], "").error(2);
    assert_eq!(
        error["message"],
        "--only nonsense: one of kuaiqian.agreement, kuaiqian.gateway, mmsp.quickpay, mmsp.scan, mmsp.gateway, mmsp.payout, zhangxun is expected"
    );
}

/// The run that people see: in 80 columns, every flow with its mark.
#[track_caller]
fn is_fit_to_read(text: &str, summary: &str) {
    for line in text.lines() {
        assert!(line.width() <= 80, "{} columns: {line}", line.width());
    }
    assert_eq!((text.matches('✓').count(), text.matches('✗').count()), (25, 0), "{text}");
    assert!(text.lines().last().is_some_and(|line| line.starts_with(summary)), "{text}");
    assert!(!text.contains('…'), "something is cut short: {text}");
}

#[test]
fn a_person_reads_it_in_eighty_columns() {
    for (language, summary) in [("en", "every flow ended as it should"), ("zh", "全部流程符合预期")] {
        let run = cnpay(&["demo", "--output", "text", "--lang", language], "");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(!run.stdout.contains('\x1b'), "no terminal, no colours");
        is_fit_to_read(&run.stdout, summary);
    }
}

/// Runs it on a terminal, one that does not know its width.
fn on_a_terminal(language: &str) -> Ran {
    let demo = command(&["demo", "--lang", language]);
    let words: Vec<_> = [demo.get_program()].into_iter().chain(demo.get_args()).map(|word| format!("'{}'", word.display())).collect();
    let mut script = std::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", &words.join(" "), "/dev/null"]).env_remove("NO_COLOR").stdin(Stdio::null());
    script.output().expect("script").into()
}

#[test]
fn on_a_terminal_it_is_coloured_and_as_wide() {
    if !here("script") {
        return;
    }
    for (language, summary) in [("en", "every flow ended as it should"), ("zh", "全部流程符合预期")] {
        let run = on_a_terminal(language);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains("\x1b["), "no colours: {run:?}");
        is_fit_to_read(&without_colours(&run.stdout.replace('\r', "")), summary);
    }
}

/// The text without `ESC [ ... m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once('m')).fold(first, |plain, (_, rest)| plain + rest)
}
