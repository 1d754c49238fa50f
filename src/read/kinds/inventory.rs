//! Inventories: data sets, one a row.

use crate::data::{Dataset, Level, Status, evaluation::metric_id};
use crate::read::columns::profile::Profile;
use crate::read::extract::{Extracted, Field, Source, is_share};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::map::ColumnUse;
use crate::read::roles::{Accepts, Counting, RoleSpec};
use crate::read::{number, words};

/// The name of the kind.
pub const KIND: Kind = Kind("inventory");

/// Data sets, one a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "inventory of data sets",
    counted: ("data set", "data sets"),
    shown: ("evidence", "datasets"),
    list: "datasets",
    weight: 5,
    wide: false,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    count: |e| e.datasets.len(),
    add: |item, file, to| Ok(to.datasets.push(Dataset { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "name",
        "Name",
        Accepts::Text,
        "Name of the data set.",
        "name dataset data_set dataset_name data_set_name title source corpus id file filename path subset \
         config config_name datensatz",
    )
    .needed(),
    RoleSpec::new(
        "family",
        "Family",
        Accepts::Text,
        "The capability the data set covers; a policy lists the required ones.",
        "family dataset_family category group capability domain topic type",
    ),
    RoleSpec::new(
        "tier",
        "Tier",
        Accepts::Count,
        "Quality class, 1 the best.",
        "tier quality_tier tier_number priority_tier",
    ),
    RoleSpec::new(
        "stage",
        "Stage",
        Accepts::Stage,
        "What the records train: pretraining, supervised fine-tuning, preference alignment or evaluation.",
        "stage training_stage phase purpose use used_for training_phase",
    ),
    RoleSpec::new(
        "curriculum",
        "Curriculum stage",
        Accepts::Count,
        "Numbered stage within supervised fine-tuning.",
        "curriculum curriculum_stage sft_stage stage_number curriculum_step",
    ),
    RoleSpec::new(
        "status",
        "Status",
        Accepts::Status,
        "Whether the data set is present, partial or missing.",
        "status availability available present state complete completeness exists",
    ),
    RoleSpec::new(
        "objects",
        "Objects",
        Accepts::Count,
        "Files or objects that are there.",
        "objects files object_count file_count num_files n_files nfiles num_objects shards \
         number_of_files",
    ),
    RoleSpec::new(
        "records",
        "Records",
        Accepts::Count,
        "Texts, pairs or conversations that are there.",
        "records num_examples examples rows conversations samples num_rows num_records count n",
    )
    .counts(Counting::Data),
    RoleSpec::new(
        "bytes",
        "Bytes",
        Accepts::Bytes,
        "Size of what is there.",
        "bytes num_bytes size_bytes dataset_size size_in_bytes file_size filesize size_on_disk disk_size \
         content_size contentsize volume storage size download_size",
    ),
    RoleSpec::new(
        "missing_bytes",
        "Missing bytes",
        Accepts::Bytes,
        "Size of what is known to be missing.",
        "missing_bytes bytes_missing missing_size size_missing missing",
    ),
    RoleSpec::new(
        "tokens",
        "Tokens",
        Accepts::Count,
        "Tokens that are there.",
        "tokens num_tokens token_count n_tokens total_tokens tokens_total",
    ),
    RoleSpec::new(
        "quality",
        "Quality",
        Accepts::Fraction,
        "Quality score between 0 and 1.",
        "quality quality_score avg_quality mean_quality average_quality quality_mean score",
    ),
    RoleSpec::new(
        "duplication",
        "Duplication",
        Accepts::Fraction,
        "Share of records that duplicate another.",
        "duplication duplication_rate duplicate_rate dup_rate duplicate_share duplicates_share \
         dedup_rate duplicate_fraction duplicates_pct",
    ),
    RoleSpec::new(
        "duplicates",
        "Duplicates",
        Accepts::Count,
        "Number of duplicate records.",
        "duplicates duplicate_count num_duplicates n_duplicates dups duplicate_records",
    ),
    RoleSpec::new(
        "licence",
        "Licence",
        Accepts::Text,
        "Licence, as written.",
        "licence license licenses licences licence_name license_name rights lizenz",
    ),
    RoleSpec::new("split", "Split", Accepts::Text, "Train, validation or test.", "split subset_split partition fold"),
    RoleSpec::new(
        "note",
        "Note",
        Accepts::Text,
        "Free text.",
        "note notes comment comments description remark remarks",
    ),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where the numbers are not measured.",
        "illustrative example_value made_up",
    ),
];

/// A count for each licence and nothing that names the rows: the licence names them.
fn licence_counts(w: &mut Weighing) {
    let (Some(licence), false) = (w.profile("licence"), w.has("name")) else { return };
    if !w.has("records") {
        let taken = |p: &&Profile| w.map.roles.values().any(|u| u.column == p.name);
        let count = |v: &f64| *v >= 0.0 && v.fract() == 0.0;
        let counts = |p: &&Profile| p.numeric() > 0.5 && p.values.iter().all(count);
        let Some(records) = w.profiles.iter().filter(|p| !taken(p)).find(counts) else { return };
        w.map.roles.insert("records".into(), ColumnUse::plain(&records.name));
        w.scores.insert("records", 0.8);
    }
    w.scores.insert("name", 0.9 * w.score("licence"));
    w.map.roles.insert("name".into(), ColumnUse::plain(&licence.name));
}

