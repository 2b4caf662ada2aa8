//! A name and a site in, a statement that work may not be used for training out, in words and in the forms that
//! machines read: `robots.txt`, `tdmrep.json`, tags for web pages, metadata for pictures.

mod crawler;

pub use crawler::{CHECKED, CRAWLERS, Crawler};

use crate::{Block, Paper, paper::escaped};

/// Who publishes a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Owner {
    /// A person or a studio.
    pub name: String,
    /// The address of the site, such as `https://example.com`; empty if there is none.
    pub site: String,
    /// Where to ask for a licence, such as a mail address; empty: the site.
    pub contact: String,
}

impl Owner {
    /// Somebody without a site. Line breaks become blanks.
    pub fn new(name: &str) -> Owner {
        Owner { name: on_one_line(name), ..Owner::default() }
    }

    /// The same with a site. `example.com` becomes `https://example.com`.
    #[must_use]
    pub fn with_site(mut self, site: &str) -> Owner {
        let site = on_one_line(site);
        let site = site.trim_end_matches('/');
        self.site =
            if site.is_empty() || site.contains("://") { site.to_owned() } else { format!("https://{site}") };
        self
    }

    /// The same with a place to ask for a licence.
    #[must_use]
    pub fn with_contact(mut self, contact: &str) -> Owner {
        self.contact = on_one_line(contact);
        self
    }
}

/// A file of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Where it belongs, from the root of the site.
    pub path: &'static str,
    /// What is in it.
    pub text: String,
    /// What it is for.
    pub purpose: &'static str,
}

/// The statement itself.
///
/// ```
/// use termscore_draft::policy::{Owner, statement};
/// let owner = Owner::new("Ann Lee").with_site("annlee.example");
/// assert!(statement(&owner).to_text().contains("may not be used to train"));
/// ```
pub fn statement(owner: &Owner) -> Paper {
    let Owner { name, site, .. } = owner;
    let place =
        if site.is_empty() { String::new() } else { format!(", on {site} and wherever else it appears") };
    let contact = match (owner.contact.as_str(), site.as_str()) {
        ("", "") => "me".to_owned(),
        ("", site) => format!("me through {site}"),
        (contact, _) => format!("me at {contact}"),
    };
    let mut blocks = vec![
        Block::Title("My work and AI".to_owned()),
        Block::Paragraph(format!("This is the policy of {name}. It covers all work of mine{place}.")),
        Block::Heading("1".into(), "No training without a licence".into()),
    ];
    let clauses: [(&str, &[&str]); 3] = [
        (
            "1",
            &[
                "My work may not be used to train, fine-tune, evaluate or otherwise develop any machine-learning or artificial-intelligence model, system or dataset, in whole or in part, in any form, by anyone.",
                "It may not be used to make imitations of my style, my voice or my likeness by such a system.",
                "Nothing in a contract with me permits such use unless it says so in words, names the model and the fee, and is signed by me. Silence is no permission.",
            ],
        ),
        (
            "2",
            &[
                "I reserve all rights in text and data mining of my work under Article 4(3) of Directive (EU) 2019/790, and under any law that knows such a reservation.",
                "The reservation is also published in forms that machines read. If one of them is missing or lost, the reservation stands all the same.",
            ],
        ),
        ("3", &["Showing, quoting, linking and indexing my work for search is welcome."]),
    ];
    let headings = ["", "Text and data mining", "What is welcome"];
    for ((number, texts), heading) in clauses.into_iter().zip(headings) {
        if !heading.is_empty() {
            blocks.push(Block::Heading(number.to_owned(), heading.to_owned()));
        }
        for (nth, text) in texts.iter().enumerate() {
            blocks.push(Block::Clause(format!("{number}.{}", nth + 1), (*text).to_owned()));
        }
    }
    blocks.push(Block::Clause(
        "3.2".into(),
        format!(
            "Training can be licensed, for a named model, a term and a fee of its own. Please ask {contact}."
        ),
    ));
    blocks.push(Block::Lines(vec![name.clone(), "Date: ____________________".to_owned()]));
    Paper::new(blocks)
}

