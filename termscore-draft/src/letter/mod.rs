//! Findings in, a negotiation letter out: what is asked, what would also do, and where the signer stops.

mod person;
mod rungs;

use termscore_core::{Document, Report, report::Finding};

use crate::{
    Block, Choice, ChoiceError, Frame, Paper, chosen,
    frame::BLANK,
    quote::{Words, shortened},
};
use person::in_first_person;
use rungs::Rungs;

/// Points that are argued for; others are listed.
const ARGUED: usize = 6;
/// Words of a quotation.
const QUOTED: usize = 36;

/// How a letter sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tone {
    /// Friendly, in whole sentences.
    #[default]
    Warm,
    /// Short and matter-of-fact.
    Plain,
}

/// How a letter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How it sounds.
    pub tone: Tone,
    /// True if an addendum goes with it, so that the wordings need not be in the letter.
    pub addendum: bool,
}

impl Options {
    /// The same in this tone.
    #[must_use]
    pub fn with_tone(mut self, tone: Tone) -> Options {
        self.tone = tone;
        self
    }

    /// The same, with or without an addendum that goes with the letter.
    #[must_use]
    pub fn with_addendum(mut self, addendum: bool) -> Options {
        self.addendum = addendum;
        self
    }
}

/// A letter, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Letter {
    /// The subject of the mail.
    pub subject: String,
    /// The letter, the subject left out.
    pub paper: Paper,
}

/// Writes a letter to the other side about some findings, what matters most first.
///
/// ```
/// use termscore_core::{Document, Engine, Registry};
/// use termscore_draft::{Choice, letter};
/// let engine = Engine::new([termscore_rulepacks::freelance()], Registry::standard())?;
/// let text = "Acme Ltd (“Client”) engages Ann Lee (“Freelancer”). The Work is a work made for hire.";
/// let contract = Document::from_text("contract.txt", text);
/// let report = engine.score(&contract);
/// let letter = letter::write(&contract, &report, &Choice::Serious, letter::Options::default())?;
/// assert!(letter.paper.to_text().contains("Thank you"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ChoiceError`] if a rule is named that found nothing.
pub fn write(
    document: &Document,
    report: &Report,
    choice: &Choice,
    options: Options,
) -> Result<Letter, ChoiceError> {
    let mut findings = chosen(report, choice)?;
    if findings.is_empty() && *choice == Choice::Serious {
        findings = most_serious(chosen(report, &Choice::All)?);
    }
    let frame = Frame::of(document, report);
    let warm = options.tone == Tone::Warm;
    let mut blocks = vec![Block::Paragraph(greeting(&frame))];
    let unseen = unseen(document);
    let is_fine = findings.is_empty() && unseen.is_empty() && report.grade.is_ok();
    if findings.is_empty() {
        blocks.push(Block::Paragraph(nothing_to_ask(&frame.agreement, &unseen, is_fine, warm)));
    } else {
        opening(&mut blocks, &frame, findings.len(), options);
        points(&mut blocks, &Words::new(document), &findings, options);
        if sells_work(report) && findings.iter().any(|it| is_about_ai(it)) {
            offer(&mut blocks, warm);
        }
        closing(&mut blocks, options);
    }
    blocks.push(Block::Lines(vec![
        if warm { "Kind regards," } else { "Regards," }.to_owned(),
        if frame.you.name.is_empty() { BLANK } else { &frame.you.name }.to_owned(),
    ]));
    let subject = format!(
        "{}: {}",
        frame.agreement,
        match findings.len() {
            0 if is_fine => "ready to sign".to_owned(),
            0 => "before I sign".to_owned(),
            1 => "one change before I sign".to_owned(),
            n => format!("{} changes before I sign", in_words(n)),
        }
    );
    Ok(Letter { subject, paper: Paper::new(blocks) })
}

/// Those that weigh as much as the worst.
fn most_serious(findings: Vec<&Finding>) -> Vec<&Finding> {
    let worst = findings.iter().map(|it| it.severity).max();
    findings.into_iter().filter(|it| Some(it.severity) == worst).collect()
}

