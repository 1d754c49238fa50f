//! The head of a table, written as the report's tables are: a column of numbers has a `#` before its name.

use leptos::prelude::*;

/// One row of column heads.
pub fn heads<T: AsRef<str>>(columns: &[T]) -> impl IntoView + use<T> {
    let cells: Vec<_> = columns
        .iter()
        .map(|column| {
            let name = column.as_ref();
            let label = name.trim_start_matches('#').to_owned();
            view! {
                <th scope="col" class:number=name.starts_with('#')>
                    {label}
                </th>
            }
        })
        .collect();
    view! {
        <thead>
            <tr>{cells}</tr>
        </thead>
    }
}