/// All files of a policy, the statement first.
pub fn files(owner: &Owner) -> Vec<File> {
    vec![
        File {
            path: "ai-policy.md",
            text: statement(owner).to_markdown(),
            purpose: "the policy in words: put it on a page of its own and link to it",
        },
        File {
            path: "robots.txt",
            text: robots(),
            purpose: "lines to add to the robots.txt at the root of the site",
        },
        File {
            path: ".well-known/tdmrep.json",
            text: TDMREP.to_owned(),
            purpose: "the TDM Reservation Protocol, for the whole site",
        },
        File { path: "meta-tags.html", text: META.to_owned(), purpose: "tags for the head of each page" },
        File { path: "do-not-train.xmp", text: xmp(owner), purpose: "metadata for pictures and other files" },
    ]
}

/// Lines of a `robots.txt`: one group for all crawlers, as RFC 9309 allows.
pub fn robots() -> String {
    let mut out = format!(
        "# No training of AI on this site. Each name is documented by its operator, where the line says;\n# collected on {CHECKED} from public copies of these pages: look there for what holds today.\n# Add these lines to the robots.txt that is there. Search engines are not affected.\n\n"
    );
    for it in CRAWLERS {
        out.push_str(&format!("# {}: {}\n# {}\n", it.operator, it.purpose, it.source));
    }
    out.push('\n');
    for it in CRAWLERS {
        out.push_str(&format!("User-agent: {}\n", it.token));
    }
    out.push_str("Disallow: /\n");
    out
}

/// TDM Reservation Protocol, final report of the W3C community group of 10 May 2024: rights are reserved for all paths.
const TDMREP: &str = "[\n  {\n    \"location\": \"/\",\n    \"tdm-reservation\": 1\n  }\n]\n";

const META: &str = r#"<!-- Text and data mining is reserved: TDM Reservation Protocol, https://www.w3.org/community/tdmrep/ -->
<meta name="tdm-reservation" content="1">
<!-- A convention of some sites, no standard -->
<meta name="robots" content="noai, noimageai">
<!-- A server can say the same for every file, in a header of its answers: tdm-reservation: 1 -->
"#;

/// The property "Data Mining" of PLUS, which is part of the IPTC Photo Metadata Standard since 2023.1.
fn xmp(owner: &Owner) -> String {
    let (name, site) = (escaped(&owner.name), escaped(&owner.site));
    let terms =
        "Not to be used for training of AI or other machine learning. Text and data mining is reserved.";
    let web = if site.is_empty() {
        String::new()
    } else {
        format!("\n   <xmpRights:WebStatement>{site}</xmpRights:WebStatement>")
    };
    format!(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<!-- Source: https://iptc.org/news/exclude-images-from-generative-ai-iptc-photo-metadata-standard-2023-1/ (from a public copy, {CHECKED}).
     With ExifTool: exiftool -XMP-plus:DataMining="Prohibited for AI/ML training" FILE -->
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
    xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/">
   <dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>
   <xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{terms}</rdf:li></rdf:Alt></xmpRights:UsageTerms>{web}
   <plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING</plus:DataMining>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"#
    )
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_a_file() {
        let owner = Owner::new("A <b> & \"C\"\nUser-agent: *").with_site("a.example/?x=<y>");
        let xmp = xmp(&owner);
        assert!(xmp.contains("<rdf:li>A &lt;b&gt; &amp; &quot;C&quot; User-agent: *</rdf:li>"), "{xmp}");
        assert!(xmp.contains("https://a.example/?x=&lt;y&gt;"), "{xmp}");
        assert!(!robots().contains("User-agent: *"));
    }

    #[test]
    fn every_crawler_is_named_once_and_sourced() {
        let mut tokens: Vec<&str> = CRAWLERS.iter().map(|it| it.token).collect();
        tokens.sort_unstable();
        tokens.dedup();
        assert_eq!(tokens.len(), CRAWLERS.len());
        assert!(CRAWLERS.iter().all(|it| it.source.starts_with("https://")));
        let robots = robots();
        assert!(CRAWLERS.iter().all(|it| robots.contains(&format!("User-agent: {}\n", it.token))));
    }
}
