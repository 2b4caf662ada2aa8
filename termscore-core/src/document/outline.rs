//! Blocks into a tree of sections, and paragraphs with their lead-ins.
//!
//! One stack of open levels does both: a label closes every level that it does not lie in.

use std::ops::Range;

use super::{
    After, BlockKind, Paragraph, Section, Sentence, answer, heading,
    label::{Label, Paren, Style, other_reading},
    labelled::{Block, Head, Part},
    role::{self, Announced},
    sentence::{self, Cut},
    token::Lexed,
    written,
};
use crate::{Span, rule::Role};

/// Levels that may be open at once.
const DEPTH: usize = 12;

/// Sentences that may lead in to one.
const LEADS: usize = 8;

/// Words of lead-ins before the own words of a sentence.
const LEAD_WORDS: usize = 120;

/// What the outline gives to the document.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) flow: Vec<u32>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) sections: Vec<Section>,
    /// What a person would cite, one a paragraph.
    pub(super) labels: Vec<String>,
    /// What their headings say of what is below, one a section.
    announced: Vec<Announced>,
    stack: Vec<Level>,
    /// Rank of the last top number before the open exhibit, which may only be inserted there.
    before_exhibit: Option<u32>,
}

/// An open level of the numbering.
#[derive(Clone, Debug)]
struct Level {
    style: Style,
    rank: u32,
    /// What the file calls the block that opened it.
    kind: Option<BlockKind>,
    number: String,
    cited: String,
    section: Option<u32>,
    /// The sentence that leads in to deeper items.
    lead: Option<u32>,
}

impl Outline {
    pub(super) fn build(text: &str, lexed: &mut Lexed, mut blocks: Vec<Block>, starts: &[usize]) -> Outline {
        role::parts(text, &mut blocks, starts);
        heading::mark(text, lexed, &mut blocks);
        let mut outline = Outline {
            flow: Vec::with_capacity(lexed.words.len()),
            sentences: Vec::with_capacity(blocks.len() * 2),
            paragraphs: Vec::with_capacity(blocks.len()),
            labels: Vec::with_capacity(blocks.len()),
            ..Outline::default()
        };
        outline.announced.push(Announced::default());
        outline.sections.push(Section {
            span: Span::new(0, text.len()),
            number: String::new(),
            heading: String::new(),
            heading_sentence: None,
            parent: None,
            first_sentence: 0,
            end_sentence: 0,
        });
        let mut at = 0;
        let mut starts = starts.iter().copied().peekable();
        while let Some(block) = blocks.get(at) {
            // A further file is in no section of the one before it.
            while starts.next_if(|it| *it <= block.span.start).is_some() {
                outline.close(0);
                outline.before_exhibit = None;
            }
            // The title of "ARTICLE IV" or "EXHIBIT A" may stand on a line of its own.
            let title = match (&block.head, blocks.get(at + 1)) {
                (Head::Whole, Some(next))
                    if block.own.is_empty() && next.label.is_none() && next.head == Head::Whole =>
                {
                    Some(next)
                }
                _ => None,
            };
            outline.add(text, lexed, block, title);
            at += 1 + usize::from(title.is_some());
        }
        outline.close(0);
        answer::mark(text, lexed, &outline.flow, &mut outline.sentences);
        let n_sentences = outline.sentences.len() as u32;
        if let Some(whole) = outline.sections.first_mut() {
            whole.end_sentence = n_sentences;
        }
        outline
    }

