//! `cargo xtask fuzz`: the targets of `fuzz/`, run by libFuzzer on the stable toolchain. `docs/fuzzing.md` tells more.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs::{self, File},
    io,
    num::NonZeroU32,
    path::Path,
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crate::cargo::{self, cargo, succeeds};

const MANIFEST: &str = "fuzz/Cargo.toml";
const TARGETS: &str = "fuzz/src/bin";
const BUILT: &str = "target/fuzz";
const DICTIONARY: &str = "target/fuzz/words.dict";
const SEEDS: &[&str] = &["fixtures/kuaiqian-agreement", "fixtures/kuaiqian-gateway", "fixtures/keys"];

/// What cargo-fuzz gives the compiler, less its sanitizers: those are for unsafe code, of which there is none here, and need nightly.
const COVERAGE: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// Whether every target compiles and is formatted. Shares what the workspace has built, and compiles no C++.
pub(crate) fn check() -> bool {
    lock() && succeeds(command("check", "target")) && cargo(&["fmt", "--manifest-path", MANIFEST, "--check"])
}

/// Fuzzes `only` one target or each for so many seconds, as many at once as there are processors. Says whether none found anything.
pub(crate) fn run(seconds: NonZeroU32, only: Option<&str>) -> bool {
    let targets = match targets(only) {
        Ok(targets) => targets,
        Err(error) => {
            eprintln!("{TARGETS}: {error}");
            return false;
        }
    };
    if !lock() || !build(only) || !dictionary() {
        return false;
    }
    let (queue, sound) = (Mutex::new(targets), AtomicBool::new(true));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(target) = pop(&queue) {
                    if let Err(problem) = fuzz(&target, seconds) {
                        println!("{target}: {problem}");
                        sound.store(false, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    sound.into_inner()
}

fn pop(queue: &Mutex<Vec<String>>) -> Option<String> {
    queue.lock().ok()?.pop()
}

/// The versions that are shipped are those that are fuzzed. cargo adds the fuzzer's own.
fn lock() -> bool {
    let copied = fs::copy("Cargo.lock", "fuzz/Cargo.lock");
    copied.inspect_err(|error| eprintln!("fuzz/Cargo.lock: {error}")).is_ok()
}

fn command(name: &str, folder: &str) -> Command {
    let mut command = cargo::command(&[name, "--manifest-path", MANIFEST, "--target-dir", folder]);
    command.env_remove("CARGO_TARGET_DIR");
    command
}

fn build(only: Option<&str>) -> bool {
    let mut command = command("build", BUILT);
    // With a target named, build scripts and macros are left as they are.
    command.args(["--release", "--features", "run", "--target", "host-tuple"]);
    match only {
        Some(target) => command.args(["--bin", target]),
        None => command.arg("--bins"),
    };
    command.env("RUSTFLAGS", COVERAGE.join(" "));
    succeeds(command)
}

/// `only` this one, or all: one file each.
fn targets(only: Option<&str>) -> io::Result<Vec<String>> {
    let name = |file: io::Result<fs::DirEntry>| Ok(Path::new(&file?.file_name()).with_extension("").display().to_string());
    let mut targets = fs::read_dir(TARGETS)?.map(name).collect::<io::Result<Vec<_>>>()?;
    targets.retain(|target| only.is_none_or(|only| only == target));
    // They are taken from the end.
    targets.sort_unstable_by(|a, b| b.cmp(a));
    if targets.is_empty() { Err(io::Error::other("there is no such target")) } else { Ok(targets) }
}

/// Writes down the words of the messages, so that mutations need not guess them letter by letter.
fn dictionary() -> bool {
    let written = words().and_then(|words| fs::write(DICTIONARY, words));
    written.inspect_err(|error| eprintln!("{DICTIONARY}: {error}")).is_ok()
}

fn words() -> io::Result<String> {
    let mut tags = BTreeSet::new();
    for file in fs::read_dir(SEEDS[0])? {
        let text = fs::read(file?.path())?;
        let text = String::from_utf8_lossy(&text);
        tags.extend(text.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag.to_owned()));
    }
    let mut words = String::new();
    for tag in tags.iter().filter(|tag| tag.bytes().all(|b| b == b'/' || b.is_ascii_alphanumeric())) {
        let _ = writeln!(words, r#""<{tag}>""#);
        if !tag.starts_with('/') {
            let _ = writeln!(words, r#""\"{tag}\":\"""#);
        }
    }
    Ok(words)
}

fn fuzz(target: &str, seconds: NonZeroU32) -> Result<(), String> {
    let (corpus, artifacts) = (format!("fuzz/corpus/{target}"), format!("fuzz/artifacts/{target}/"));
    let log = format!("{BUILT}/{target}.log");
    let run = || {
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&artifacts)?;
        let mut command = Command::new(binary(target)?);
        command.arg(format!("-max_total_time={seconds}")).arg(format!("-artifact_prefix={artifacts}"));
        command.arg(format!("-dict={DICTIONARY}")).args(["-timeout=10", "-rss_limit_mb=1024", "-max_len=8192", "-print_final_stats=1"]);
        // New inputs go to the first folder, the others are only read.
        command.arg(&corpus).args(SEEDS);
        let output = File::create(&log)?;
        command.stdout(output.try_clone()?).stderr(output).status()
    };
    let status = run().map_err(|error: io::Error| error.to_string())?;
    if !status.success() {
        return Err(format!("{status}; see {log}, and the input in {artifacts}"));
    }
    let text = fs::read_to_string(&log).unwrap_or_default();
    let runs = text.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:")).unwrap_or("?");
    println!("{target}: {} inputs in {seconds} s, nothing found", runs.trim());
    Ok(())
}

/// The folder between is named after the host.
fn binary(target: &str) -> io::Result<std::path::PathBuf> {
    let built = |host: io::Result<fs::DirEntry>| Some(host.ok()?.path().join("release").join(target)).filter(|file| file.is_file());
    fs::read_dir(BUILT)?.find_map(built).ok_or_else(|| io::Error::other("was not built"))
}
