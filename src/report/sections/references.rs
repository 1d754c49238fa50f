//! Works cited.

use crate::report::ReportInput;
use crate::report::parts::{Block, Text};

/// Works behind the method itself, beside those the policy cites.
const OWN: &[(&str, &str)] = &[
    (
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209–212",
        "https://doi.org/10.1080/01621459.1927.10502953",
    ),
    (
        "Hoffmann, J. et al. (2022). Training compute-optimal large language models. arXiv 2203.15556",
        "https://arxiv.org/abs/2203.15556",
    ),
    (
        "Besiroglu, T. et al. (2024). Chinchilla scaling: a replication attempt. arXiv 2404.10102",
        "https://arxiv.org/abs/2404.10102",
    ),
    (
        "Muennighoff, N. et al. (2023). Scaling data-constrained language models. arXiv 2305.16264",
        "https://arxiv.org/abs/2305.16264",
    ),
];

/// A source as a link to its place in the list, or the words themselves where it is none of the policy's works.
pub(super) fn cite(input: &ReportInput<'_>, source: &str) -> Text {
    match input.pack.sources.iter().position(|s| s.id == source) {
        Some(i) => Text::default().link(format!("reference {}", i + 1), format!("#reference-{}", i + 1)),
        None => source.into(),
    }
}

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let item = |citation: &str, url: &str| {
        if url.is_empty() { Text::from(citation) } else { Text::from(citation).and(". ").link(url, url) }
    };
    let mut items: Vec<Text> = input
        .pack
        .sources
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let mut text = Text::default().anchor(format!("reference-{}", i + 1));
            text.0.extend(item(s.citation.trim_end_matches('.'), &s.url).0);
            text
        })
        .collect();
    // A work that the policy cites under the same address is not named twice.
    items.extend(
        OWN.iter()
            .filter(|(_, url)| !input.pack.sources.iter().any(|s| same(&s.url, url)))
            .map(|(c, url)| item(c, url)),
    );
    vec![Block::List { ordered: true, items }]
}

fn same(a: &str, b: &str) -> bool {
    let key = |u: &str| u.trim_end_matches('/').rsplit("//").next().unwrap_or(u).to_ascii_lowercase();
    key(a) == key(b)
}
