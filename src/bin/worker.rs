//! The analysis worker. Built with `--no-default-features --features worker`.

fn main() {
    console_error_panic_hook::set_once();
}
