//! Maintenance of the workspace.
fn main() {}
