//! Crawlers and tokens by which a site tells what its pages may be used for, each with where that is documented.
//!
//! Only tokens that the operator documents are listed. The list was made on [`CHECKED`] from public copies of these
//! pages, not from the live ones, and of Meta's from what others say of it; operators change theirs.

/// When the list was made.
pub const CHECKED: &str = "2026-11-26";

/// A name that a `robots.txt` speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Crawler {
    /// What stands behind `User-agent:`.
    pub token: &'static str,
    /// Who runs it.
    pub operator: &'static str,
    /// What a page that it may fetch is used for.
    pub purpose: &'static str,
    /// Where the operator documents it.
    pub source: &'static str,
}

/// Crawlers that collect for training, or for archives that training sets are made of, and tokens that stand for that
/// use; none that a search engine needs.
pub const CRAWLERS: [Crawler; 7] = [
    Crawler {
        token: "GPTBot",
        operator: "OpenAI",
        purpose: "collects pages that may be used to train models",
        source: "https://developers.openai.com/docs/bots",
    },
    Crawler {
        token: "ClaudeBot",
        operator: "Anthropic",
        purpose: "collects pages that may be used to train models",
        source: "https://support.claude.com/en/articles/8896518",
    },
    Crawler {
        token: "Google-Extended",
        operator: "Google",
        purpose: "no crawler of its own: whether what Google has may train and ground Gemini; search is not affected",
        source: "https://developers.google.com/search/docs/crawling-indexing/overview-google-crawlers",
    },
    Crawler {
        token: "Applebot-Extended",
        operator: "Apple",
        purpose: "no crawler of its own: whether what Applebot has may train models; search is not affected",
        source: "https://support.apple.com/en-us/119829",
    },
    Crawler {
        token: "CCBot",
        operator: "Common Crawl",
        purpose: "collects an open archive of the web, from which training sets are made",
        source: "https://commoncrawl.org/ccbot",
    },
    Crawler {
        token: "meta-externalagent",
        operator: "Meta",
        purpose: "collects pages for uses such as training models",
        source: "https://developers.facebook.com/docs/sharing/webmasters/web-crawlers",
    },
    Crawler {
        token: "Amazonbot",
        operator: "Amazon",
        purpose: "collects pages to improve Amazon's services, such as the answers of Alexa",
        source: "https://developer.amazon.com/amazonbot",
    },
];
