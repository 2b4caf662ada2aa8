//! `termscore draft`: a contract in, what the signer sends back out; what the draft achieves goes to standard error.

use std::{
    fs,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use termscore::{
    Document, Report,
    draft::{Choice, Outcome, Paper, State, addendum, letter, policy, redline},
    extract::Format,
};

use crate::{
    args::{self, DraftWhat, Drafted},
    contract::{self, Contract},
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
    render::count::count,
    save::{exists, save},
};

/// Drafts what is asked for.
pub(crate) fn run(args: &args::Draft, output: &mut Output) -> Status {
    let done = match &args.what {
        DraftWhat::Addendum(it) => addendum(it, output),
        DraftWhat::Redline(it) => redline(it, output),
        DraftWhat::Letter(it) => letter(it, output),
        DraftWhat::Policy(it) => policy(it, output),
    };
    match done {
        Ok(()) => Status::Fine,
        Err(problems) => output.fail(problems),
    }
}

type Done = Result<(), Vec<Problem>>;

/// A letter about less would say that it may be signed.
const WORDS_OF_A_CONTRACT: usize = 40;

/// A contract, scored, and what its draft is to be about.
struct Scored {
    reader: Reader,
    contract: Contract,
    report: Report,
    choice: Choice,
}

impl Scored {
    fn new(args: &Drafted) -> Result<Scored, Vec<Problem>> {
        target(args).map_err(|it| vec![it])?;
        let reader = Reader::new(&args.reading)?;
        let contract = reader.open(&args.file).map_err(|it| vec![it])?;
        let report = reader.engine.score(&contract.document);
        if !report.is_scored() {
            let message =
                "no rule was asked of it, so there is nothing to draft: say --kind if it is a contract";
            return Err(vec![Problem::new(args.file.display(), message)]);
        }
        let n_words = contract.document.n_words();
        if report.grade.is_err() && n_words < WORDS_OF_A_CONTRACT {
            let message = format!(
                "only {} were read, too few to draft from: is this the whole contract?",
                count(n_words, "word", "words")
            );
            return Err(vec![Problem::new(args.file.display(), message)]);
        }
        let choice = match args.findings.as_slice() {
            [] if args.all => Choice::All,
            [] => Choice::Serious,
            rules => Choice::Rules(rules.iter().map(|it| it.trim().to_owned()).collect()),
        };
        Ok(Scored { reader, contract, report, choice })
    }

    fn problem(&self, message: impl std::fmt::Display) -> Vec<Problem> {
        vec![Problem::new(self.contract.name(), message)]
    }

    /// True if there is nothing to ask for; says so.
    fn is_empty(&self, output: &mut Output) -> bool {
        let nothing = termscore::draft::chosen(&self.report, &self.choice).is_ok_and(|it| it.is_empty());
        if nothing {
            let more = if self.choice == Choice::Serious {
                "no critical or high finding: --all asks for the others"
            } else {
                "no finding"
            };
            output.explain(&format!("{}: {more}", self.contract.name()));
        }
        nothing
    }
}

fn addendum(args: &Drafted, output: &mut Output) -> Done {
    let it = Scored::new(args)?;
    if it.is_empty(output) {
        return Ok(());
    }
    let draft = addendum::draft(&it.reader.engine, &it.contract.document, &it.report, &it.choice)
        .map_err(|error| it.problem(error))?;
    hand_over(args, &draft.paper, "", output).map_err(|it| vec![it])?;
    tell(output, "addendum", &it.report, &draft.after, &draft.outcomes);
    tell_rest(output, &draft.raised, &draft.could_add);
    Ok(())
}

fn letter(args: &args::DraftLetter, output: &mut Output) -> Done {
    let it = Scored::new(&args.drafted)?;
    let is_about_others = it.choice == Choice::Serious
        && termscore::draft::chosen(&it.report, &Choice::All).is_ok_and(|all| !all.is_empty());
    if it.is_empty(output) && is_about_others {
        output.explain("the letter is about the most serious of them");
    }
    let tone = match args.tone {
        args::Tone::Warm => letter::Tone::Warm,
        args::Tone::Plain => letter::Tone::Plain,
    };
    let options = letter::Options::default().with_tone(tone).with_addendum(args.with_addendum);
    let letter = letter::write(&it.contract.document, &it.report, &it.choice, options)
        .map_err(|error| it.problem(error))?;
    hand_over(&args.drafted, &letter.paper, &letter.subject, output).map_err(|it| vec![it])
}

fn redline(args: &args::DraftRedline, output: &mut Output) -> Done {
    let drafted = &args.drafted;
    let one = |problem: Problem| vec![problem];
    let Some(target) = &drafted.output else {
        return Err(one(Problem::new(
            "redline",
            "a Word file cannot be shown here: say where to write it, with -o redline.docx",
        )));
    };
    if extension(target) != "docx" {
        return Err(one(Problem::new(
            target.display(),
            "a redline is a Word file: give it a name that ends in .docx",
        )));
    }
    if drafted.reading.changes == args::Changes::Original {
        return Err(one(Problem::new(
            "--changes original",
            "a redline goes on with the changes that are in the file: leave the option out",
        )));
    }
    let it = Scored::new(drafted)?;
    if it.is_empty(output) {
        return Ok(());
    }
    let is_word = it.contract.format == Format::Docx && drafted.file != Path::new("-");
    let (bytes, document): (Vec<u8>, Document) = if is_word {
        let parts: Vec<&str> = it.contract.document.parts().collect();
        if parts.len() > 1 {
            output.explain("redline: only the contract itself is marked, not what is attached to it");
        }
        (contract::read(&drafted.file).map_err(one)?, it.contract.document.clone())
    } else {
        output.explain(&format!(
            "{}: this is a {}, which cannot carry tracked changes: the redline is a new Word file made of its text. If the other side has the contract as a Word file, ask for it.",
            it.contract.name(),
            it.contract.format
        ));
        let bytes = redline::as_docx(&it.contract.document);
        let document = it.reader.made("contract.docx", &bytes, &it.contract.document).map_err(one)?;
        (bytes, document)
    };
    let report = it.reader.engine.score(&document);
    let date = match &args.date {
        Some(date) => date.clone(),
        None => modified(&drafted.file),
    };
    let draft = redline::draft(&it.reader.engine, &document, &report, &it.choice, &bytes, &date)
        .map_err(|error| it.problem(error))?;
    save(target, drafted.force, &draft.docx).map_err(one)?;
    output.explain(&format!("{}: {}", target.display(), count(draft.n_changes, "change", "changes")));
    tell(output, "redline", &report, &draft.after, &draft.outcomes);
    tell_rest(output, &draft.raised, &draft.could_add);
    Ok(())
}

fn policy(args: &args::DraftPolicy, output: &mut Output) -> Done {
    let one = |problem: Problem| vec![problem];
    if args.name.trim().is_empty() {
        return Err(one(Problem::new("--name", "say whose policy it is, such as --name \"Ann Lee\"")));
    }
    let owner = policy::Owner::new(&args.name).with_site(&args.site).with_contact(&args.contact);
    let Some(folder) = &args.out else {
        output.write(&policy::statement(&owner).to_markdown());
        output.explain(
            "policy: --out DIR also writes robots.txt, tdmrep.json, tags for pages and metadata for pictures",
        );
        return Ok(());
    };
    let files = policy::files(&owner);
    // Nothing is written if a part of it cannot be.
    if !args.force
        && let Some(there) = files.iter().map(|it| folder.join(it.path)).find(|it| it.exists())
    {
        return Err(one(exists(&there)));
    }
    for file in files {
        let path = folder.join(file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| {
                one(Problem::new(parent.display(), format_args!("the folder cannot be made: {error}")))
            })?;
        }
        save(&path, args.force, file.text.as_bytes()).map_err(one)?;
        output.write(&format!("{}: {}\n", path.display(), file.purpose));
    }
    Ok(())
}

