//! Settings: any `cnpay.toml` is read or refused, and an error repeats no value that is as long as a secret number.
#![no_main]

use std::{fs, path::PathBuf, sync::LazyLock};

use cnpay::Config;
use cnpay_fuzz::numbers;
use libfuzzer_sys::fuzz_target;

static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("cnpay-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    folder.join("cnpay.toml")
});

fuzz_target!(|text: &[u8]| {
    fs::write(&*FILE, text).expect("a temporary file");
    match Config::load(&*FILE) {
        // No key file stands in that folder, so no client can be made.
        Ok(config) => drop(config.agreement()),
        // Keys may be named, values never.
        Err(error) => assert_eq!(numbers(&error.problem).next(), None, "{error}"),
    }
});
