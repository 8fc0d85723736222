//! 掌讯 through the command.

mod calls;
mod notices;
mod signatures;

use crate::harness::md5sum;

/// The published key of the test merchant.
const KEY: &str = "FFFFFFFFFFFFFFFF";

/// Signs a base as a shell script does.
fn sign(base: &str, key: &str) -> String {
    md5sum(format!("{base}&key={key}")).to_uppercase()
}