    fn add(&mut self, text: &str, lexed: &mut Lexed, block: &Block, title: Option<&Block>) {
        let mut head = block.head;
        if block.part != Part::Body {
            head = if matches!(block.part, Part::Contents | Part::Hidden) { Head::None } else { head };
        }
        let listed = block.part == Part::Body;
        let step = block.label.as_ref().and_then(|it| it.steps.first());
        let provision = step.is_some_and(|it| matches!(it.0, Style::Decimal(2..)));
        if listed && (provision || matches!(head, Head::Whole | Head::RunIn(_)) && block.label.is_some()) {
            self.end_recitals();
        }
        let decimal = step.is_some_and(|it| matches!(it.0, Style::Decimal(_)));
        let opens = opens_terms(block.text(text)) || decimal && self.recitals_have_letters();
        if listed && (opens || head == Head::None && stands_as_title(text, lexed, block)) {
            self.end_recitals();
        }
        let place = if listed { self.place(block, head, text) } else { None };
        // "…; or (b) sell it,\n\nin each case without notice": flush-left words that close a list go on with its lead-in.
        let closing = listed
            && place.is_none()
            && head == Head::None
            && block.kind.is_none_or(|it| it == BlockKind::Paragraph)
            && block.text(text).starts_with(char::is_lowercase);
        let closed = if closing { self.outer_lead() } else { None };
        if listed && place.is_none() && head == Head::None && closed.is_none() && !self.stack.is_empty() {
            // A paragraph without number ends the list that another one of its kind led in to, but not the sections of a
            // contract that begins "I agree to the following:".
            if let Some(plain) = self.stack.iter().position(|it| it.style == Style::Plain)
                && (plain > 0 || self.stack.iter().all(|it| it.section.is_none()))
            {
                self.close(plain);
            }
        }
        let first_sentence = self.sentences.len() as u32;
        let paragraph = self.paragraphs.len() as u32;
        let number = block.label.as_ref().map(|it| it.number.clone()).unwrap_or_default();
        let span = title.map_or(block.span, |it| block.span.cover(it.span));

        let head_words = match head {
            Head::None => block.own.start..block.own.start,
            Head::Whole | Head::Title => block.own.clone(),
            Head::RunIn(end) => block.own.start..end,
        };
        let governs = matches!(head, Head::Whole | Head::RunIn(_)) && listed;
        let mut heading = heading::written(text, lexed, head_words.clone());
        if let Some(title) = title {
            heading = heading::written(text, lexed, title.own.clone());
        }
        if let Some((style, rank)) = place {
            let cited = self.cited(block.label.as_ref(), &heading);
            let kind = block.kind;
            self.stack.push(Level {
                style,
                rank,
                kind,
                number: number.clone(),
                cited,
                section: None,
                lead: None,
            });
        }
        if governs {
            let parent = self.section();
            let section = self.sections.len() as u32;
            self.announced.push(Announced::by(&heading));
            self.sections.push(Section {
                span,
                number: number.clone(),
                heading,
                heading_sentence: None,
                parent: Some(parent),
                first_sentence,
                end_sentence: first_sentence,
            });
            if let Some(level) = self.stack.last_mut() {
                level.section = Some(section);
            }
        }
        let section = self.section();
        let leads = if listed && place.is_some() && !matches!(head, Head::Whole | Head::Title) {
            self.leads()
        } else {
            closed.into_iter().collect()
        };

        // Sentences: the heading, then the rest.
        let mut heading_sentence = None;
        if head != Head::None {
            let words = if head_words.is_empty() && title.is_none() {
                block.words.clone()
            } else {
                head_words.clone()
            };
            for words in [Some(words), title.map(|it| it.own.clone())].into_iter().flatten() {
                if words.is_empty() {
                    continue;
                }
                let cuts = [Cut { span: word_span(lexed, &words), words, leads: Vec::new() }];
                let role = role::of_heading(block.part);
                heading_sentence = Some(self.sentences.len() as u32);
                self.sentences_of(&cuts, &[], |_, _| None, paragraph, |_| role);
            }
            if governs && let Some(section) = self.sections.get_mut(section as usize) {
                section.heading_sentence = heading_sentence;
            }
        }
        let rest = match head {
            Head::None => block.own.clone(),
            Head::RunIn(end) => end..block.own.end,
            Head::Whole | Head::Title => block.own.end..block.own.end,
        };
        let rest = if head == Head::None && rest.is_empty() { block.words.clone() } else { rest };
        let mut lead = None;
        if !rest.is_empty() {
            let numbered =
                block.label.as_ref().and_then(|it| it.steps.last().copied()).filter(|_| head == Head::None);
            let cuts = if block.part == Part::Contents {
                vec![Cut { span: word_span(lexed, &rest), words: rest.clone(), leads: Vec::new() }]
            } else {
                sentence::cut(text, lexed, rest.clone(), block.span.end, numbered)
            };
            let base = self.sentences.len() as u32;
            let context = role::Context {
                part: block.part,
                heading: self.announced(section),
                lead: leads.last().and_then(|it| self.role(*it)),
            };
            let roles: Vec<Role> = role::of_sentences(text, lexed, &cuts, &context);
            let label = match head {
                Head::None => self.question_before(text, lexed),
                _ => heading_sentence.filter(|_| is_label(text, lexed, &head_words)),
            };
            let label = label.filter(|_| listed);
            let introduces = |at: usize, cut: &Cut| match at.checked_sub(1).and_then(|it| cuts.get(it)) {
                None => label,
                Some(before) if listed && answer::leads_in(text, lexed, &before.words) => {
                    Some(base + at as u32 - 1)
                }
                Some(_) => label.filter(|_| cut.leads.first() == Some(&0)),
            };
            self.sentences_of(&cuts, &leads, introduces, paragraph, |at| {
                roles.get(at).copied().unwrap_or(Role::Operative)
            });
            let enacts = enacts(lexed, &rest);
            if listed && !enacts && leads_in(text, lexed, &rest, block.span.end, place.is_some()) {
                lead = Some(base + cuts.len() as u32 - 1);
            }
            if listed && (enacts || lexed.words.get(rest.start).is_some_and(|it| lexed.norm(it) == "now")) {
                self.end_recitals();
            }
        }
        if let Some(lead) = lead {
            match place {
                Some(_) => {
                    if let Some(level) = self.stack.last_mut() {
                        level.lead = Some(lead);
                    }
                }
                None if self.stack.len() < DEPTH => {
                    let cited = self.stack.last().map(|it| it.cited.clone()).unwrap_or_default();
                    self.stack.push(Level {
                        style: Style::Plain,
                        rank: 0,
                        kind: None,
                        number: String::new(),
                        cited,
                        section: None,
                        lead: Some(lead),
                    });
                }
                None => {}
            }
        }
        let cited = self.stack.last().map(|it| it.cited.clone()).unwrap_or_default();
        self.labels.push(cited);
        let section = if governs { section } else { self.section() };
        self.paragraphs.push(Paragraph {
            span,
            section,
            number,
            first_sentence,
            end_sentence: self.sentences.len() as u32,
        });
    }

