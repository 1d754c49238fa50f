//! The program as one file: on its page the views, in its worker the analysis, the reader of spreadsheets in it. Built with
//! `--no-default-features --features single`.

fn main() {
    console_error_panic_hook::set_once();
    match headroom::shell::carried::place() {
        Some(element) => headroom::ui::mount(element),
        None => headroom::shell::host::serve_worker(),
    }
}
