//! A PDF page in, positioned characters out; with `annotations.rs` the only file that knows the PDF library.

use std::collections::BTreeSet;

use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::dict::keys::{SUBTYPE, TYPE};
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};

use super::annotations::{Annotation, Annotations, annotations};
use super::bombs;
use crate::{ExtractError, Format};

/// One drawn character (or ligature). Coordinates in points from the upper left corner of the page as shown.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Distance of the baseline from the top.
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
}

/// What is drawn on one page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageContent {
    /// In drawing order, those that run as most of the page does, seen so that they are upright.
    pub(super) glyphs: Vec<Glyph>,
    /// Tagged as a running header, a footer or a watermark, or running another way than the page: stamps, notes at
    /// its side.
    pub(super) asides: Vec<Glyph>,
    /// Words that run askew, such as "DRAFT" across the page.
    pub(super) askew: String,
    /// Form fields and comments.
    pub(super) annotations: Vec<Annotation>,
    /// Height of the page as shown, in points.
    pub(super) height: f64,
    /// True if its text was recognised from a picture.
    pub(super) by_ocr: bool,
    /// Characters that the font gives no meaning to and that were guessed from their codes.
    pub(super) n_guessed: usize,
    /// Share of the page that its images cover together, not more than 1.
    pub(super) image_share: f64,
    /// Lines and areas drawn; letters may be among them.
    pub(super) n_paths: usize,
    /// Set if reading the page broke off in the library.
    pub(super) broken: bool,
}

/// PDFs with more pages than this are refused.
const MAX_PAGES: usize = 5_000;

/// PDFs that draw more characters, lines and images than this are refused: some 1,500 pages full of text.
const MAX_DRAWN: usize = 5_000_000;

/// Draws every page; stops at `max_glyphs` in all.
///
/// # Errors
/// Encrypted, damaged beyond repair, or too large.
pub(super) fn pages(bytes: &[u8], max_glyphs: usize) -> Result<Vec<PageContent>, ExtractError> {
    let damaged = |reason: &str| ExtractError::damaged(Format::Pdf, reason);
    bombs::check(bytes)?;
    let pdf = match guarded(|| Pdf::new(bytes.to_vec())) {
        Some(Ok(pdf)) => pdf,
        Some(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
            return Err(ExtractError::Encrypted { format: Format::Pdf });
        }
        Some(Err(LoadPdfError::Decryption(_))) => return Err(damaged("its encryption cannot be read")),
        Some(Err(LoadPdfError::Invalid)) | None => return Err(damaged("its structure cannot be read")),
    };
    if pdf.pages().len() > MAX_PAGES {
        return Err(ExtractError::TooLarge { what: "the number of pages", limit: "5,000" });
    }
    let cache = InterpreterCache::new();
    let (mut n_glyphs, mut n_drawn) = (0, 0);
    let mut fields = BTreeSet::new();
    let mut contents = Vec::new();
    for page in pdf.pages().iter() {
        let mut collector = Collector::new(page, MAX_DRAWN - n_drawn);
        let drawn = guarded(|| draw(page, &pdf, &cache, &mut collector, &mut fields));
        n_drawn += collector.n_drawn;
        if n_drawn >= MAX_DRAWN {
            return Err(ExtractError::TooLarge { what: "what the PDF draws", limit: "5 million marks" });
        }
        let content = if drawn.is_some() {
            collector.finish()
        } else {
            PageContent { broken: true, ..PageContent::default() }
        };
        n_glyphs += content.glyphs.len();
        contents.push(content);
        if n_glyphs > max_glyphs {
            break;
        }
    }
    Ok(contents)
}

/// Damaged files must not take the host down: a panic in the library counts as damage.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

fn draw<'a>(
    page: &Page<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    collector: &mut Collector,
    fields: &mut BTreeSet<String>,
) {
    let transform = page.initial_transform(true).to_kurbo();
    let pass = |collector: &mut Collector, render_content| {
        let settings = InterpreterSettings { render_content, ..InterpreterSettings::default() };
        let mut context = Context::new(transform, collector.bounds, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, collector);
        collector.artifacts.clear();
    };
    pass(collector, RenderContent::PAGE);
    let Annotations { all, overlays } = annotations(page, transform, fields);
    collector.overlays = overlays;
    collector.on_overlay = true;
    pass(collector, RenderContent::ANNOTATIONS);
    collector.content.annotations = all;
}

/// Forms begin with a clip path; each takes the library as long as so many characters.
const FORM: usize = 10;

/// Directions that lines of text can run in, by quarter turns from left to right.
const DIRECTIONS: usize = 4;

struct Collector {
    bounds: Rect,
    content: PageContent,
    /// Characters by the direction that they run in, each seen so that they are upright.
    turned: [Vec<Glyph>; DIRECTIONS],
    /// One per open marked content: whether it is a header, a footer or a watermark.
    artifacts: Vec<bool>,
    /// Set while annotations are drawn over the page: form fields belong to its text, comments do not.
    on_overlay: bool,
    overlays: Vec<Rect>,
    /// Calls of the library, which are bounded: forms that draw each other can be as many as atoms.
    n_drawn: usize,
    max_drawn: usize,
}

