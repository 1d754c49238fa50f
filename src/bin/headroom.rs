//! The command line: the same straight line with files at both ends.

fn main() -> std::process::ExitCode {
    headroom::cli::main()
}
