//! `cnpay sim`: its first line, its folder, its end.

use std::{
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::harness::{Folder, Sim, cnpay};

#[test]
fn its_first_line_says_where_it_is() {
    let sim = Sim::start(&[]);
    let port = |name: &str| {
        let url = sim.ready[name].as_str().expect("a URL");
        url.strip_prefix("https://127.0.0.1:").and_then(|port| port.parse::<u16>().ok()).unwrap_or_else(|| panic!("{name}: {url}"))
    };
    assert_ne!(port("url"), port("agreement_url"));
    let (config, ca) = (sim.folder.at("sim/cnpay.toml"), sim.folder.at("sim/ca.pem"));
    let ready = json!({ "ready": true, "url": sim.ready["url"], "agreement_url": sim.ready["agreement_url"], "config": config, "ca": ca });
    assert_eq!(sim.ready, ready);
}

#[test]
fn on_a_desktop_its_shop_is_opened() {
    let mut sim =
        Sim::start_on_desktop("#!/bin/sh\necho \"$1\" >\"${0%/*}/opened.part\" && /bin/mv \"${0%/*}/opened.part\" \"${0%/*}/opened\"\n");
    let shop = sim.shop();
    let (opened, begun) = (sim.folder.at("opened"), Instant::now());
    while !Path::new(&opened).exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "nothing was opened");
        sleep(Duration::from_millis(20));
    }
    assert_eq!(sim.folder.read("opened"), format!("{shop}\n"));
}

#[test]
fn it_starts_again_in_its_folder_and_serves_with_new_keys() {
    let first = Sim::start(&[]);
    let password = |sim: &Sim| sim.settings()["kuaiqian"]["agreement"]["identity_password"].clone();
    let old = password(&first);
    let (code, folder) = first.terminate();
    assert_eq!(code, Some(0), "a polite kill is how it ends");
    let second = Sim::start_in(folder, &[]);
    assert_ne!(password(&second), old);
    assert_eq!(second.query("NONE").object(5)["code"], "B.MGW.0170");
}

#[test]
fn somebody_elses_folder_is_left_alone() {
    let folder = Folder::new();
    folder.write("merchant.pfx", "the production key");
    let error = cnpay(&["sim", "--dir", &folder.at("")], "").error(2);
    assert!(error["message"].as_str().is_some_and(|message| message.contains("merchant.pfx is not the simulator's")), "{error}");
    assert_eq!(folder.read("merchant.pfx"), "the production key");
}

#[test]
fn a_fault_or_an_address_that_is_none_is_named() {
    for (flags, message) in [
        (["--fault", "drop_afterr=1"], "--fault drop_afterr=1: no such fault; there are refuse, hang"),
        (["--fault", "drop_after=2"], "--fault drop_after=2: a rate is a decimal from 0 to 1"),
        (["--fault", "drop_after"], "--fault drop_after: NAME=RATE is expected"),
        (["--listen", "nowhere"], "listening at nowhere"),
    ] {
        let folder = Folder::new();
        let error = cnpay(&[&["sim", "--dir", &folder.at("sim")], &flags[..]].concat(), "").error(2);
        assert_eq!(error["kind"], "usage", "{error}");
        assert!(error["message"].as_str().is_some_and(|text| text.contains(message)), "{error}");
    }
}