impl Device<'_> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        self.count(run.glyphs().len());
        let bold = run.glyphs().first().is_some_and(|it| is_bold(it));
        for glyph in run.glyphs() {
            let advance = match &**glyph {
                FontGlyph::Outline(it) => it.advance_width(),
                FontGlyph::Type3(it) => it.advance_width(),
            };
            let transform = props.transform * glyph.transform();
            let (text, guessed) = match glyph.as_unicode() {
                Some(BfString::Char(it)) => (it.to_string(), false),
                Some(BfString::String(it)) => (it, false),
                None => match char::from_u32(glyph.char_code()).filter(|it| matches!(it, ' '..='~')) {
                    Some(it) => (it.to_string(), true),
                    None => (String::new(), true),
                },
            };
            let text =
                if text.contains(|it| matches!(it, '\u{fb00}'..='\u{fb06}')) { spelled(&text) } else { text };
            self.content.n_guessed += usize::from(guessed);
            self.push(text, transform, f64::from(advance.unwrap_or(500.0)), bold);
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        self.count(1);
        // Images come in pixels, one unit each.
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let drawn = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let share = drawn.intersect(self.bounds).area() / self.bounds.area().max(1.0);
        if share.is_finite() {
            // Scanners cut pages into strips.
            self.content.image_share = (self.content.image_share + share).min(1.0);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let named = |key: &[u8], names: &[&[u8]]| {
            properties.and_then(|it| it.get::<Name<'_>>(key)).is_some_and(|it| names.contains(&&*it))
        };
        // Word and others tag running headers and footers so.
        let is_furniture = tag == b"Artifact"
            && (named(TYPE, &[b"Pagination"]) || named(SUBTYPE, &[b"Header", b"Footer", b"Watermark"]));
        self.artifacts.push(is_furniture);
    }

    fn end_marked_content(&mut self) {
        self.artifacts.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.count(1);
        self.content.n_paths += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(FORM);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.count(FORM);
    }

    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Collector {
    fn new(page: &Page<'_>, max_drawn: usize) -> Collector {
        let (width, height) = page.render_dimensions();
        Collector {
            bounds: Rect::new(0.0, 0.0, width.into(), height.into()),
            content: PageContent { height: height.into(), ..PageContent::default() },
            turned: Default::default(),
            artifacts: Vec::new(),
            on_overlay: false,
            overlays: Vec::new(),
            n_drawn: 0,
            max_drawn,
        }
    }

    /// The library has no other way to be stopped than by unwinding, which [`guarded`] catches.
    fn count(&mut self, n: usize) {
        self.n_drawn += n;
        if self.n_drawn >= self.max_drawn {
            std::panic::resume_unwind(Box::new("too much is drawn"));
        }
    }

    /// Most of the page tells which way it is read; the rest stands aside.
    fn finish(self) -> PageContent {
        let Collector { mut content, turned, bounds, .. } = self;
        // Of equals the first: upright.
        let main = (0..DIRECTIONS).rev().max_by_key(|&it| turned.get(it).map_or(0, Vec::len)).unwrap_or(0);
        if main % 2 == 1 {
            content.height = bounds.width();
        }
        for (direction, glyphs) in turned.into_iter().enumerate() {
            if direction == main { content.glyphs = glyphs } else { content.asides.extend(glyphs) }
        }
        content
    }

    /// `advance` in thousandths of the font's size, `transform` from there to the page.
    fn push(&mut self, text: String, transform: Affine, advance: f64, bold: bool) {
        let origin = transform * Point::ZERO;
        let end = transform * Point::new(advance, 0.0);
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot();
        let fits = [origin.x, origin.y, end.x, size].iter().all(|it| it.is_finite() && it.abs() < 1e5);
        let shown = self.bounds.inflate(1.0, 1.0).contains(origin);
        let covered = self.on_overlay && self.overlays.iter().any(|it| it.inflate(1.0, 1.0).contains(origin));
        if text.is_empty() || !fits || !shown || size < 0.5 || covered {
            return;
        }
        let (along_x, along_y) = (end.x - origin.x, end.y - origin.y);
        let (width, height) = (self.bounds.width(), self.bounds.height());
        let is_level = along_y.abs() <= along_x.abs() * 0.1;
        let is_plumb = along_x.abs() <= along_y.abs() * 0.1;
        // Left and right end and baseline, of the page turned so that the line runs from left to right.
        let (direction, from, to, baseline) = match () {
            // Mirrored text reads from its right end; it is kept as it stands.
            () if is_level && up.y <= 0.0 => (0, origin.x.min(end.x), origin.x.max(end.x), origin.y),
            () if is_level && along_x < 0.0 => (2, width - origin.x, width - end.x, height - origin.y),
            () if is_plumb && along_y < 0.0 && up.x <= 0.0 => {
                (1, height - origin.y, height - end.y, origin.x)
            }
            () if is_plumb && along_y > 0.0 && up.x >= 0.0 => (3, origin.y, end.y, width - origin.x),
            () => {
                if self.content.askew.len() < MOST_ASKEW {
                    self.content.askew.push_str(&text);
                }
                return;
            }
        };
        let glyph = Glyph { text, left: from, right: to, baseline, size, bold };
        let home = if self.artifacts.contains(&true) {
            &mut self.content.asides
        } else {
            match self.turned.get_mut(direction) {
                Some(home) => home,
                None => return,
            }
        };
        // Bold is often made by drawing twice, and filled and stroked text comes twice.
        let again = home.iter().rev().take(200).any(|it| {
            (it.left - glyph.left).abs() < size * 0.1
                && (it.baseline - glyph.baseline).abs() < size * 0.1
                && it.text == glyph.text
                && it.text != " "
        });
        if !again {
            home.push(glyph);
        }
    }
}

/// Bytes of slanted text that are kept for each page.
const MOST_ASKEW: usize = 200;

/// Ligatures as the letters that they stand for, which is how words are looked for.
fn spelled(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        match it {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            it => out.push(it),
        }
    }
    out
}

fn is_bold(glyph: &FontGlyph<'_>) -> bool {
    let FontGlyph::Outline(glyph) = glyph else {
        return false;
    };
    glyph.font_data().is_some_and(|it| {
        it.weight.is_some_and(|it| it >= 600)
            || it.postscript_name.is_some_and(|it| it.to_ascii_lowercase().contains("bold"))
    })
}
