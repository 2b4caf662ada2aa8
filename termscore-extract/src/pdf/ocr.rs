//! Words that a program recognised on the picture of a page in, characters with places out, as if they were drawn.

use super::glyphs::Glyph;

/// The words of one page, found by a program for text recognition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OcrPage {
    /// From 1.
    pub page: usize,
    /// Its lines from the top, each with its words from the left.
    pub lines: Vec<Vec<OcrWord>>,
}

/// A recognised word and the box around it, in points (1/72 inch) from the upper left corner of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OcrWord {
    /// Without blanks.
    pub text: String,
    /// Left side of its box.
    pub left: f64,
    /// Top.
    pub top: f64,
    /// Right side.
    pub right: f64,
    /// Bottom.
    pub bottom: f64,
}

/// One glyph a word, on the baseline of its line.
pub(super) fn glyphs(page: &OcrPage) -> Vec<Glyph> {
    let height = |line: &[OcrWord]| {
        let top = line.iter().map(|it| it.top).fold(f64::MAX, f64::min);
        let bottom = line.iter().map(|it| it.bottom).fold(f64::MIN, f64::max);
        (bottom - top).clamp(1.0, 500.0)
    };
    let lines = || page.lines.iter().filter(|it| !it.is_empty());
    let mut heights: Vec<f64> = lines().map(|it| height(it)).collect();
    heights.sort_by(f64::total_cmp);
    // Boxes are as high as the letters that happen to be in the line: only a much higher line is set in another size.
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(10.0);
    let mut out = Vec::new();
    for line in lines() {
        let own = height(line);
        let size = if own > usual * 1.5 { own } else { usual };
        // Most words have no descenders; their boxes end at the baseline.
        let mut bottoms: Vec<f64> = line.iter().map(|it| it.bottom).collect();
        bottoms.sort_by(f64::total_cmp);
        let baseline = bottoms.get(bottoms.len() / 3).copied().unwrap_or_default();
        for (nth, word) in line.iter().enumerate() {
            let fits = [word.left, word.right, baseline].iter().all(|it| it.is_finite() && it.abs() < 1e5);
            if word.text.trim().is_empty() || !fits {
                continue;
            }
            // Blanks are what the program says they are, however wide.
            let text = if nth == 0 { word.text.clone() } else { format!(" {}", word.text) };
            out.push(Glyph {
                text,
                left: word.left.min(word.right),
                right: word.left.max(word.right),
                baseline,
                size,
                bold: false,
            });
        }
    }
    out
}
