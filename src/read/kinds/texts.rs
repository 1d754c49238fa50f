//! Records of text, one a row: what a model is trained or measured on. Duplicates and leaks are looked for in them.

use crate::data::texts::{SplitUse, split_use};
use crate::data::{Diagnostic, TextRecord, Texts};
use crate::read::columns::profile::Profile;
use crate::read::extract::{Extracted, Field, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::roles::{Accepts, RoleSpec};
use std::sync::Arc;

/// The name of the kind.
pub const KIND: Kind = Kind("texts");

/// Texts, one record a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "records of text",
    counted: ("file of texts", "files of texts"),
    shown: ("evidence", "duplicates-title"),
    list: "texts",
    weight: 0,
    wide: false,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    count: |e| e.texts.len(),
    add: |item, file, to| Ok(to.texts.push(Texts { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "text",
        "Text",
        Accepts::Text,
        "What the record says, or what is asked in it.",
        "text texts content messages conversations conversation dialogue dialog prompt instruction question document \
         body utterance transcript sentence review comment article passage user_input query message chat post",
    )
    .needed(),
    RoleSpec::new(
        "more",
        "More of the text",
        Accepts::Text,
        "What belongs to it: an input, a context.",
        "input inputs context system premise passage2 text2 sentence2 hypothesis",
    ),
    RoleSpec::new(
        "answer",
        "Answer",
        Accepts::Text,
        "What is answered in the record.",
        "answer answers response responses output outputs completion chosen target reply assistant solution summary",
    ),
    RoleSpec::new(
        "item",
        "Identifier",
        Accepts::Text,
        "Name of the record.",
        "id uid uuid record_id item_id sample_id example_id doc_id conversation_id dialogue_id key name index idx",
    ),
    RoleSpec::new(
        "split",
        "Split",
        Accepts::Text,
        "What the record is for: train, validation, test.",
        "split subset_split partition fold set subset",
    ),
    RoleSpec::new(
        "family",
        "Family",
        Accepts::Text,
        "The capability that the record is of.",
        "family dataset_family category group capability domain topic type source dataset label",
    ),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where the text is made up to show something.",
        "illustrative example_value made_up",
    ),
];

/// Words that a text has at least, in the mean.
const WORDS: f64 = 4.0;
/// Letters that a text has at least where its script puts no blanks between words.
const LETTERS: f64 = 16.0;

/// True for a column of texts: several words in most cells, and not the same few ones in all rows.
fn is_text(p: &Profile) -> bool {
    let n = p.cells.len().max(1) as f64;
    let words: usize = p.cells.iter().map(|c| c.split_whitespace().count()).sum();
    let wide: usize = p.cells.iter().map(|c| c.chars().filter(|c| *c >= '\u{E00}').count()).sum();
    p.numeric() < 0.2 && p.distinct() > 1 && (words as f64 >= WORDS * n || wide as f64 >= LETTERS * n)
}

/// True for a column of who speaks.
fn is_speaker(p: &Profile) -> bool {
    const WHO: [&str; 7] = ["user", "assistant", "system", "human", "gpt", "tool", "bot"];
    matches!(p.key.as_str(), "role" | "from" | "speaker" | "author_role")
        && !p.cells.is_empty()
        && p.cells.iter().all(|c| WHO.contains(&c.to_lowercase().as_str()))
}

fn weigh(w: &mut Weighing) -> Weight {
    let Some(text) = w.profile("text").filter(|p| is_text(p)) else { return (0.0, None) };
    // The turns of conversations are no records: those stand one level above.
    if w.profiles.iter().any(is_speaker) || w.table.cells.rows() < 2 || text.distinct() * 4 < text.cells.len() {
        return (0.0, None);
    }
    for role in ["split", "family"] {
        if w.profile(role).is_some_and(|p| !p.tells_groups()) {
            w.map.roles.remove(role);
        }
    }
    for role in ["more", "answer"] {
        if w.profile(role).is_some_and(|p| p.numeric() > 0.2 || p.cells.is_empty()) {
            w.map.roles.remove(role);
        }
    }
    let beside = ["split", "family", "item", "answer"].iter().filter(|r| w.has(r)).count();
    (0.56 + 0.05 * beside as f64, None)
}

/// Names that are kept of splits and of families; a column with more tells no groups.
const NAMES: usize = 1_000;

/// The place of a name in a list that grows.
fn place(names: &mut Vec<String>, name: Option<String>) -> Option<u32> {
    let name = name?;
    let known = names.iter().position(|n| *n == name);
    if known.is_none() && names.len() < NAMES {
        names.push(name);
        return u32::try_from(names.len() - 1).ok();
    }
    known.and_then(|at| u32::try_from(at).ok())
}

fn extract(source: &mut Source, out: &mut Extracted) {
    let parts: Vec<Field> = ["text", "more", "answer"].iter().filter_map(|id| source.field(id)).collect();
    let [item, split, family, illustrative] = ["item", "split", "family", "illustrative"].map(|id| source.field(id));
    let mut texts = Texts { file: source.file.to_owned(), ..Texts::default() };
    let mut records = Vec::with_capacity(source.rows());
    for row in 0..source.rows() {
        let mut text = String::new();
        for cell in parts.iter().map(|f| source.raw(f, row).trim()).filter(|c| !c.is_empty()) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(cell);
        }
        if text.is_empty() {
            source.skip(row, "row-without-text", "The row has no text and was skipped.");
            continue;
        }
        let own_split = place(&mut texts.splits, source.text("split", split.as_ref(), row));
        let own_family = place(&mut texts.families, source.text("family", family.as_ref(), row));
        texts.illustrative |= source.illustrative(illustrative.as_ref(), row);
        let id = source.item(item.as_ref(), row);
        records.push(TextRecord { id, text, split: own_split, family: own_family });
        out.read += 1;
    }
    if records.is_empty() {
        return;
    }
    let named = source.file.rsplit_once('.').map_or(source.file, |(stem, _)| stem);
    if split.is_none() && source.constant("split").is_none() && split_use(named) != SplitUse::Unknown {
        texts.splits = vec![named.to_owned()];
        records.iter_mut().for_each(|r| r.split = Some(0));
        let message = format!("No column names a split; by the file's name its records are of \"{named}\".");
        source
            .notes
            .add(Diagnostic::info("split-by-name", message).mend("Name a column for the split where that is wrong."));
    }
    texts.n = records.len() as f64;
    texts.records = Arc::new(records);
    out.evidence.texts.push(texts);
}