    /// Closes the levels that a block does not lie in; gives the style and rank under which it is to be opened.
    fn place(&mut self, block: &Block, head: Head, text: &str) -> Option<(Style, u32)> {
        if head == Head::Title {
            return None;
        }
        if let Some(label) = &block.label {
            let steps = &label.steps;
            let (style, rank) = *steps.last()?;
            // "1.1(a)(iii)" closes what "1.1" closes, then opens the rest.
            let outer = steps.len().saturating_sub(1);
            for (style, rank) in steps.iter().take(outer) {
                let open = self.stack.iter().rposition(|it| it.style == *style && it.rank == *rank);
                match open {
                    Some(place) => self.close(place + 1),
                    None => {
                        let (style, rank) = self.settle(*style, *rank, block.kind);
                        let cited = self.cited(None, "");
                        self.stack.push(Level {
                            style,
                            rank,
                            kind: block.kind,
                            number: String::new(),
                            cited,
                            section: None,
                            lead: None,
                        });
                    }
                }
            }
            return Some(self.settle(style, rank, block.kind));
        }
        let style = match (block.kind, head) {
            (Some(BlockKind::Heading(level)), Head::Whole) => Style::Given(level),
            (Some(BlockKind::ListItem(level)), Head::None | Head::RunIn(_)) => Style::Item(level),
            (_, Head::Whole) if written::capitals(block.text(text)) => Style::Capitals,
            (_, Head::Whole | Head::RunIn(_)) => Style::Title,
            _ => return None,
        };
        Some(self.settle(style, 0, block.kind))
    }

