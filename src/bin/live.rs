//! The program inside of a live report: on its page the views, in its worker the analysis. Built with `--no-default-features --features live`.

fn main() {
    console_error_panic_hook::set_once();
    match headroom::shell::carried::place() {
        Some(element) => headroom::ui::mount(element),
        None => headroom::shell::host::serve_worker(),
    }
}