/// What the contract refers to and does not contain.
fn unseen(document: &Document) -> Vec<&str> {
    document.attachments().filter(|it| !it.supplied).map(|it| it.label).collect()
}

/// A letter without a wish: it says yes only where nothing is open.
fn nothing_to_ask(agreement: &str, unseen: &[&str], is_fine: bool, warm: bool) -> String {
    let thanks = if warm {
        format!("Thank you for sending me the {agreement}. I have read it, and I have no changes to ask for")
    } else {
        format!("Thank you for the {agreement}. I have no changes to ask for")
    };
    match (unseen, is_fine) {
        (_, true) if warm => format!("{thanks}. I am happy to sign it as it stands."),
        (_, true) => format!("{thanks} and will sign it as it stands."),
        ([], false) => {
            format!(
                "{thanks} so far. Some of it is not clear to me yet; I will come back to you before I sign."
            )
        }
        ([all @ .., last], false) => {
            let named =
                if all.is_empty() { (*last).to_owned() } else { format!("{} and {last}", all.join(", ")) };
            let it = if all.is_empty() { "it" } else { "them" };
            format!(
                "{thanks} so far. It refers to {named}, which I have not seen. Please send me {it} before I sign."
            )
        }
    }
}

/// By name, if that is a person's.
fn greeting(frame: &Frame) -> String {
    let name = &frame.them.name;
    let company =
        ["inc", "llc", "ltd", "gmbh", "corp", "company", "co", "limited", "plc", "llp", "lp", "ag", "sa"];
    let person = name.split_whitespace().count().clamp(2, 3) == name.split_whitespace().count()
        && name.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '-' | '\'' | '’' | '.'))
        && name.chars().any(char::is_lowercase)
        && !name.split(' ').any(|it| company.contains(&it.trim_matches('.').to_lowercase().as_str()))
        && !name.split(' ').skip(1).any(|it| {
            matches!(
                it,
                "Works"
                    | "Studio"
                    | "Studios"
                    | "Agency"
                    | "Media"
                    | "Properties"
                    | "Press"
                    | "Group"
                    | "Partners"
                    | "Services"
                    | "Books"
                    | "Records"
                    | "Publishing"
                    | "Labs"
                    | "Solutions"
                    | "Bank"
                    | "University"
                    | "Games"
                    | "Films"
                    | "Pictures"
                    | "Design"
                    | "Productions"
                    | "of"
                    | "and"
            )
        });
    if person { format!("Dear {name},") } else { "Hello,".to_owned() }
}

fn opening(blocks: &mut Vec<Block>, frame: &Frame, n: usize, options: Options) {
    let agreement = &frame.agreement;
    let text = match (options.tone, n) {
        (Tone::Warm, 1) => format!(
            "Thank you for sending me the {agreement}. I have read it carefully, and I would like to go ahead. There is one point that I would ask you to change before I sign."
        ),
        (Tone::Warm, _) => format!(
            "Thank you for sending me the {agreement}. I have read it carefully, and I would like to go ahead. There are {} points that I would ask you to change before I sign. I begin with what matters most to me, and where I can I say what would also work.",
            in_words(n)
        ),
        (Tone::Plain, 1) => format!("Thank you for the {agreement}. Before I sign I ask for one change."),
        (Tone::Plain, _) => format!(
            "Thank you for the {agreement}. Before I sign I ask for {} changes, the most important first.",
            in_words(n)
        ),
    };
    blocks.push(Block::Paragraph(text));
    if options.addendum {
        blocks.push(Block::Paragraph(
            match options.tone {
                Tone::Warm => "To save you work I attach an addendum with wording for all of it. If you agree, we need only sign that together with the contract.",
                Tone::Plain => "The attached addendum has the wording. Signed with the contract, it settles all points.",
            }
            .to_owned(),
        ));
    }
}

