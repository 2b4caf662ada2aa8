//! What clauses say about the calendar in; days with their arithmetic out, and for what has no day the reason.
//!
//! Start ─+ term→ last day ─− notice→ last day for a notice; ─+ 1 day→ renewal. A period that begins on 1 March ends on
//! the last of February: the first day counts. By that count a notice is never late.

use serde::{Serialize, Serializer};
use termscore::{
    Document, Span,
    document::BlankKind,
    report::ClauseMatch,
    rule::Who,
    value::{Date, Duration, Value},
};

use super::signs::{self, Basis, Role, Sign};

/// Renewals are followed for no longer than this: contracts that renew themselves daily since the year 1.
const MOST_RENEWALS: usize = 20_000;

/// A blank belongs to the words before it if no more bytes lie between.
const NEAR: usize = 60;

/// What the person asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    pub(super) today: Date,
    /// The day on which it takes effect, where the contract leaves it open.
    pub(super) from: Option<Date>,
}

/// What the contract calls the two sides; empty where that cannot be told.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub(super) you: String,
    pub(super) them: String,
}

impl Sides {
    /// "the Client gives", of the side that may give a notice; nothing if that is not known.
    fn gives(&self, who: Who) -> Option<String> {
        let (name, other) = match who {
            Who::You => (&self.you, "your side"),
            Who::Them => (&self.them, "the other side"),
            Who::Both => return Some(String::from("either side gives")),
            _ => return None,
        };
        let is_pronoun =
            matches!(name.to_lowercase().as_str(), "you" | "we" | "us" | "i" | "it" | "they" | "them");
        Some(match name.as_str() {
            "" => format!("{other} gives"),
            it if is_pronoun => format!("the side that is called “{it}” gives"),
            it => format!("“{it}” gives"),
        })
    }
}

/// The dates of one contract.
#[derive(Debug, Serialize)]
pub(super) struct Timeline {
    /// As on the command line.
    pub(super) file: String,
    /// By day.
    pub(super) dates: Vec<Entry>,
    /// What has no day, and why.
    pub(super) undated: Vec<Undated>,
    /// What else a reader should know of the dates.
    pub(super) notes: Vec<String>,
}

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// It is dated.
    Dated,
    /// Somebody signed.
    Signed,
    /// It takes effect.
    Effective,
    /// Last day for a notice against the renewal.
    RenewalNotice,
    /// Earliest end, if notice is given today.
    Leaving,
    /// Last day.
    End,
    /// First day of a renewal.
    Renewal,
}

impl Kind {
    /// As in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Dated => "dated",
            Kind::Signed => "signed",
            Kind::Effective => "effective",
            Kind::RenewalNotice => "renewal-notice",
            Kind::Leaving => "leaving",
            Kind::End => "end",
            Kind::Renewal => "renewal",
        }
    }
}

/// A day.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    #[serde(serialize_with = "iso")]
    pub(super) date: Date,
    pub(super) kind: Kind,
    /// For people.
    pub(super) title: String,
    /// How it was reckoned.
    pub(super) arithmetic: String,
    /// From the day that was asked about; below zero in the past.
    pub(super) in_days: i64,
    /// The passages that it rests on.
    pub(super) basis: Vec<Basis>,
}

/// Something that has no day.
#[derive(Debug, Serialize)]
pub(super) struct Undated {
    /// For people: `Effective date`.
    pub(super) what: String,
    /// Why, and what would help.
    pub(super) reason: String,
    /// The passages behind it.
    pub(super) basis: Vec<Basis>,
}

