//! The `cnpay` command: built once, run as often as wanted.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::LazyLock,
};

use serde_json::Value;

/// cargo gives a test the path of binaries of its own package only, so it is asked where this one is.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--package", "cnpay-cli", "--bin", "cnpay", "--message-format", "json-render-diagnostics"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let built = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()).output().expect("cargo");
    assert!(built.status.success(), "cnpay does not build:\n{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout).expect("UTF-8");
    let of_binary = |message: Value| (message["target"]["name"] == "cnpay").then(|| message["executable"].as_str().map(PathBuf::from))?;
    messages.lines().filter_map(|line| serde_json::from_str(line).ok()).find_map(of_binary).expect("cargo names the executable")
});

/// The command before it runs: English, without a desktop, and where no `cnpay.toml` lies about.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(&*BINARY);
    command.args(arguments).env("LC_ALL", "C").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::null());
    command
}

/// Runs the command with these arguments and this on stdin.
pub(crate) fn cnpay(arguments: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    let mut command = command(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cnpay");
    // A command that reads no stdin may have ended already.
    let _ = child.stdin.take().expect("piped").write_all(stdin.as_ref());
    child.wait_with_output().expect("cnpay ends").into()
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("cnpay speaks UTF-8");
        Self { code: output.status.code().expect("ended by itself"), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Ran {
    /// The objects of stdout, one a line.
    pub(crate) fn objects(&self) -> Vec<Value> {
        let object = |line| serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(object).inspect(|value| assert!(value.is_object(), "{value}")).collect()
    }

    /// The only object of stdout, of a run that ended with `code`.
    #[track_caller]
    pub(crate) fn object(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{self:?}");
        let mut objects = self.objects();
        assert_eq!(objects.len(), 1, "{self:?}");
        objects.remove(0)
    }

    /// The inside of the error object of a run that ended with `code`: every member there, those without a value null.
    #[track_caller]
    pub(crate) fn error(&self, code: i32) -> Value {
        let object = self.object(code);
        let names = |value: &Value| value.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>());
        assert_eq!(names(&object), Some(vec!["error".into()]), "{object}");
        let members = ["field", "kind", "message", "operation", "order", "query", "reason"].map(String::from);
        assert_eq!(names(&object["error"]), Some(members.into()), "{object}");
        object["error"].clone()
    }
}