fn points(blocks: &mut Vec<Block>, words: &Words<'_>, findings: &[&Finding], options: Options) {
    let (argued, listed) = findings.split_at(findings.len().min(ARGUED));
    for (nth, finding) in argued.iter().enumerate() {
        let number = if findings.len() == 1 { String::new() } else { (nth + 1).to_string() };
        blocks.push(Block::Heading(number, heading(finding)));
        let mut text = Vec::new();
        if let Some(quote) = quotation(words, finding) {
            text.push(quote);
        }
        if options.tone == Tone::Warm {
            text.push(in_first_person(&finding.why));
        }
        text.retain(|it| !it.is_empty());
        if !text.is_empty() {
            blocks.push(Block::Paragraph(text.join(" ")));
        }
        let ladder = ladder(finding, options.tone, nth);
        if !ladder.is_empty() {
            blocks.push(Block::Paragraph(ladder));
        }
        if !options.addendum && !finding.suggest.is_empty() {
            let suggest = finding.suggest.split_whitespace().collect::<Vec<_>>().join(" ");
            blocks.push(Block::Paragraph(format!("Wording that would do: “{suggest}”")));
        }
    }
    if listed.is_empty() {
        return;
    }
    let intro = match options.tone {
        Tone::Warm => "The rest is quickly told. I would also be glad if you could change these:",
        Tone::Plain => "Further points:",
    };
    blocks.push(Block::Paragraph(intro.to_owned()));
    for finding in listed {
        let ask = Rungs::of(finding).ask.map_or_else(String::new, |it| format!(": {}", it.told()));
        blocks.push(Block::Item(format!("{}{ask}.", heading(finding).trim_end_matches('.'))));
    }
}

/// The title of a finding in the signer's mouth, and where it stands.
fn heading(finding: &Finding) -> String {
    let title = in_first_person(&finding.title);
    let title = if title.is_empty() { subject_of(&finding.rule) } else { title };
    let section = finding.evidence.first().map(|it| number_of(&it.section)).unwrap_or_default();
    if section.is_empty() { title } else { format!("{title} (Section {section})") }
}

/// "Slow payment" for `freelance.slow-payment`. A name that speaks to the signer would say the opposite in the signer's mouth.
fn subject_of(rule: &str) -> String {
    let name = rule.rsplit_once('.').map_or(rule, |it| it.1);
    if name.split('-').any(|it| it.starts_with("you") || matches!(it, "them" | "they" | "their" | "theirs")) {
        return "This clause".to_owned();
    }
    let words = name.split('-').map(|it| if it == "ai" { "AI" } else { it });
    crate::frame::capitalised(&words.collect::<Vec<_>>().join(" "))
}

/// The number of "4.2 FEES AND PAYMENT".
fn number_of(section: &str) -> &str {
    let first = section.split_whitespace().next().unwrap_or_default();
    if first.starts_with(|it: char| it.is_ascii_digit()) { first } else { "" }
}

/// The sentence of the contract that a finding rests on, cut in the middle if it is long.
fn quotation(words: &Words<'_>, finding: &Finding) -> Option<String> {
    if let Some(it) = finding.evidence.first() {
        let sentence = words.around(it.start, it.end, QUOTED);
        let quote = if sentence.is_empty() { shortened(&it.quote, QUOTED) } else { sentence };
        let quote = quote.replace(['“', '”', '"'], "");
        return Some(format!("The draft says “{}”.", quote.trim_end_matches('.')));
    }
    finding.absence.first().map(|_| "The draft says nothing about this.".to_owned())
}

