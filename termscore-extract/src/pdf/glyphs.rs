//! A PDF page in, positioned characters out: the only file that knows the PDF library.

use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::dict::keys::{SUBTYPE, TYPE};
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

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
    /// In drawing order, upright ones only.
    pub(super) glyphs: Vec<Glyph>,
    /// Characters that the font gives no meaning to and that were guessed from their codes.
    pub(super) n_guessed: usize,
    /// Share of the page that its largest image covers, 0 to 1.
    pub(super) image_share: f64,
    /// Set if reading the page broke off in the library.
    pub(super) broken: bool,
}

/// Draws every page; stops at `max_glyphs` in all.
///
/// # Errors
/// Encrypted, or damaged beyond repair.
pub(super) fn pages(bytes: &[u8], max_glyphs: usize) -> Result<Vec<PageContent>, ExtractError> {
    let damaged = |reason: &str| ExtractError::damaged(Format::Pdf, reason);
    let pdf = match guarded(|| Pdf::new(bytes.to_vec())) {
        Some(Ok(pdf)) => pdf,
        Some(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
            return Err(ExtractError::Encrypted { format: Format::Pdf });
        }
        Some(Err(LoadPdfError::Decryption(_))) => return Err(damaged("its encryption cannot be read")),
        Some(Err(LoadPdfError::Invalid)) | None => return Err(damaged("its structure cannot be read")),
    };
    let cache = InterpreterCache::new();
    let mut n_glyphs = 0;
    let mut contents = Vec::new();
    for page in pdf.pages().iter() {
        let drawn = guarded(|| draw(page, &pdf, &cache));
        let content = drawn.unwrap_or_else(|| PageContent { broken: true, ..PageContent::default() });
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

fn draw<'a>(page: &Page<'a>, pdf: &'a Pdf, cache: &InterpreterCache<'a>) -> PageContent {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, width.into(), height.into());
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), InterpreterSettings::default());
    let mut collector = Collector { bounds, content: PageContent::default(), artifacts: Vec::new() };
    interpret_page(page, &mut context, &mut collector);
    collector.content
}

struct Collector {
    bounds: Rect,
    content: PageContent,
    /// One per open marked content: whether it is a header, a footer or a watermark.
    artifacts: Vec<bool>,
}

impl Device<'_> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        if self.artifacts.contains(&true) {
            return;
        }
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
            self.content.n_guessed += usize::from(guessed);
            self.push(text, transform, f64::from(advance.unwrap_or(500.0)), bold);
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        // Images come in pixels, one unit each.
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let drawn = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let share = drawn.intersect(self.bounds).area() / self.bounds.area().max(1.0);
        if share.is_finite() {
            self.content.image_share = self.content.image_share.max(share);
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

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Collector {
    /// `advance` in thousandths of the font's size, `transform` from there to the page.
    fn push(&mut self, text: String, transform: Affine, advance: f64, bold: bool) {
        let origin = transform * Point::ZERO;
        let end = transform * Point::new(advance, 0.0);
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot();
        let fits = [origin.x, origin.y, end.x, size].iter().all(|it| it.is_finite() && it.abs() < 1e5);
        // Text that runs another way is a stamp, a watermark or a side note.
        let upright = (end.y - origin.y).abs() <= (end.x - origin.x).abs() * 0.1 && up.y <= 0.0;
        let shown = self.bounds.inflate(1.0, 1.0).contains(origin);
        if text.is_empty() || !fits || !upright || !shown || size < 0.5 {
            return;
        }
        let glyph = Glyph {
            text,
            left: origin.x.min(end.x),
            right: origin.x.max(end.x),
            baseline: origin.y,
            size,
            bold,
        };
        // Bold is often made by drawing twice, and filled and stroked text comes twice.
        let again = self.content.glyphs.iter().rev().take(200).any(|it| {
            it.text == glyph.text
                && (it.left - glyph.left).abs() < size * 0.1
                && (it.baseline - glyph.baseline).abs() < size * 0.1
                && it.text != " "
        });
        if !again {
            self.content.glyphs.push(glyph);
        }
    }
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
