//! Cases of the command line, each a file in `tests/cli/`: arguments, input, expected output and status.

#[test]
fn command_line() {
    trycmd::TestCases::new().case("tests/cli/*.toml");
}
