//! How many tests passed, counted from what the test programs print.

use std::fmt;

/// The sums over all test programs. The line that they print as is what CI reads.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    /// Test programs that began and have not told their result.
    running: usize,
    /// Tests of the running program that could not run: it counts them as passed.
    pretended: usize,
}

impl Counts {
    /// Takes note of a line of a test program's output.
    ///
    /// A test that cannot run here prints one line `SKIP: why` and returns: to the test program it has passed, here it has not.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            self.running = self.running.saturating_sub(1);
            let pretended = std::mem::take(&mut self.pretended);
            self.skipped += pretended;
            for part in result.split([';', '.']) {
                match part.trim().split_once(' ') {
                    Some((count, "passed")) => self.passed += count.parse().unwrap_or(0usize).saturating_sub(pretended),
                    Some((count, "failed")) => self.failed += count.parse().unwrap_or(0),
                    Some((count, "ignored")) => self.skipped += count.parse().unwrap_or(0),
                    _ => {}
                }
            }
        } else if line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test")) {
            self.running += 1;
        } else if line.starts_with("SKIP: ") {
            self.pretended += 1;
        }
    }

    /// Closes a run of cargo. Where it failed, a program that died before its result counts as a failed test, and so does a broken build.
    pub(crate) fn close(&mut self, succeeded: bool) {
        let died = std::mem::take(&mut self.running);
        if !succeeded {
            self.failed = (self.failed + died).max(1);
        }
    }

    /// Adds another run's sums.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lines: &[&str], succeeded: bool) -> String {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.read(line));
        counts.close(succeeded);
        counts.to_string()
    }

    #[test]
    fn programs_add_up() {
        let lines = [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "running 1 test",
            "test result: \x1b[31mFAILED\x1b[m. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s",
        ];
        assert_eq!(counts(&lines, false), "6 passed, 1 failed, 1 skipped");
        assert_eq!(counts(&[], true), "0 passed, 0 failed");
    }

    #[test]
    fn what_gives_no_result_failed() {
        assert_eq!(counts(&["running 3 tests", "test a ... ok"], false), "0 passed, 1 failed");
        assert_eq!(counts(&[], false), "0 passed, 1 failed");
        assert_eq!(counts(&["running 3 tests of something else"], true), "0 passed, 0 failed");
    }

    #[test]
    fn a_test_that_could_not_run_did_not_pass() {
        let lines =
            ["running 2 tests", "SKIP: openssl is missing", "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"];
        assert_eq!(counts(&lines, true), "1 passed, 0 failed, 1 skipped");
    }
}