    /// Closes levels until a label of this style fits; reads "(i)" as a letter where that fits better.
    fn settle(&mut self, style: Style, rank: u32, kind: Option<BlockKind>) -> (Style, u32) {
        let item = matches!(kind, Some(BlockKind::ListItem(_)));
        let heading = |kind: Option<BlockKind>| matches!(kind, Some(BlockKind::Heading(_)));
        // "11)" after "10." goes on with it.
        let follows_stop = style == Style::Counted(Paren::Right)
            && rank > 1
            && !self.stack.iter().any(|it| it.style == style)
            && self.stack.iter().any(|it| it.style == Style::Decimal(1) && it.rank + 1 == rank);
        let style = if follows_stop { Style::Decimal(1) } else { style };
        let readings: Vec<(Style, u32)> =
            [Some((style, rank)), other_reading((style, rank))].into_iter().flatten().collect();
        let follows = |level: &Level| {
            // A heading does not go on with the items of a list.
            let apart = heading(kind) && matches!(level.kind, Some(BlockKind::ListItem(_)));
            readings.iter().find(|it| !apart && level.style == it.0 && level.rank + 1 == it.1).copied()
        };
        if let Some(place) = self.stack.iter().rposition(|it| follows(it).is_some()) {
            let found = self.stack.get(place).and_then(follows).unwrap_or((style, rank));
            self.close(place);
            return found;
        }
        let top = || self.stack.iter().find(|it| it.style == Style::Decimal(1)).map(|it| it.rank);
        if style == Style::Exhibit {
            self.before_exhibit = top();
        } else if style == Style::Decimal(1)
            && rank > 1
            && self.before_exhibit == Some(rank - 1)
            && top().is_none()
        {
            self.before_exhibit = None;
            self.close(0);
        }
        let floor = self.stack.iter().rposition(|it| it.style == Style::Exhibit).map_or(0, |it| it + 1);
        let same = self.stack.iter().rposition(|it| it.style == style).filter(|it| *it >= floor);
        let place = match style {
            Style::Exhibit => 0,
            Style::Article => floor,
            Style::Given(level) => {
                self.position(floor, |it| matches!(it, Style::Given(other) if other < level))
            }
            Style::Capitals => {
                same.unwrap_or_else(|| self.position(floor, |it| matches!(it, Style::Given(_))))
            }
            Style::Title => same.unwrap_or_else(|| {
                let numbered =
                    |it| matches!(it, Style::Given(_) | Style::Article | Style::Capitals | Style::Decimal(1));
                self.position(floor, numbered)
            }),
            Style::Item(level) => {
                let other =
                    self.stack.iter().rposition(|it| matches!(it.style, Style::Item(open) if open >= level));
                let first =
                    self.stack.iter().position(|it| matches!(it.style, Style::Item(open) if open >= level));
                first.or(other).unwrap_or(self.stack.len())
            }
            Style::Bullet(_) => same.unwrap_or(self.stack.len()),
            Style::Decimal(parts) => {
                let deeper = |it: Style| matches!(it, Style::Decimal(other) if other >= parts);
                let open = self.stack.iter().position(|it| deeper(it.style)).filter(|it| *it >= floor);
                let led = self.stack.last().is_some_and(|it| it.lead.is_some());
                let under_heading =
                    item && open.and_then(|it| self.stack.get(it)).is_some_and(|it| heading(it.kind));
                match open {
                    // "1." in a list of "(a)", itself in "4.", or below the heading "4. Fees": a list of its own, if
                    // something leads in to it, or the file says so.
                    Some(_) if parts == 1 && rank == 1 && (led || under_heading) => self.stack.len(),
                    Some(place) => place,
                    None => self.inner(floor, |it| match it {
                        Style::Decimal(_)
                        | Style::Article
                        | Style::Given(_)
                        | Style::Capitals
                        | Style::Title
                        | Style::Plain => true,
                        Style::Upper(Paren::Stop) | Style::UpperRoman(_) => true,
                        _ => parts == 1,
                    }),
                }
            }
            _ => match same {
                Some(_) if rank == 1 && self.stack.last().is_some_and(|it| it.lead.is_some()) => {
                    self.stack.len()
                }
                Some(place) => place,
                None => self.stack.len(),
            },
        };
        self.close(place.min(DEPTH - 1));
        (style, rank)
    }

    /// One past the innermost level for which `outer` holds, at least `floor`.
    fn position(&self, floor: usize, outer: impl Fn(Style) -> bool) -> usize {
        self.stack.iter().rposition(|it| outer(it.style)).map_or(floor, |it| (it + 1).max(floor))
    }