#[cfg(test)]
mod tests {
    use crate::data::Evidence;
    use crate::read::{Limits, read_evidence};

    fn said(name: &str, text: &str) -> Evidence {
        read_evidence(name, text.as_bytes(), None, &Limits::default()).expect(name).value.evidence
    }

    const A: &str = "how do I sleep better when the nights are long";
    const B: &str = "what may help against the fear of flying on a plane";

    #[test]
    fn texts_are_told_by_their_names_and_their_length() {
        let chat = |a: &str, b: &str| {
            format!(
                r#"{{"messages": [{{"role": "user", "content": "{a}"}}, {{"role": "assistant", "content": "{b}"}}]}}"#
            )
        };
        for (name, text, first) in [
            ("a.csv", format!("id,text,split\n1,{A},train\n2,{B},test\n"), A.to_owned()),
            ("a.csv", format!("prompt,response\n{A},{B}\n{B},{A}\n"), format!("{A}\n{B}")),
            ("a.csv", format!("instruction,input,output,lang\n{A},,{B},en\n{B},x,{A},en\n"), format!("{A}\n{B}")),
            ("a.jsonl", format!("{}\n{}\n", chat(A, B), chat(B, A)), format!("{A}\n{B}")),
            ("a.json", format!("[{}, {}]", chat(A, B), chat(B, A)), format!("{A}\n{B}")),
            ("a.jsonl", format!("{{\"question\": \"{A}\"}}\n{{\"question\": \"{B}\"}}\n"), A.to_owned()),
            (
                "a.csv",
                "text,label\n\u{4ed6}\u{7684}\u{7b54}\u{6848}\u{662f}\u{4ec0}\u{4e48}\u{5462}\u{6211}\u{4eec}\u{4e0d}\u{77e5}\u{9053}\u{8fd9}\u{4e2a}\u{662f},a\n\u{4eca}\u{5929}\u{7684}\u{5929}\u{6c14}\u{5f88}\u{597d}\u{6240}\u{4ee5}\u{6211}\u{4eec}\u{51fa}\u{53bb}\u{8d70}\u{8d70}\u{5427}\u{597d},b\n".to_owned(),
                "\u{4ed6}\u{7684}\u{7b54}\u{6848}\u{662f}\u{4ec0}\u{4e48}\u{5462}\u{6211}\u{4eec}\u{4e0d}\u{77e5}\u{9053}\u{8fd9}\u{4e2a}\u{662f}".to_owned(),
            ),
        ] {
            let evidence = said(name, &text);
            let texts = evidence.texts.first().unwrap_or_else(|| panic!("{text}: {:?}", evidence.files));
            assert_eq!((texts.n, texts.records[0].text.as_str()), (2.0, first.as_str()), "{text}");
            assert!(evidence.evaluations.is_empty() && evidence.datasets.is_empty() && evidence.predictions.is_empty());
        }
    }

    #[test]
    fn tables_that_are_near_are_no_texts() {
        for text in [
            format!("question,answer,correct\n{A},{B},1\n{B},{A},0\n"),
            format!("reference,prediction\n{A},{B}\n{B},{A}\n"),
            format!("name,records,note\na,100,{A}\nb,200,{B}\n"),
            format!("check,value,comment\nleakage,0,{A}\npii,3,{B}\n"),
            "text,label\nyes,1\nno,0\n".to_owned(),
        ] {
            let read = read_evidence("a.csv", text.as_bytes(), None, &Limits::default());
            assert!(read.is_ok_and(|r| r.value.evidence.texts.is_empty()), "{text}");
        }
    }

    #[test]
    fn splits_and_families_are_kept_by_name_and_a_file_may_name_its_split() {
        let evidence = said("a.csv", &format!("id,text,split,family\nx,{A},train,a\ny,{B},test,b\nz,{A},train,\n"));
        let texts = &evidence.texts[0];
        assert_eq!(texts.splits, ["train", "test"]);
        let of: Vec<_> = texts.records.iter().map(|r| (r.id.as_str(), r.split, r.family)).collect();
        assert_eq!(of, [("x", Some(0), Some(0)), ("y", Some(1), Some(1)), ("z", Some(0), None)]);
        let evidence = said("held-out.csv", &format!("text\n{A}\n{B}\n"));
        assert_eq!(evidence.texts[0].splits, ["held-out"]);
        assert_eq!(evidence.texts[0].records[1].id, "held-out.csv row 3");
        assert!(evidence.files[0].diagnostics.iter().any(|d| d.code == "split-by-name"));
        // What is kept and sent on is a number.
        let json = serde_json::to_string(&evidence).expect("text");
        assert!(!json.contains("sleep"), "{json}");
    }
}