fn iso<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// "1 March 2026"
pub(super) fn in_words(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS.get(usize::from(date.month()).saturating_sub(1)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// A day with the sum that leads to it: "Effective 1 March 2026 + 2 years = 29 February 2028".
#[derive(Clone)]
struct Reckoned {
    date: Date,
    sum: String,
    basis: Vec<Basis>,
}

/// The dates of a document, by what its clauses say.
pub(super) fn timeline(
    document: &Document,
    matches: &[ClauseMatch],
    sides: Sides,
    question: Question,
) -> Timeline {
    let signs = signs::signs(matches);
    let mut it = Reckoning {
        document,
        signs,
        sides,
        question,
        timeline: Timeline {
            file: document.name().to_owned(),
            dates: Vec::new(),
            undated: Vec::new(),
            notes: Vec::new(),
        },
    };
    it.signatures();
    let start = it.start();
    let term = it.term();
    let end = it.end(start.as_ref(), term.as_ref());
    it.renewal(end.as_ref());
    it.leaving();
    it.timeline.dates.sort_by_key(|it| (it.date, it.kind));
    it.timeline
}

struct Reckoning<'a> {
    document: &'a Document,
    signs: Vec<Sign>,
    sides: Sides,
    question: Question,
    timeline: Timeline,
}

impl Reckoning<'_> {
    fn of(&self, role: Role) -> Vec<Sign> {
        self.signs.iter().filter(|it| it.role == role).cloned().collect()
    }

    fn add(&mut self, kind: Kind, title: impl Into<String>, reckoned: Reckoned) {
        let Reckoned { date, sum, basis: all } = reckoned;
        // Two clauses may rest on the same words.
        let mut basis: Vec<Basis> = Vec::new();
        for it in all {
            if !basis.iter().any(|known| (known.start, known.end) == (it.start, it.end)) {
                basis.push(it);
            }
        }
        let in_days = self.question.today.days_until(date);
        let title = title.into();
        let known =
            self.timeline.dates.iter().any(|it| it.kind == kind && it.date == date && it.title == title);
        if !known {
            self.timeline.dates.push(Entry { date, kind, title, arithmetic: sum, in_days, basis });
        }
    }

    fn undated(&mut self, what: &str, reason: impl Into<String>, basis: Vec<Basis>) {
        let reason = reason.into();
        if !self.timeline.undated.iter().any(|it| it.what == what && it.reason == reason) {
            self.timeline.undated.push(Undated { what: what.to_owned(), reason, basis });
        }
    }

    /// Says what is at odds with what was counted.
    fn note_others(&mut self, what: &str, counted: &str, others: Vec<String>) {
        let mut others: Vec<String> = others.into_iter().filter(|it| it != counted).collect();
        others.sort();
        others.dedup();
        if !others.is_empty() {
            self.timeline.notes.push(format!(
                "the text gives more than one {what}: {counted} was counted, which comes first; also {}",
                others.join(", ")
            ));
        }
    }

    fn signatures(&mut self) {
        for (who, date, basis) in signs::signatures(self.document) {
            if let Some(Value::Date(date)) = date {
                let by = if who.is_empty() { String::new() } else { format!(" by {who}") };
                let sum = format!("dated {} in the signature block", in_words(date));
                self.add(Kind::Signed, format!("Signed{by}"), Reckoned { date, sum, basis: vec![basis] });
            }
        }
    }

    /// The day on which it takes effect.
    fn start(&mut self) -> Option<Reckoned> {
        let dated = self.dated();
        if let Some(it) = self.stated_start() {
            return Some(it);
        }
        let on_signature = self.of(Role::StartOnSignature);
        if let Some(sign) = on_signature.first() {
            return self.last_signature(sign).or_else(|| self.given());
        }
        if let Some(it) = dated {
            // A date of its own says when it was made; nothing else says when it takes effect.
            let sum = format!("Effective {}", in_words(it.date));
            let shown = format!("{sum}: its date, as it names no other day");
            self.add(Kind::Effective, "Takes effect", Reckoned { sum: shown, ..it.clone() });
            return Some(Reckoned { sum, ..it });
        }
        let given = self.given();
        if given.is_none() && !self.timeline.undated.iter().any(|it| it.what == EFFECTIVE) {
            match self.blank(&[Role::StartNamed, Role::Start, Role::Dated]) {
                Some(basis) => self.undated(
                    EFFECTIVE,
                    "the effective date is blank: give the day with --from",
                    vec![basis],
                ),
                None => {
                    self.undated(
                        EFFECTIVE,
                        "no effective date is stated: give the day with --from",
                        Vec::new(),
                    );
                }
            }
        }
        given
    }

    /// The date at its top.
    fn dated(&mut self) -> Option<Reckoned> {
        let signs = self.of(Role::Dated);
        let found = self.first_date("Date", "date of the contract", &signs)?;
        let sum = format!("dated {}", in_words(found.date));
        self.add(Kind::Dated, "Dated", Reckoned { sum, ..found.clone() });
        Some(found)
    }

    fn stated_start(&mut self) -> Option<Reckoned> {
        let signs = self.of(Role::Start);
        let found = self.first_date(EFFECTIVE, "effective date", &signs)?;
        let sum = format!("Effective {}", in_words(found.date));
        let it = Reckoned { sum, ..found };
        self.add(Kind::Effective, "Takes effect", it.clone());
        if let Some(from) = self.question.from.filter(|from| *from != it.date) {
            self.timeline
                .notes
                .push(format!("--from {from} was not needed: the contract says {}", in_words(it.date)));
        }
        Some(it)
    }

    /// The first of the dates; others are noted, unclear ones told.
    fn first_date(&mut self, what: &str, called: &str, signs: &[Sign]) -> Option<Reckoned> {
        let dates: Vec<(Date, &Sign)> = signs
            .iter()
            .filter_map(|it| match it.value {
                Some(Value::Date(date)) => Some((date, it)),
                _ => None,
            })
            .collect();
        let Some((date, sign)) = dates.first().copied() else {
            for sign in signs {
                if let Some(Value::Unclear(why)) = &sign.value {
                    self.undated(what, why.clone(), vec![sign.basis.clone()]);
                    break;
                }
            }
            return None;
        };
        self.note_others(called, &in_words(date), dates.iter().map(|it| in_words(it.0)).collect());
        Some(Reckoned { date, sum: String::new(), basis: vec![sign.basis.clone()] })
    }

    /// The last of the signatures, if all have a date.
    fn last_signature(&mut self, sign: &Sign) -> Option<Reckoned> {
        let signatures = signs::signatures(self.document);
        let dates: Vec<(Date, Basis)> = signatures
            .iter()
            .filter_map(|(_, date, basis)| match date {
                Some(Value::Date(date)) => Some((*date, basis.clone())),
                _ => None,
            })
            .collect();
        let n_open = signatures.len() - dates.len();
        let last = dates.iter().max_by_key(|it| it.0).filter(|_| n_open == 0).cloned();
        let Some((date, basis)) = last else {
            let reason = if signatures.is_empty() {
                "it takes effect when it is signed, and no signature block was found".to_owned()
            } else {
                format!(
                    "it takes effect when the last has signed, and {} of {} signatures have no date",
                    n_open,
                    signatures.len()
                )
            };
            let help = if self.question.from.is_none() { ": give the day with --from" } else { "" };
            self.undated(EFFECTIVE, reason + help, vec![sign.basis.clone()]);
            return None;
        };
        let sum = format!("Effective {}", in_words(date));
        let basis = vec![sign.basis.clone(), basis];
        let shown = format!("{sum}: the last signature");
        self.add(Kind::Effective, "Takes effect", Reckoned { date, sum: shown, basis: basis.clone() });
        Some(Reckoned { date, sum, basis })
    }

    fn given(&mut self) -> Option<Reckoned> {
        let date = self.question.from?;
        let sum = format!("Effective {}", in_words(date));
        let shown = format!("{sum}: as given with --from");
        self.add(Kind::Effective, "Takes effect", Reckoned { date, sum: shown, basis: Vec::new() });
        Some(Reckoned { date, sum, basis: Vec::new() })
    }

    /// A blank that stands where a date belongs.
    fn blank(&self, roles: &[Role]) -> Option<Basis> {
        let blanks = self.document.blanks();
        let blanks = || blanks.iter().filter(|it| it.kind != BlankKind::Redacted);
        self.signs.iter().filter(|it| roles.contains(&it.role)).find_map(|sign| {
            let within = |blank: &Span| {
                blank.start >= sign.basis.start
                    && blank.start <= sign.basis.end + NEAR
                    && blank.start <= sign.passage.end + NEAR
            };
            let blank = blanks().find(|it| within(&it.span))?;
            let end = blank.span.end.max(sign.basis.end);
            let quote = Span::new(sign.basis.start, end).of(self.document.text()).to_owned();
            // In another paragraph it belongs to something else.
            (!quote.is_empty() && !quote.contains("\n\n")).then(|| Basis { quote, end, ..sign.basis.clone() })
        })
    }

    /// How long it runs: the first length that is certain.
    fn term(&mut self) -> Option<(Duration, Basis)> {
        let signs = self.of(Role::Term);
        let lengths: Vec<(Duration, &Sign)> = signs
            .iter()
            .filter_map(|it| match it.value {
                Some(Value::Duration(length)) => Some((length, it)),
                _ => None,
            })
            .collect();
        let open_ended = self.signs.iter().any(|it| it.role == Role::OpenEnded);
        let finite = lengths.iter().find(|it| !it.0.is_perpetual());
        let first = lengths.first().filter(|it| !(it.0.is_perpetual() && open_ended)).or(finite);
        let Some((length, sign)) = first.copied() else {
            let unclear = signs.iter().find_map(|it| match &it.value {
                Some(Value::Unclear(why)) => Some((why.clone(), it.basis.clone())),
                _ => None,
            });
            if let Some((why, basis)) = unclear {
                self.undated(END, why, vec![basis]);
            }
            return None;
        };
        let (length, basis) = (length, sign.basis.clone());
        let others = lengths.iter().filter(|it| !it.0.is_perpetual()).map(|it| it.0.to_string()).collect();
        self.note_others("length of the term", &length.to_string(), others);
        Some((length, basis))
    }

    /// Its last day.
    fn end(&mut self, start: Option<&Reckoned>, term: Option<&(Duration, Basis)>) -> Option<Reckoned> {
        let stated = self.of(Role::End);
        let stated = self.first_date(END, "last day", &stated);
        let reckoned = match (start, term) {
            (Some(start), Some((term, basis))) => start.date.last_day_of(*term).map(|date| {
                let sum = format!("{} + {term} = {}", start.sum, in_words(date));
                let mut all = start.basis.clone();
                all.push(basis.clone());
                Reckoned { date, sum, basis: all }
            }),
            _ => None,
        };
        if let Some(end) = stated {
            if let Some(reckoned) = reckoned.filter(|it| it.date != end.date) {
                self.timeline.notes.push(format!(
                    "its last day is stated as {}, and its term gives another ({}): the stated day was counted",
                    in_words(end.date),
                    reckoned.sum
                ));
            }
            if start.is_some_and(|it| it.date > end.date) {
                self.undated(END, "the last day that is stated lies before the effective date", end.basis);
                return None;
            }
            let it = Reckoned { sum: in_words(end.date), ..end };
            self.add(Kind::End, "Last day", Reckoned { sum: format!("stated as {}", it.sum), ..it.clone() });
            return Some(it);
        }
        if let Some(it) = reckoned {
            self.add(Kind::End, "Last day of the first term", it.clone());
            return Some(it);
        }
        match term {
            Some((term, basis)) if term.is_perpetual() => {
                self.undated(END, "it runs without an end", vec![basis.clone()]);
            }
            Some((term, basis)) if start.is_none() => {
                let reason = format!(
                    "it runs for {term}, and the day on which that begins is not known: give it with --from"
                );
                self.undated(END, reason, vec![basis.clone()]);
            }
            Some((term, basis)) => {
                let reason = format!("{term} from its start cannot be counted");
                self.undated(END, reason, vec![basis.clone()]);
            }
            None => {
                let open = self.of(Role::OpenEnded).first().map(|it| it.basis.clone());
                if let Some(basis) = open {
                    self.undated(END, "it has no last day: it runs until somebody ends it", vec![basis]);
                } else if !self.timeline.undated.iter().any(|it| it.what == END) {
                    match self.blank(&[Role::Term, Role::End]) {
                        Some(basis) => self.undated(END, "its end is blank", vec![basis]),
                        None => self.undated(END, "no term is stated", Vec::new()),
                    }
                }
            }
        }
        None
    }

    /// How it renews itself, and until when that can be stopped.
    fn renewal(&mut self, end: Option<&Reckoned>) {
        let renews = self.of(Role::Renewal);
        let objections = self.of(Role::Objection);
        let lengths = self.of(Role::RenewedFor);
        if renews.is_empty() && (objections.is_empty() || lengths.is_empty()) {
            return;
        }
        let basis: Vec<Basis> =
            renews.first().or(lengths.first()).map(|it| it.basis.clone()).into_iter().collect();
        let Some(end) = end else {
            self.undated(
                RENEWAL,
                "it renews itself, and the day on which that happens depends on its last day, which is not known",
                basis,
            );
            return;
        };
        let length = lengths.iter().find_map(|it| match it.value {
            Some(Value::Duration(length)) if !length.is_perpetual() => Some((length, it.basis.clone())),
            _ => None,
        });
        self.one_renewal(end, &objections, length.as_ref(), &basis, "");
        let Some((length, length_basis)) = length else {
            let unclear = lengths.iter().find_map(|it| match &it.value {
                Some(Value::Unclear(why)) => Some(why.clone()),
                _ => None,
            });
            let reason = unclear.unwrap_or_else(|| "how long a renewal runs is not stated".to_owned());
            self.undated("Later renewals", reason, basis);
            return;
        };
        // Where its first term is over, the one that runs now counts.
        let (mut current, mut n) = (end.date, 0_usize);
        while current < self.question.today && n < MOST_RENEWALS {
            let Some(next) = current.plus_days(1).and_then(|it| it.last_day_of(length)) else { break };
            current = next;
            n += 1;
        }
        if n > 0 && current >= self.question.today {
            let times = if n == 1 { String::new() } else { format!(", {n} times") };
            let sum = format!("{}, renewed for {length}{times} = {}", end.sum, in_words(current));
            let mut all = end.basis.clone();
            all.push(length_basis.clone());
            let now = Reckoned { date: current, sum, basis: all };
            self.add(Kind::End, "Last day of the term that runs now, if nobody stopped it", now.clone());
            self.one_renewal(
                &now,
                &objections,
                Some(&(length, length_basis)),
                &basis,
                ", if nobody stopped it",
            );
        }
    }

    /// The renewal after one end, and the last days for a notice against it.
    fn one_renewal(
        &mut self,
        end: &Reckoned,
        objections: &[Sign],
        length: Option<&(Duration, Basis)>,
        renews: &[Basis],
        unless: &str,
    ) {
        if let Some(date) = end.date.plus_days(1) {
            let sum = format!("the day after {}", in_words(end.date));
            let for_long = length.map_or(String::new(), |it| format!(" for {}", it.0));
            let mut basis = renews.to_vec();
            basis.extend(length.map(|it| it.1.clone()).filter(|it| !renews.contains(it)));
            self.add(
                Kind::Renewal,
                format!("Renews itself{for_long}{unless}"),
                Reckoned { date, sum, basis },
            );
        }
        let mut known: Vec<Duration> = Vec::new();
        let mut unclear: Option<(String, Basis)> = None;
        for sign in objections {
            let notice = match &sign.value {
                Some(Value::Duration(it)) if !it.is_perpetual() => *it,
                Some(Value::Unclear(why)) => {
                    unclear.get_or_insert((why.clone(), sign.basis.clone()));
                    continue;
                }
                _ => continue,
            };
            if known.contains(&notice) {
                continue;
            }
            known.push(notice);
            let Some(date) = end.date.minus(notice) else { continue };
            let sum = format!("{}, less {} = {}", end.sum, possessive(notice), in_words(date));
            let mut basis = end.basis.clone();
            basis.push(sign.basis.clone());
            let title = format!("Last day for notice against the renewal{unless}");
            self.add(Kind::RenewalNotice, title, Reckoned { date, sum: sum + caution(notice), basis });
        }
        if known.is_empty() && unless.is_empty() {
            match unclear {
                Some((why, basis)) => self.undated(NOTICE, why, vec![basis]),
                None => self.undated(NOTICE, "no notice against the renewal is stated", renews.to_vec()),
            }
        }
    }

    /// When it could end, if somebody gave notice today.
    fn leaving(&mut self) {
        let mut known: Vec<(Duration, Option<String>)> = Vec::new();
        for sign in self.of(Role::Leaving) {
            let gives = self.sides.gives(sign.actor);
            match &sign.value {
                Some(Value::Duration(notice))
                    if !notice.is_perpetual() && !known.contains(&(*notice, gives.clone())) =>
                {
                    known.push((*notice, gives.clone()));
                    let today = self.question.today;
                    let Some(date) = today.plus(*notice) else { continue };
                    let sum = format!(
                        "notice on {} + {notice} = {}{}",
                        in_words(today),
                        in_words(date),
                        caution(*notice)
                    );
                    let notice = possessive(*notice);
                    let title = match gives {
                        Some(gives) => format!("Ends, if {gives} {notice} today"),
                        None => format!("Ends, if {notice} is given today"),
                    };
                    self.add(Kind::Leaving, title, Reckoned { date, sum, basis: vec![sign.basis] });
                }
                Some(Value::Unclear(why)) => {
                    let (why, basis) = (why.clone(), vec![sign.basis.clone()]);
                    self.undated("End on notice", why, basis);
                }
                _ => {}
            }
        }
    }
}

const EFFECTIVE: &str = "Effective date";
const END: &str = "Last day";
const RENEWAL: &str = "Renewal";
const NOTICE: &str = "Notice against the renewal";

/// "60 days' notice", "1 month's notice"
fn possessive(notice: Duration) -> String {
    let length = notice.to_string();
    let mark = if length.ends_with('s') { "'" } else { "'s" };
    format!("{length}{mark} notice")
}

/// What the sum does not know.
fn caution(length: Duration) -> &'static str {
    if length.to_string().contains("business") { " (weekends left out; holidays are not known)" } else { "" }
}