    fn inner(&self, floor: usize, outer: impl Fn(Style) -> bool) -> usize {
        self.position(floor, outer)
    }

    /// Closes all levels from `place` on.
    fn close(&mut self, place: usize) {
        let end = self.paragraphs.last().map_or(0, |it| it.span.end);
        let end_sentence = self.sentences.len() as u32;
        while self.stack.len() > place {
            let section = self.stack.pop().and_then(|it| it.section);
            if let Some(section) = section.and_then(|it| self.sections.get_mut(it as usize)) {
                section.span.end = section.span.end.max(end);
                section.end_sentence = end_sentence;
            }
        }
    }

    /// The level of the heading "Recitals" that is open.
    fn recitals(&self) -> Option<usize> {
        self.stack.iter().position(|it| it.section.is_some_and(|it| self.announced(it).recitals))
    }

    /// True while recitals are numbered otherwise than "1.": (A), (B).
    fn recitals_have_letters(&self) -> bool {
        let first = self.recitals().and_then(|it| self.stack.get(it + 1));
        first.is_some_and(|it| !matches!(it.style, Style::Decimal(_) | Style::Plain))
    }

    /// "NOW, THEREFORE" ends what a heading "Recitals" governs.
    fn end_recitals(&mut self) {
        if let Some(place) = self.recitals() {
            self.close(place);
        }
    }

    fn section(&self) -> u32 {
        self.stack.iter().rev().find_map(|it| it.section).unwrap_or(0)
    }

    fn announced(&self, section: u32) -> Announced {
        self.announced.get(section as usize).copied().unwrap_or_default()
    }

    fn role(&self, sentence: u32) -> Option<Role> {
        self.sentences.get(sentence as usize).map(|it| it.role)
    }

    /// The sentences of the levels above the innermost one that lead in to it.
    fn leads(&self) -> Vec<u32> {
        let n_above = self.stack.len().saturating_sub(1);
        let main = |it: Style| {
            matches!(
                it,
                Style::Decimal(_)
                    | Style::Article
                    | Style::Exhibit
                    | Style::Given(_)
                    | Style::Capitals
                    | Style::Title
            )
        };
        // A section of its own takes nothing from what stands before it.
        let opens = |it: &Level| it.section.is_some() && (it.lead.is_none() || main(it.style));
        if self.stack.last().is_some_and(|it| it.section.is_some() && main(it.style)) {
            return Vec::new();
        }
        let above = self.stack.get(..n_above).unwrap_or_default();
        let from = above.iter().rposition(opens).unwrap_or(0);
        let mut leads: Vec<u32> =
            above.get(from..).unwrap_or_default().iter().filter_map(|it| it.lead).collect();
        let excess = leads.len().saturating_sub(LEADS);
        leads.drain(..excess);
        leads
    }

    /// The sentence that leads in to the outermost open list, if its last item is open.
    fn outer_lead(&self) -> Option<u32> {
        let last = self.sentences.len().checked_sub(1)?;
        let in_list = self.sentences.get(last).is_some_and(|it| it.flow_start < it.own_start);
        self.stack.iter().filter(|_| in_list).find_map(|it| it.lead)
    }

