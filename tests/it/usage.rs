//! The command line itself: help, mistakes, a reader that goes away.

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use serde_json::{Value, json};

use crate::harness::{Folder, cnpay, command, settings};

#[test]
fn help_and_version_are_no_mistakes() {
    let help = cnpay(&["--help"], "");
    assert_eq!(help.code, 0);
    for name in ["demo", "sim", "operations", "call", "notify", "decode", "--config", "--output", "--lang", "--verbose"] {
        assert!(help.stdout.contains(name), "{name}: {}", help.stdout);
    }
    let version = cnpay(&["--version"], "");
    assert_eq!((version.code, version.stdout), (0, format!("cnpay {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn a_mistake_is_an_object_or_a_text_as_asked_for() {
    let mistakes: &[&[&str]] = &[&[], &["nonsense"], &["call"], &["demo", "--seed", "many"], &["--lang", "fr", "operations"], &["decode"]];
    for mistake in mistakes {
        for json in [&["--output", "json"][..], &["--output=json"]] {
            let error = cnpay(&[json, *mistake].concat(), "").error(2);
            assert_eq!(error["kind"], "usage", "{error}");
            assert_eq!((&error["operation"], &error["order"]), (&Value::Null, &Value::Null), "{error}");
        }
        for text in [&["--output", "text"][..], &["--output=text"]] {
            let run = cnpay(&[text, *mistake].concat(), "");
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
            assert!(run.stderr.starts_with("usage: ") && run.stderr.contains("--help"), "{run:?}");
        }
    }
}

#[test]
fn a_field_without_its_operation_is_not_repeated() {
    let run = cnpay(&["call", "pan=6299990000000012348", "phoneNO=13900000000"], "");
    assert_eq!(run.error(2)["message"], "the operation comes before its fields; `cnpay operations` lists them");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in [&["operations"][..], &["operations", "--output", "text"], &["demo", "--output", "json"], &["--help"]] {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cnpay");
        // As `| head -1` does.
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let mut stderr = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("UTF-8");
        assert_eq!((child.wait().expect("it ends").code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

/// A full disk is one: who relies on what was printed must hear of it.
#[test]
fn what_cannot_be_printed_is_a_failure() {
    for arguments in [&["operations"][..], &["operations", "--output", "text"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let run = command(arguments).stdout(full).output().expect("cnpay");
        assert_eq!(run.status.code(), Some(1), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&run.stderr), "what was said could not be written to stdout\n");
    }
}

#[test]
fn a_flag_that_does_not_fit_the_notice_is_named() {
    for flag in ["--query", "--charset", "--redirect-url"] {
        let error = cnpay(&["notify", "kuaiqian.agreement.tr3", flag, "x"], "").error(2);
        assert_eq!((&error["kind"], &error["operation"]), (&json!("usage"), &json!("kuaiqian.agreement.tr3")));
        assert!(error["message"].as_str().is_some_and(|message| message.starts_with(flag)), "{error}");
    }
}

#[test]
fn a_warning_needs_no_flag() {
    let folder = Folder::new();
    let config = folder.write("cnpay.toml", settings("http://127.0.0.1:1", |_| ()));
    let run = cnpay(&["--config", &config, "call", "kuaiqian.agreement.query_txn", "externalRefNumber=A"], "");
    assert_eq!(run.error(7)["kind"], "not_sent");
    assert!(run.stderr.contains("WARN") && run.stderr.contains("http://127.0.0.1:1"), "{}", run.stderr);
}
