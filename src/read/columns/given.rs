//! The guess where a person has named some of the columns, as the options of the command line do.

use super::guess::guess_as;
use super::profile::{column_use, looks_like_percent, profiles};
use super::wide;
use crate::data::{Table, evaluation::metric_id};
use crate::read::kinds::{Kind, curves, roles};
use crate::read::map::{ColumnUse, Guess, Measure};
use crate::read::roles::Accepts;

/// The roles that belong to a value.
const COMPANIONS: [&str; 5] = ["se", "sd", "low", "high", "interval"];

/// The best guess about a table of a kind in which these columns (role, column) are known: they play that role and no
/// other, and everything else is guessed as ever. Columns that the table does not have are passed over.
#[must_use]
pub fn guess_given(table: &Table, kind: Kind, given: &[(&str, &str)]) -> Guess {
    let profiles = profiles(table);
    let mut guess = guess_as(table, kind);
    let map = &mut guess.map;
    for (id, column) in given {
        map.roles.retain(|other, used| other == id || used.column != *column);
        map.measures.retain(|m| *id == "value" || m.column != *column);
        for measure in &mut map.measures {
            measure.se = measure.se.take().filter(|c| c != column);
            measure.sd = measure.sd.take().filter(|c| c != column);
            measure.low = measure.low.take().filter(|c| c != column);
            measure.high = measure.high.take().filter(|c| c != column);
        }
    }
    for (id, column) in given {
        let Some(profile) = profiles.iter().find(|p| p.name == *column) else { continue };
        let accepts = roles(kind).find(|r| r.id == *id).map_or(Accepts::Text, |r| r.accepts);
        let used = column_use(profile, accepts);
        map.constants.remove(*id);
        match *id {
            "value" if map.measures.iter().any(|m| m.column == *column) => map.measures.retain(|m| m.column == *column),
            "value" if map.measures.is_empty() && map.roles.get("value").is_some_and(|u| u.column == *column) => {}
            "value" => {
                map.measures.clear();
                map.roles.retain(|other, _| !COMPANIONS.contains(&other.as_str()));
                let percent = looks_like_percent(profile, &metric_id(column)).then_some(0.01);
                let scale = used.scale.or(percent);
                map.roles.insert("value".into(), ColumnUse { scale, ..used });
                let Measure { se, sd, low, high, .. } = wide::with_spread(profile, &profiles);
                for (companion, found) in [("se", se), ("sd", sd), ("low", low), ("high", high)] {
                    if let Some(found) = found {
                        map.roles.insert(companion.into(), ColumnUse { scale, ..ColumnUse::plain(&found) });
                    }
                }
                if !map.roles.contains_key("metric") {
                    map.constants.insert("metric".into(), (*column).to_owned());
                }
            }
            "se" | "sd" if !map.measures.is_empty() => {
                for measure in &mut map.measures {
                    *(if *id == "se" { &mut measure.se } else { &mut measure.sd }) = Some((*column).to_owned());
                }
            }
            "size" => {
                map.measures.retain(|m| m.size.is_none());
                map.constants.insert("size_unit".into(), curves::size_unit(&profile.key).into());
                map.roles.insert("size".into(), used);
            }
            _ => {
                map.roles.insert((*id).to_owned(), used);
            }
        }
    }
    // Which columns tell the curves apart depends on the size and the values; a series that was named is the only one.
    if given.iter().any(|(id, _)| *id == "series") {
        guess.map.apart.clear();
    } else if kind == curves::KIND {
        guess.map = curves::told_apart(table, &profiles, guess.map);
    }
    guess
}

/// Columns whose names are ascending sizes, at least four: one value a size in every row.
#[must_use]
pub fn sizes_across(table: &Table) -> Vec<Measure> {
    wide::sizes_across(&profiles(table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Limits, open};

    fn table(text: &str) -> Table {
        let opened = open("t.csv", text.as_bytes().to_vec(), &Limits::default()).expect("a table");
        opened.document.value.candidates[0].clone()
    }

    #[test]
    fn named_columns_play_their_role_and_no_other() {
        let table =
            table("n,epochs,acc,acc_se,q1,q1_se\n100,9,0.5,0.1,3,0.2\n200,8,0.6,0.1,2,0.2\n400,7,0.7,0.1,1,0.2\n");
        let kind = curves::KIND;
        let plain = guess_given(&table, kind, &[]).map;
        assert_eq!(plain, guess_as(&table, kind).map);
        let map = guess_given(&table, kind, &[("value", "q1")]).map;
        let column = |role: &str| map.roles.get(role).map(|u| u.column.as_str());
        assert_eq!((column("size"), column("value"), column("se")), (Some("n"), Some("q1"), Some("q1_se")));
        assert!(map.measures.is_empty() && map.constants.get("metric").is_some_and(|m| m == "q1"));
        let map = guess_given(&table, kind, &[("size", "epochs"), ("value", "acc")]).map;
        assert_eq!(map.roles["size"].column, "epochs");
        assert_eq!(map.constants["size_unit"], "count");
        assert_eq!(
            map.measures.iter().map(|m| (m.column.as_str(), m.se.as_deref())).collect::<Vec<_>>(),
            [("acc", Some("acc_se"))]
        );
        let map = guess_given(&table, kind, &[("value", "acc"), ("se", "q1_se")]).map;
        assert_eq!(map.measures[0].se.as_deref(), Some("q1_se"));
    }

    #[test]
    fn per_cent_is_read_as_the_guess_reads_it() {
        let table = table("records;accuracy\n500;61\n1000;66\n2000;69\n4000;72\n");
        let kind = curves::KIND;
        let guessed = guess_as(&table, kind).map;
        let named = guess_given(&table, kind, &[("size", "records"), ("value", "accuracy")]).map;
        assert_eq!(guessed, named);
    }
}