    /// What a person would cite for a label that is opened now.
    fn cited(&self, label: Option<&Label>, heading: &str) -> String {
        let above = self
            .stack
            .iter()
            .rev()
            .find(|it| !it.cited.is_empty())
            .map(|it| it.cited.as_str())
            .unwrap_or_default();
        let Some(label) = label.filter(|it| !it.number.is_empty()) else {
            let exhibit = self.stack.iter().rev().find(|it| it.style == Style::Exhibit);
            return match (heading.is_empty(), exhibit) {
                (true, _) => above.to_owned(),
                (false, Some(exhibit)) => format!("{}, {heading}", exhibit.cited),
                (false, None) => heading.to_owned(),
            };
        };
        let number = label.number.as_str();
        let outer =
            self.stack.iter().rev().find(|it| matches!(it.style, Style::Exhibit)).map(|it| it.cited.as_str());
        match label.steps.first().map(|it| it.0) {
            Some(Style::Exhibit) => number.to_owned(),
            Some(Style::Decimal(1))
                if !label.word && self.stack.iter().any(|it| it.style == Style::Decimal(1)) =>
            {
                format!("{above}({number})")
            }
            Some(Style::Decimal(1)) if !label.word => {
                let article =
                    self.stack.iter().rev().find(|it| matches!(it.style, Style::Exhibit | Style::Article));
                article.map_or_else(|| number.to_owned(), |it| format!("{}, {number}", it.cited))
            }
            Some(Style::Decimal(_) | Style::Article) => {
                outer.map_or_else(|| number.to_owned(), |it| format!("{it}, {number}"))
            }
            _ => {
                let number = if number.starts_with('(') { number.to_owned() } else { format!("({number})") };
                let numbered = self.stack.iter().rev().find(|it| !it.number.is_empty());
                match numbered {
                    Some(level) if level.style == Style::Exhibit || level.style == Style::Article => {
                        format!("{}, {}", level.cited, number)
                    }
                    Some(level) => format!("{}{number}", level.cited),
                    None => label.number.clone(),
                }
            }
        }
    }

    /// The last sentence, if it is a question that what stands below may answer.
    fn question_before(&self, text: &str, lexed: &Lexed) -> Option<u32> {
        let last = self.sentences.last()?;
        let own = self.flow.get(last.own_start as usize..last.flow_end as usize)?;
        let words = *own.first()? as usize..*own.last()? as usize + 1;
        let readable = matches!(last.role, Role::Operative | Role::Heading);
        (readable && answer::leads_in(text, lexed, &words)).then(|| self.sentences.len() as u32 - 1)
    }

    /// Appends sentences with their flow. What `introduces` one is a label ("Deposit: $900, not returned") or a question
    /// ("When do we pay? After 60 days").
    fn sentences_of(
        &mut self,
        cuts: &[Cut],
        leads: &[u32],
        introduces: impl Fn(usize, &Cut) -> Option<u32>,
        paragraph: u32,
        role: impl Fn(usize) -> Role,
    ) {
        let base = self.sentences.len();
        for (at, cut) in cuts.iter().enumerate() {
            let flow_start = self.flow.len() as u32;
            let inner = cut.leads.iter().rev().map(|it| (base + it) as u32);
            let mut budget = LEAD_WORDS;
            let mut parts: [Range<usize>; LEADS] = Default::default();
            for (lead, part) in
                inner.chain(introduces(at, cut)).chain(leads.iter().rev().copied()).zip(&mut parts)
            {
                let Some(sentence) = self.sentences.get(lead as usize) else { continue };
                let own = sentence.own_start as usize..sentence.flow_end as usize;
                let n_words = own.len().min(budget);
                budget -= n_words;
                *part = own.end - n_words..own.end;
            }
            for part in parts.into_iter().rev() {
                self.flow.extend_from_within(part);
            }
            let own_start = self.flow.len() as u32;
            self.flow.extend(cut.words.clone().map(|it| it as u32));
            let flow_end = self.flow.len() as u32;
            self.sentences.push(Sentence {
                span: cut.span,
                role: role(at),
                paragraph,
                flow_start,
                own_start,
                flow_end,
                is_answered_no: false,
            });
        }
    }
}

/// From the first to the last of some words.
fn word_span(lexed: &Lexed, words: &Range<usize>) -> Span {
    match lexed.words.get(words.clone()).and_then(|it| Some((it.first()?, it.last()?))) {
        Some((first, last)) => Span::new(first.start as usize, last.end as usize),
        None => Span::default(),
    }
}

/// "Deposit: $900, not returned", "When do we pay? After 60 days": what stands before is the subject of what follows. In
/// "No courts: a friend decides" it is not.
fn is_label(text: &str, lexed: &Lexed, words: &Range<usize>) -> bool {
    let last = words.end.checked_sub(1).and_then(|it| lexed.words.get(it));
    let mut label = lexed.words.get(words.clone()).unwrap_or_default().iter();
    let colon = last.is_some_and(|it| it.after == After::Colon);
    colon && label.all(|it| lexed.norm(it) != "no") || answer::leads_in(text, lexed, words)
}