fn weigh(w: &mut Weighing) -> Weight {
    licence_counts(w);
    let Some(names) = w.profile("name") else { return (0.0, None) };
    let others: f64 =
        w.scores.iter().filter(|(id, _)| !matches!(**id, "name" | "note" | "illustrative")).map(|(_, s)| *s).sum();
    // What is there, or which quality or training the data set is for: no other table of names has that.
    let told = ["status", "records", "bytes", "tokens", "objects", "missing_bytes", "tier", "stage", "curriculum"];
    let told = told.iter().any(|r| w.has(r));
    let distinct = names.distinct() as f64 / names.cells.len().max(1) as f64;
    let base = (0.35 + 0.12 * others).min(0.97) * w.score("name");
    // A licence and a state of each of them are no amount, and still say what the rows are.
    let about =
        ["licence", "duplication", "duplicates", "quality", "tier", "family"].iter().filter(|r| w.has(r)).count();
    let amount = match (told, about) {
        (true, _) => 1.0,
        (false, 2..) => 0.8,
        _ => 0.6,
    };
    (base * amount * if distinct > 0.5 || w.has("split") { 1.0 } else { 0.6 }, None)
}

/// Name of what no licence is known of.
const UNLICENSED: &str = "no licence stated";

/// Reads every row that has a name.
fn extract(source: &mut Source, out: &mut Extracted) {
    let name = source.field("name");
    let [family, licence, split, note] = ["family", "licence", "split", "note"].map(|id| source.field(id));
    let [tier, curriculum, stage, status] = ["tier", "curriculum", "stage", "status"].map(|id| source.field(id));
    let [objects, records, bytes, missing] =
        ["objects", "records", "bytes", "missing_bytes"].map(|id| source.field(id));
    let [tokens, quality, duplication, duplicates] =
        ["tokens", "quality", "duplication", "duplicates"].map(|id| source.field(id));
    let illustrative = source.field("illustrative");
    // Where the licence names the rows, the row without one still counts what has none.
    let by_licence = name.as_ref().zip(licence.as_ref()).is_some_and(|(n, l)| n.index == l.index);
    for row in 0..source.rows() {
        let title = source.text("name", name.as_ref(), row).or_else(|| by_licence.then(|| UNLICENSED.to_owned()));
        let Some(title) = title else {
            source.skip(row, "row-without-name", "The row has no name and was skipped.");
            continue;
        };
        if matches!(
            metric_id(&title).as_str(),
            "total" | "totals" | "sum" | "subtotal" | "grand_total" | "gesamt" | "summe" | "all_data_sets"
        ) {
            source.skip(row, "row-total", "The row is a total of others and was skipped.");
            continue;
        }
        let (duplicates, share) = match duplicates.as_ref().and_then(|f| source.quantity(f, row)) {
            Some(q) if is_share(q) => (None, Some(q.value)),
            q => (q.map(|q| q.value), None),
        };
        let missing_bytes = source.number("missing_bytes", missing.as_ref(), row);
        let records_here = source.number("records", records.as_ref(), row);
        let dataset = Dataset {
            family: source.text("family", family.as_ref(), row),
            tier: small(source, "tier", tier.as_ref(), row),
            stage: word(source, "stage", stage.as_ref(), row, words::stage),
            curriculum: small(source, "curriculum", curriculum.as_ref(), row),
            status: word(source, "status", status.as_ref(), row, words::status).unwrap_or(Status::Unknown),
            objects: source.number("objects", objects.as_ref(), row),
            records: records_here,
            bytes: source.number("bytes", bytes.as_ref(), row),
            missing_bytes,
            tokens: source.number("tokens", tokens.as_ref(), row),
            quality: source.number("quality", quality.as_ref(), row),
            duplication: source.number("duplication", duplication.as_ref(), row).or(share),
            duplicates,
            licence: source.text("licence", licence.as_ref(), row),
            split: source.text("split", split.as_ref(), row),
            note: source.text("note", note.as_ref(), row),
            illustrative: source.illustrative(illustrative.as_ref(), row),
            file: source.file.to_owned(),
            row: source.source_row(row),
            name: title,
        };
        out.evidence.datasets.push(dataset);
        out.read += 1;
    }
}

/// A small whole number, also out of "Tier 2" or "T2".
fn small(source: &mut Source, id: &str, field: Option<&Field>, row: usize) -> Option<u8> {
    let text = source.text(id, field, row)?;
    let start = text.find(|c: char| c.is_ascii_digit());
    let digits: String = start.map_or(String::new(), |s| text[s..].chars().take_while(char::is_ascii_digit).collect());
    let value = digits.parse().ok();
    if let (None, Some(field)) = (value, field) {
        source.say(
            Level::Warning,
            "number-unreadable",
            row,
            field,
            "The cell has no whole number in it and was taken as unknown.",
            "",
        );
    }
    value
}

/// A word of a fixed vocabulary. "missing" is one here, not an unknown value.
fn word<T>(
    source: &mut Source,
    id: &str,
    field: Option<&Field>,
    row: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let cell = field.map(|f| source.raw(f, row).trim()).filter(|c| !c.is_empty());
    let text = cell.or_else(|| source.constant(id))?;
    let found = read(text);
    if let (None, Some(field), false) = (&found, field, number::is_unknown(text)) {
        source.say(Level::Warning, "word-unknown", row, field, "The word is not known and was taken as unknown.", "");
    }
    found
}
