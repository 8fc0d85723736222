//! The desktop that a person sits at, if there is one.

use std::{
    env,
    process::{Command, Stdio},
    thread,
};

/// Opens an address in the browser. Nobody is told when that fails: the address is printed anyway.
pub(super) fn open(url: &str) {
    if !["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return;
    }
    let mut command = Command::new("xdg-open");
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        // It may run as long as the browser does.
        thread::spawn(move || child.wait());
    }
}