/// "What you'll do" on a line of its own: no recital is so short, and what stands below it is none.
fn stands_as_title(text: &str, lexed: &Lexed, block: &Block) -> bool {
    const TITLE_WORDS: usize = 7;
    let body = block.text(text).trim();
    let first = lexed.words.get(block.own.start).map_or("", |it| lexed.norm(it));
    block.label.is_none()
        && block.kind.is_none_or(|it| it == BlockKind::Paragraph)
        && (1..=TITLE_WORDS).contains(&block.own.len())
        && body.starts_with(char::is_uppercase)
        && body.ends_with(|it: char| it.is_alphanumeric() || it == '?')
        && body.contains(char::is_lowercase)
        && !matches!(first, "and" | "between" | "whereas" | "by" | "dear")
}

/// "AGREED TERMS", "The parties agree:": what stands below is no recital.
fn opens_terms(line: &str) -> bool {
    const OPENING: [&str; 16] = [
        "agreed terms",
        "agreement",
        "agreement terms",
        "it is agreed",
        "it is hereby agreed",
        "now it is hereby agreed",
        "operative part",
        "operative provisions",
        "operative terms",
        "terms",
        "terms and conditions",
        "terms of agreement",
        "terms of the agreement",
        "the parties agree",
        "the parties hereby agree",
        "we agree",
    ];
    line.len() <= 40 && {
        let words = line.split(|it: char| !it.is_alphabetic()).filter(|it| !it.is_empty());
        OPENING.contains(&words.collect::<Vec<_>>().join(" ").to_lowercase().as_str())
    }
}

/// "NOW, THEREFORE, the parties agree as follows:" introduces the contract, not a list.
fn enacts(lexed: &Lexed, words: &Range<usize>) -> bool {
    let words = lexed.words.get(words.clone()).unwrap_or_default();
    let norm = |back: usize| {
        words
            .len()
            .checked_sub(back)
            .and_then(|it| words.get(it))
            .map(|it| lexed.norm(it))
            .unwrap_or_default()
    };
    let follows =
        norm(1) == "follows" || norm(1) == "that" || norm(1) == "following" || norm(2) == "following";
    let first = words
        .iter()
        .take(8)
        .any(|it| matches!(lexed.norm(it), "therefore" | "consideration" | "witnesseth" | "now"));
    let parties = (1..14).any(|it| norm(it) == "agree" || norm(it) == "agreed")
        && (1..16).any(|it| matches!(norm(it), "parties" | "hereto" | "it"));
    follows && (first || parties)
}

/// True if the text of a block leaves a sentence open for the items below it.
fn leads_in(text: &str, lexed: &Lexed, words: &Range<usize>, end: usize, numbered: bool) -> bool {
    let Some(last) = words.end.checked_sub(1).and_then(|it| lexed.words.get(it)) else { return false };
    let tail = text.get(last.end as usize..end).unwrap_or_default().trim();
    let first = lexed.words.get(words.start).map(|it| lexed.norm(it)).unwrap_or_default();
    if words.len() <= 3 && matches!(first, "by" | "between" | "and" | "among") {
        return false;
    }
    if tail.contains(':') || tail.ends_with(['—', '–', '-']) {
        return true;
    }
    if tail.contains(['.', ';', '!', '?']) {
        return false;
    }
    // "sell it; or": another item follows, none inside of this one.
    let before = words.end.checked_sub(2).and_then(|it| lexed.words.get(it)).map(|it| it.after);
    if matches!(lexed.norm(last), "and" | "or") && before == Some(After::Semicolon) {
        return false;
    }
    let open = matches!(
        lexed.norm(last),
        "to" | "that"
            | "not"
            | "and"
            | "or"
            | "shall"
            | "will"
            | "may"
            | "must"
            | "by"
            | "of"
            | "the"
            | "following"
            | "if"
            | "for"
            | "any"
            | "are"
            | "is"
            | "with"
            | "from"
            | "in"
            | "be"
            | "either"
            | "which"
            | "where"
            | "when"
            | "who"
    );
    open || numbered && words.len() > 2
}
