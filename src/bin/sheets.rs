//! The spreadsheet worker, started when the first spreadsheet is dropped. Built with `--no-default-features --features sheets-worker`.

fn main() {
    console_error_panic_hook::set_once();
    headroom::shell::host::serve_sheets();
}