/// Writes a paper to where it belongs.
fn hand_over(args: &Drafted, paper: &Paper, subject: &str, output: &mut Output) -> Result<(), Problem> {
    let line = if subject.is_empty() { String::new() } else { format!("Subject: {subject}\n\n") };
    let Some(path) = &args.output else {
        output.write(&format!("{line}{}", paper.to_markdown()));
        return Ok(());
    };
    let bytes = match extension(path).as_str() {
        "docx" => paper.to_docx(),
        "txt" => format!("{line}{}", paper.to_text()).into_bytes(),
        _ => format!("{line}{}", paper.to_markdown()).into_bytes(),
    };
    save(path, args.force, &bytes)
}

/// Fails early if a draft could not be written.
fn target(args: &Drafted) -> Result<(), Problem> {
    let Some(path) = &args.output else { return Ok(()) };
    if !matches!(extension(path).as_str(), "docx" | "md" | "txt") {
        return Err(Problem::new(
            path.display(),
            "drafts are written as .docx, .md or .txt: give it a name that ends so",
        ));
    }
    if path.canonicalize().is_ok_and(|it| args.file.canonicalize().is_ok_and(|file| file == it)) {
        return Err(Problem::new(
            path.display(),
            "this is the contract itself: choose another name for the draft",
        ));
    }
    if !args.force && path.exists() { Err(exists(path)) } else { Ok(()) }
}

fn extension(path: &Path) -> String {
    path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Says what a draft does to each finding.
fn tell(output: &mut Output, what: &str, before: &Report, after: &Report, outcomes: &[Outcome]) {
    let n_cleared = outcomes.iter().filter(|it| it.state == State::Cleared).count();
    let mut lines = vec![format!(
        "{what}: clears {n_cleared} of {}; score {} becomes {}",
        count(outcomes.len(), "finding", "findings"),
        before.score(),
        after.score()
    )];
    for it in outcomes {
        match &it.state {
            State::Open(why) => lines.push(format!("  needs talking  {}: {} ({why})", it.rule, it.title)),
            _ => lines.push(format!("  cleared        {}: {}", it.rule, it.title)),
        }
    }
    output.explain(&lines.join("\n"));
}

/// Says what a draft itself causes, and what its wordings leave out.
fn tell_rest(output: &mut Output, raised: &[(String, String)], could_add: &[(String, String)]) {
    let raised = raised.iter().map(|(rule, title)| {
        format!("  new            {rule}: {title} (read the draft again before you send it)")
    });
    let could_add = could_add
        .iter()
        .map(|(rule, title)| format!("  could add      {rule}: {title} (small; the draft does without it)"));
    let lines: Vec<String> = raised.chain(could_add).collect();
    if !lines.is_empty() {
        output.explain(&lines.join("\n"));
    }
}

/// The day on which a file was last changed, as 2026-01-31; today if that is not known, as for standard input.
fn modified(path: &Path) -> String {
    let time = fs::metadata(path).and_then(|it| it.modified()).unwrap_or_else(|_| SystemTime::now());
    let days = time.duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs() / 86_400);
    // Civil date of a day count (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_files_are_dates() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let file = fs::File::create(&path).expect("a file");
        for (seconds, date) in [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_772_323_200, "2026-03-01")]
        {
            file.set_modified(UNIX_EPOCH + std::time::Duration::from_secs(seconds)).expect("a time");
            assert_eq!(modified(&path), date);
        }
    }
}