/// Ask, fallback and limit. The words that introduce them change from point to point, as a person's would.
fn ladder(finding: &Finding, tone: Tone, nth: usize) -> String {
    let turn = |options: [&'static str; 3]| options.get(nth % 3).copied().unwrap_or_default();
    let (ask, fallback, limit) = match tone {
        Tone::Plain => ("I ask for", "Also acceptable", "Not acceptable"),
        Tone::Warm => (
            turn(["What I would like", "My first choice", "What I ask for"]),
            turn([
                "If that is difficult, this would also work for me",
                "A fair middle way",
                "I could also live with this",
            ]),
            turn(["What I cannot sign is this", "The line for me is this", "I would have to say no to this"]),
        ),
    };
    let rungs = Rungs::of(finding);
    // Without a first choice, what would also do is the first.
    let fallback = if rungs.ask.is_some() { fallback } else { ask };
    let mut told: Vec<String> = rungs.ask.iter().map(|it| it.behind(ask)).collect();
    told.extend(rungs.fallback.map(|it| format!("{fallback}: {it}.")));
    told.extend(rungs.limit.map(|it| format!("{limit}: {it}.")));
    if told.is_empty() {
        let advice = in_first_person(&finding.advice);
        let wordless = advice.is_empty() && finding.suggest.is_empty() && finding.absence.is_empty();
        return if wordless { "Please take it out.".to_owned() } else { advice };
    }
    told.join(" ")
}

/// What a comment in the margin says of a finding: all but where the signer would stop.
pub(crate) fn remark(finding: &Finding) -> String {
    let title = in_first_person(&finding.title);
    let title = if title.is_empty() { subject_of(&finding.rule) } else { title };
    let mut out = vec![format!("{}.", title.trim_end_matches('.'))];
    out.push(in_first_person(&finding.why));
    let rungs = Rungs::of(finding);
    out.extend(rungs.ask.map(|it| it.behind("I ask for")));
    out.extend(rungs.fallback.map(|it| format!("Also acceptable: {it}.")));
    out.retain(|it| !it.is_empty());
    out.join(" ")
}

/// The first letter in lower case, unless the word is an abbreviation, a name or "I".
fn lowered(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let keeps = first.chars().skip(1).any(char::is_uppercase)
        || first == "I"
        || first.chars().count() == 1 && first != "A";
    if keeps {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_lowercase().chain(letters).collect())
}

/// True of findings about training AI and the like.
fn is_about_ai(finding: &Finding) -> bool {
    let name = finding.rule.rsplit_once('.').map_or(finding.rule.as_str(), |it| it.1);
    finding.category == "ai" || name.split('-').any(|it| it == "ai")
}

/// True where the signer sells creative work, and so might sell a licence to train on it, too.
fn sells_work(report: &Report) -> bool {
    const KINDS: [&str; 4] =
        ["freelance.freelance", "freelance.own-terms", "std.creator-licence", "std.release"];
    report.kind.name.is_empty() || KINDS.contains(&report.kind.name.as_str())
}

/// A licence in steps, and what is left if none is wanted.
fn offer(blocks: &mut Vec<Block>, warm: bool) {
    blocks.push(Block::Heading(String::new(), "An offer on AI".to_owned()));
    blocks.push(Block::Paragraph(
        if warm {
            "I do not want to close the door on AI: it is a use of its own, and it has a price of its own. You could choose:"
        } else {
            "AI use can be licensed separately:"
        }
        .to_owned(),
    ));
    for step in [
        "No AI training: the agreed fee, as it stands.",
        "Training of named models that only you use, for a fixed term: the agreed fee and a premium of ______ %.",
        "Training of models that others may use: a separate licence for each model, with a fee for each release and my right to end it.",
    ] {
        blocks.push(Block::Item(step.to_owned()));
    }
    blocks.push(Block::Paragraph(
        if warm {
            "If neither a ban nor a licence is possible, I would ask for two things at the very least: credit wherever my work is part of a training set, and that the files keep a tag in their metadata that says that they may not be used for training."
        } else {
            "Failing that, the minimum is credit wherever my work is part of a training set, and a do-not-train tag that stays in the metadata of the files."
        }
        .to_owned(),
    ));
}

fn closing(blocks: &mut Vec<Block>, options: Options) {
    let text = match options.tone {
        Tone::Warm => {
            "I know that this is a long list for a contract that you use every day. If it is easier, I am glad to go through it on the phone. If a point cannot change, please tell me why: we may find another way, or a price for it. Once we agree, I can sign at once."
        }
        Tone::Plain => {
            "Please let me know by ____________________ which of these you accept. I can sign as soon as they are settled."
        }
    };
    let text = if options.tone == Tone::Warm && blocks.len() < 12 {
        "If it is easier, I am glad to go through this on the phone. If a point cannot change, please tell me why: we may find another way, or a price for it. Once we agree, I can sign at once."
    } else {
        text
    };
    blocks.push(Block::Paragraph(text.to_owned()));
}

fn in_words(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |it| (*it).to_owned())
}
