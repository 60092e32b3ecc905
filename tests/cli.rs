//! Cases of the command line, each a file in `tests/cli/`: arguments, input, expected output and status.

#![allow(clippy::unwrap_used)] // a test fails by panicking

#[test]
fn command_line() {
    trycmd::TestCases::new().case("tests/cli/*.toml");
}
