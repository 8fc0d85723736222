//! Servers that are not ours: started in a folder of their own, killed with their handle.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio, id};
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::KeyPair;
use rustls_pki_types::CertificateDer;

/// How long a program may take to come up, or to write what it will write.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder that goes when the test ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("foreign-{}-{}", id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).expect("a file");
    }

    /// `name.crt` and `name.key`, as PEM.
    pub(crate) fn write_identity(&self, name: &str, (certificate, key): &(CertificateDer<'_>, KeyPair)) {
        self.write(&format!("{name}.crt"), pem(certificate));
        self.write(&format!("{name}.key"), key.serialize_pem());
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind it does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = STANDARD.encode(certificate);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.collect::<Vec<_>>().join("\n"))
}

/// A running program. What it prints is in the file `output` of its folder.
pub(crate) struct Program {
    child: Child,
    /// Open as long as the program runs: some end with it.
    _stdin: Option<ChildStdin>,
    folder: Folder,
}

impl Program {
    /// Starts `name` in `folder`. Without the program there is nothing to test: that is shown, and is an error where CI=true.
    pub(crate) fn start(name: &str, folder: Folder, arguments: &[&str]) -> Option<Self> {
        let output = File::create(folder.path().join("output")).expect("a file");
        let errors = output.try_clone().expect("a file");
        // Debian keeps servers in a folder that not every user's PATH has.
        let path = format!("{}:/usr/sbin:/usr/local/sbin", std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(name);
        command.args(arguments).current_dir(folder.path()).env("PATH", path).env_remove("OPENSSL_CONF");
        match command.stdin(Stdio::piped()).stdout(output).stderr(errors).spawn() {
            Ok(mut child) => Some(Self { _stdin: child.stdin.take(), child, folder }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{name} is missing");
                #[allow(clippy::print_stdout, reason = "a skipped test must show")]
                {
                    println!("SKIP: {name} is missing");
                }
                None
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }

    /// Waits until `found` finds something in the file `name`.
    pub(crate) fn wait_for<T>(&mut self, name: &str, found: impl Fn(&str) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            let text = self.read(name);
            if let Some(found) = found(&text) {
                return found;
            }
            let ended = self.child.try_wait().expect("a status");
            assert!(ended.is_none() && start.elapsed() < PATIENCE, "{ended:?}, {name}: {text}\n{}", self.read("output"));
            sleep(Duration::from_millis(2));
        }
    }

    /// Waits until the program listens.
    pub(crate) fn wait_for_port(&mut self, port: u16) {
        self.wait_for("output", |_| TcpStream::connect(("127.0.0.1", port)).ok());
    }

    /// A file of the program's folder, as far as it has been written.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read(self.folder.path().join(name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// Halts the program: its port still takes connections, and nobody serves them.
    pub(crate) fn halt(&self) {
        let kill = Command::new("kill").args(["-STOP", &self.child.id().to_string()]).status();
        assert!(kill.expect("kill runs").success());
    }

    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that was free a moment ago, for programs that cannot pick one themselves.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Below the ports that the kernel gives away by itself: between now and the moment the server takes it, nobody else is given it.
    let first = 20_000 + u16::try_from(id() % 100).expect("small") * 100;
    let mut ports = std::iter::repeat_with(|| first + NEXT.fetch_add(1, Ordering::Relaxed));
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("there are many")
}
