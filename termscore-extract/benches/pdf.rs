//! A PDF of 30 pages to text; at most 200 ms. `cargo bench -p termscore-extract --bench pdf`
//!
//! The file is made here: running header, page number, 48 lines of 85 characters a page, as dense as contracts are.

use divan::{Bencher, counter::ItemsCount};
use termscore_extract::extract;

fn main() {
    divan::main();
}

const PAGES: usize = 30;

const WORDS: [&str; 12] = [
    "the Contractor",
    "shall deliver",
    "the Work",
    "to the Client",
    "within thirty days",
    "of the order,",
    "unless otherwise agreed",
    "in writing",
    "by both parties,",
    "and grants",
    "a licence",
    "to use it.",
];

#[divan::bench(args = [PAGES])]
fn pages_to_text(bencher: Bencher<'_, '_>, n_pages: usize) {
    let bytes = pdf(n_pages);
    bencher.counter(ItemsCount::new(n_pages)).bench(|| extract("bench.pdf", &bytes));
}

fn pdf(n_pages: usize) -> Vec<u8> {
    let kids: String = (0..n_pages).map(|it| format!("{} 0 R ", 4 + 2 * it)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {n_pages}>>"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for page in 0..n_pages {
        let content = content(page);
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            5 + 2 * page
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let (mut out, mut offsets) = ("%PDF-1.4\n".to_owned(), String::new());
    for (nth, object) in objects.iter().enumerate() {
        offsets.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", nth + 1));
    }
    let (size, start) = (objects.len() + 1, out.len());
    out.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{offsets}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.into_bytes()
}

fn content(page: usize) -> String {
    let at = |y: usize, text: &str| format!("BT /F1 10 Tf 72 {y} Td ({text}) Tj ET\n");
    let line = |nth: usize| -> String {
        let words = (0..6).filter_map(|it| WORDS.get((page * 7 + nth * 5 + it) % WORDS.len()).copied());
        words.collect::<Vec<_>>().join(" ")
    };
    let body: String = (0..48).map(|nth| at(720 - 13 * nth, &line(nth))).collect();
    at(770, "ACME Master Agreement") + &body + &at(40, &format!("Page {} of {PAGES}", page + 1))
}
