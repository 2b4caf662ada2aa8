//! Layouts as data, and the one way to print them: what fits stays on its line. After Lindig,
//! "Strictly Pretty" (2000), with an alignment and breaks that decide for themselves.

use std::slice::Iter;

/// A piece of a layout.
#[derive(Debug)]
pub(super) enum Doc<'s> {
    /// Printed as it is; may hold line breaks, which are kept.
    Text(&'s str),
    Blanks(usize),
    /// So many blanks in a group that fits, a line break in one that does not.
    Line(usize),
    /// So many blanks if what follows fits up to the next possible break, else a line break.
    Soft(usize),
    /// A line break, after an empty line if wished.
    Hard {
        blank: bool,
    },
    /// Blanks from a keyword to its content: one, or more if the keyword starts the line and is
    /// shorter than this.
    Pad(usize),
    /// Blanks of a table; nothing in a group that fits.
    Extra(usize),
    /// At the end of a line; its width does not count. A [`Doc::Hard`] must follow.
    Comment(&'s str),
    /// On one line if that fits.
    Group(Vec<Doc<'s>>),
    /// Lines indented by one step.
    Nest(Vec<Doc<'s>>),
    /// Lines start where it starts.
    Align(Vec<Doc<'s>>),
}

/// Columns of a step of indentation.
const STEP: usize = 2;

#[derive(Clone)]
struct Frame<'d, 's> {
    indent: usize,
    flat: bool,
    rest: Iter<'d, Doc<'s>>,
}

/// Prints a layout with lines of `width` columns where that can be.
pub(super) fn render(docs: &[Doc<'_>], width: usize, newline: &str) -> String {
    let mut printer = Printer { out: String::new(), column: 0, width, newline };
    let mut stack = vec![Frame { indent: 0, flat: false, rest: docs.iter() }];
    while let Some(frame) = stack.last_mut() {
        let (indent, flat) = (frame.indent, frame.flat);
        let Some(doc) = frame.rest.next() else {
            stack.pop();
            continue;
        };
        match doc {
            Doc::Text(text) => printer.text(text),
            Doc::Blanks(n) => printer.blanks(*n),
            Doc::Line(n) if flat => printer.blanks(*n),
            Doc::Line(_) => printer.line(indent, false),
            Doc::Soft(n) => {
                if flat || printer.fits(*n, None, &stack) {
                    printer.blanks(*n);
                } else {
                    printer.line(indent, false);
                }
            }
            Doc::Hard { blank } => printer.line(indent, *blank),
            Doc::Pad(key) => printer.blanks(pad(*key, printer.column, indent, flat)),
            Doc::Extra(n) if !flat => printer.blanks(*n),
            Doc::Extra(_) => {}
            Doc::Comment(text) => {
                printer.blanks(2);
                printer.text(text);
            }
            Doc::Group(inner) => {
                let whole = Frame { indent, flat: true, rest: inner.iter() };
                let flat = flat || printer.fits(0, Some(whole.clone()), &stack);
                stack.push(Frame { flat, ..whole });
            }
            Doc::Nest(inner) => stack.push(Frame { indent: indent + STEP, flat, rest: inner.iter() }),
            Doc::Align(inner) => stack.push(Frame { indent: printer.column, flat, rest: inner.iter() }),
        }
    }
    printer.out
}

fn pad(key: usize, column: usize, indent: usize, flat: bool) -> usize {
    if flat { 1 } else { (indent + key).saturating_sub(column) + 1 }
}

struct Printer<'a> {
    out: String,
    /// Characters on the current line.
    column: usize,
    width: usize,
    newline: &'a str,
}

impl Printer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
        match text.rsplit_once('\n') {
            Some((_, last)) => self.column = last.chars().count(),
            None => self.column += text.chars().count(),
        }
    }

    fn blanks(&mut self, n: usize) {
        self.out.extend(std::iter::repeat_n(' ', n));
        self.column += n;
    }

    fn line(&mut self, indent: usize, blank: bool) {
        self.out.push_str(self.newline);
        if blank {
            self.out.push_str(self.newline);
        }
        self.column = 0;
        // Blanks come with what needs them: no line ends with one, because text always follows.
        self.blanks(indent);
    }

    /// Does it fit after `n` blanks: a group as one line, or else what comes next; in any case up to
    /// the next possible break?
    fn fits<'d, 's>(&self, n: usize, group: Option<Frame<'d, 's>>, stack: &[Frame<'d, 's>]) -> bool {
        let mut column = self.column + n;
        let mut below = stack.len();
        let mut open: Vec<Frame<'d, 's>> = group.into_iter().collect();
        while column <= self.width {
            let Some(frame) = open.last_mut() else {
                let Some(next) = below.checked_sub(1).and_then(|it| stack.get(it)) else { return true };
                below -= 1;
                open.push(next.clone());
                continue;
            };
            let (indent, flat) = (frame.indent, frame.flat);
            let Some(doc) = frame.rest.next() else {
                open.pop();
                continue;
            };
            match doc {
                Doc::Text(text) => match text.split_once('\n') {
                    Some((first, _)) => return !flat && column + first.chars().count() <= self.width,
                    None => column += text.chars().count(),
                },
                Doc::Blanks(n) => column += n,
                Doc::Line(n) | Doc::Soft(n) if flat => column += n,
                Doc::Line(_) | Doc::Soft(_) => return true,
                Doc::Hard { .. } | Doc::Comment(_) => return !flat,
                Doc::Pad(key) => column += pad(*key, column, indent, flat),
                Doc::Extra(n) => column += if flat { 0 } else { *n },
                Doc::Group(inner) => open.push(Frame { indent, flat: true, rest: inner.iter() }),
                Doc::Nest(inner) => open.push(Frame { indent: indent + STEP, flat, rest: inner.iter() }),
                Doc::Align(inner) => open.push(Frame { indent: column, flat, rest: inner.iter() }),
            }
        }
        false
    }
}
