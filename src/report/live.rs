//! The program inside of a live report: what the file needs besides the report itself so that its thresholds move.
//!
//! ```text
//! report as ever | carried analysis, packed | program, packed | glue | start
//! ```
//! The start script unpacks both, runs the views on the page and the analysis in a worker made of the same module. The file may run
//! exactly these two scripts, named by their digests, and connect to nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use miniz_oxide::deflate::compress_to_vec;
use sha2::{Digest as _, Sha256};

/// Starts the program, kept beside this file.
const START: &str = concat!(include_str!("unpack.js"), include_str!("live.js"));
/// How the bar looks with which one goes from the report to the program.
const BAR: &str = include_str!("live.css");
/// Effort of packing, the highest.
const LEVEL: u8 = 10;
/// Most bytes of a program file; what `tools/stamp.sh` writes is a fifth of it.
const LIMIT: usize = 12 << 20;

/// The program of live reports, as `tools/stamp.sh` writes it: three lines, each a word and its content in base64, and one with
/// the size of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The script that joins module and browser.
    glue: String,
    /// The style sheets of the views.
    style: String,
    /// The module, packed with LZMA, in base64.
    module: String,
    /// Bytes of the module when it is unpacked.
    size: usize,
    /// SHA-256 of the program file, hexadecimal.
    digest: String,
}

impl Program {
    /// Reads a program file.
    ///
    /// # Errors
    /// In words, where it is not one.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > LIMIT {
            return Err(format!("it has {} bytes, at most {LIMIT} are read", bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not text".to_owned())?;
        let line = |name: &str| {
            let content = text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(' '));
            let content = content.ok_or_else(|| format!("it has no line \"{name}\""))?;
            BASE64.decode(content).map_err(|_| format!("its line \"{name}\" is not base64"))
        };
        let plain = |name: &str, end: &str| {
            let content = String::from_utf8(line(name)?).map_err(|_| format!("its \"{name}\" is not text"))?;
            // What ends the element that holds it, or changes how a script is read to its end, would let it out.
            if content.to_ascii_lowercase().contains(end) || content.contains("<!--") {
                return Err(format!("its \"{name}\" cannot stand in a page"));
            }
            Ok(content)
        };
        let packed = line("module")?;
        let size = text.lines().find_map(|l| l.strip_prefix("size ")?.trim().parse::<usize>().ok());
        let size = size.filter(|s| (1..=LIMIT).contains(s)).ok_or_else(|| "it has no line \"size\"".to_owned())?;
        // The head of such a file: how it is packed, the window, the size.
        if packed.len() < 18 || packed[0] >= 225 {
            return Err("its \"module\" is not packed with LZMA".into());
        }
        Ok(Self {
            glue: plain("glue", "</script")?,
            style: plain("style", "</style")?,
            module: BASE64.encode(packed),
            size,
            digest: crate::read::hash(bytes),
        })
    }
}

/// What a report needs besides itself.
pub struct Live<'a> {
    program: &'a Program,
    carried: String,
}

impl<'a> Live<'a> {
    /// The program, and the analysis as it is sent.
    #[must_use]
    pub fn new(program: &'a Program, carried: &str) -> Self {
        Self { program, carried: BASE64.encode(compress_to_vec(carried.as_bytes(), LEVEL)) }
    }
    /// What the file may do.
    #[must_use]
    pub fn policy(&self) -> String {
        format!(
            "default-src 'none'; script-src '{}' '{}' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; style-src \
             'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'",
            digest(&self.program.glue),
            digest(START)
        )
    }
    /// Style sheets: that of the views is put in force by the start script.
    pub fn head(&self, out: &mut String) {
        out.push_str("<style>\n");
        out.push_str(BAR);
        out.push_str("</style>\n<style id=\"headroom-live-style\" media=\"not all\">\n");
        out.push_str(&self.program.style);
        out.push_str("</style>\n");
    }
    /// Before the report.
    pub fn open(&self, out: &mut String) {
        out.push_str("<div id=\"headroom-sent\">\n");
    }
    /// Where the program comes from.
    #[must_use]
    pub fn origin(&self) -> String {
        format!(
            " Where scripts may run, its thresholds move: the program inside has the SHA-256 {}. It connects to nothing and keeps nothing.",
            self.program.digest
        )
    }
    /// After the report.
    pub fn close(&self, out: &mut String) {
        out.push_str("</div>\n");
    }
    /// The analysis, the program and what starts it.
    pub fn program(&self, out: &mut String) {
        let size = format!("\" data-size=\"{}", self.program.size);
        for (id, size, content) in
            [("headroom-carried", "", &self.carried), ("headroom-module", size.as_str(), &self.program.module)]
        {
            out.push_str("<script type=\"text/plain\" id=\"");
            out.push_str(id);
            out.push_str(size);
            out.push_str("\">");
            out.push_str(content);
            out.push_str("</script>\n");
        }
        for (id, content) in [("headroom-glue", self.program.glue.as_str()), ("headroom-start", START)] {
            out.push_str("<script id=\"");
            out.push_str(id);
            out.push_str("\">");
            out.push_str(content);
            out.push_str("</script>\n");
        }
    }
}

/// The digest by which a Content-Security-Policy names a script.
fn digest(script: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(script.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(glue: &str, style: &str, module: &[u8]) -> String {
        let packed = [&[0x5d; 18], module].concat();
        let line = |name: &str, content: &[u8]| format!("{name} {}\n", BASE64.encode(content));
        line("glue", glue.as_bytes())
            + &line("style", style.as_bytes())
            + &line("module", &packed)
            + &format!("size {}\n", module.len())
    }

    #[test]
    fn a_program_file_is_read_and_what_would_leave_its_element_is_refused() {
        let program = Program::read(file("let a = 1;", "p { margin: 0 }", b"\0asm").as_bytes()).unwrap();
        assert_eq!(program.glue, "let a = 1;");
        assert!(BASE64.decode(&program.module).unwrap().ends_with(b"\0asm"));
        assert_eq!(program.size, 4);
        for bad in ["a</script>", "a</SCRIPT >", "<!-- a"] {
            assert!(Program::read(file(bad, "", b"x").as_bytes()).is_err(), "{bad}");
        }
        assert!(Program::read(file("", "</style><script>", b"x").as_bytes()).is_err());
        for bad in ["", "glue", "glue !\nstyle \nmodule ", "<html>"] {
            assert!(Program::read(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Program::read(&[0xff, 0xfe]).is_err());
    }

    #[test]
    fn the_policy_names_exactly_the_scripts_that_are_there() {
        let program = Program::read(file("let a = 1;", "", b"x").as_bytes()).unwrap();
        let live = Live::new(&program, "{\"text\":\"</script><b>\"}");
        let mut out = String::new();
        live.program(&mut out);
        assert!(!out.contains("<b>"), "the analysis stands in base64");
        let mut scripts = 0;
        for part in out.split("<script id=").skip(1) {
            let text = part.split_once('>').unwrap().1.split_once("</script>").unwrap().0;
            assert!(live.policy().contains(&digest(text)));
            scripts += 1;
        }
        assert_eq!(scripts, 2);
        assert_eq!(live.policy().matches("sha256-").count(), 2);
        // The digest of "let a = 1;" as other tools write it.
        assert!(digest("").ends_with("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
    }
}
