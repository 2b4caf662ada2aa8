//! Complex fields of a paragraph: of each, what is instruction and what is result.

/// A complex field is open: its instruction is not text, its result is.
#[derive(Clone, Copy, Debug)]
struct Field {
    result: bool,
    /// Set for a text field of a form: the paragraph in which its result begins, and the byte there.
    form: Option<(usize, usize)>,
}

/// The open fields, outermost first.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    n_instructions: usize,
}

impl Fields {
    /// True if what comes now is an instruction.
    pub(super) fn instruct(&self) -> bool {
        self.n_instructions > 0
    }

    pub(super) fn begin(&mut self, is_text: bool) {
        self.open.push(Field { result: false, form: is_text.then_some((0, 0)) });
        self.n_instructions += 1;
    }

    pub(super) fn separate(&mut self, place: (usize, usize)) {
        if let Some(field) = self.open.last_mut().filter(|it| !it.result) {
            field.result = true;
            field.form = field.form.map(|_| place);
            self.n_instructions -= 1;
        }
    }

    /// Where the result of a form's text field began, or zeros if it has none.
    pub(super) fn end(&mut self) -> Option<(usize, usize)> {
        let field = self.open.pop()?;
        self.n_instructions -= usize::from(!field.result);
        field.form
    }
}
