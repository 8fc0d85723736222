//! The programs that tests ask as witnesses.

use std::{
    env,
    process::{Command, Stdio},
};

use crate::cargo::succeeds;

/// Each command, and the Debian package that has it.
const TOOLS: &[(&str, &str)] = &[
    ("openssl", "openssl"),
    ("python3", "python3"),
    ("nginx", "nginx-light"),
    ("tinyproxy", "tinyproxy-bin"),
    ("curl", "curl"),
    ("script", "bsdutils"),
    ("php", "php-cli"),
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
];

/// Finds the tools, or installs them from Debian's packages when run as root. Gives what is missing after that.
pub(crate) fn prepare() -> Vec<&'static str> {
    let wanted: Vec<_> = TOOLS.iter().filter(|(command, _)| !is_here(command)).collect();
    if !wanted.is_empty() && is_root() && is_here("apt-get") {
        let packages: Vec<_> = wanted.iter().map(|(_, package)| *package).collect();
        println!("installing {}", packages.join(" "));
        if apt_get(&["update", "--quiet"]) {
            apt_get(&[&["install", "--quiet", "--yes", "--no-install-recommends"], &packages[..]].concat());
        }
    }
    let missing: Vec<_> = wanted.into_iter().filter(|(command, _)| !is_here(command)).collect();
    for (command, package) in &missing {
        eprintln!("{command} is missing: the tests that need it cannot run. Debian has it in the package {package}.");
    }
    missing.into_iter().map(|(command, _)| *command).collect()
}

fn is_here(command: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    // Debian keeps servers in a folder that not every user's PATH has.
    env::split_paths(&path).chain(["/usr/sbin".into()]).any(|folder| folder.join(command).is_file())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get(arguments: &[&str]) -> bool {
    let mut command = Command::new("apt-get");
    command.args(["-o", "Acquire::Retries=2", "-o", "DPkg::Lock::Timeout=60"]).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    succeeds(command)
}
