//! `termscore mcp`: messages of an assistant in, answers that quote the contract out, over standard input and output.
//!
//! ```text
//! message ─rmcp→ Server ─tools→ input (a text, or a file that the message names) ─→ answer (data, and a text for people)
//! ```
//!
//! The Model Context Protocol is spoken by its official SDK, whose types stay in this module. Nothing is written, and
//! nothing leaves the machine but what the assistant is told.

mod answer;
mod arguments;
mod lines;
mod tools;

use std::sync::Arc;

use rmcp::{
    ErrorData, RoleServer, ServerHandler, ServiceExt,
    handler::server::tool::schema_for_input,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
        JsonObject, ListToolsResult, PaginatedRequestParams, ProtocolVersion, ServerCapabilities,
        ServerConfig, Tool, ToolAnnotations,
    },
    service::RequestContext,
};
use schemars::JsonSchema;

use self::{answer::Answer, lines::Lines, tools::Desk};
use crate::{
    args::{self, Color},
    output::{Output, Status},
    problem::Problem,
};

/// What an assistant should know before it uses the tools.
const INSTRUCTIONS: &str = "TermScore reads contracts (in English) for the person who is asked to sign. Its findings come from \
rules, not from a model: quote them as they are, with their sections, and tell the score together with what is undetermined. \
Give each tool the path of a file on this machine, or the text of the contract. Start with `score`; ask `explain` why a rule \
fired or not; `draft` writes the addendum or the letter. This is legal information, not legal advice.";

/// Work at a time.
const N_THREADS: usize = 4;

/// Serves one assistant until it closes the connection.
pub(crate) fn run(args: &args::Mcp) -> Status {
    // Standard output is for messages only: what is wrong goes to standard error, and before the first of them.
    let failed = |problems: Vec<Problem>| Output::new(Color::Never).fail(problems);
    let desk = match Desk::new(&args.pack) {
        Ok(it) => it,
        Err(problems) => return failed(problems),
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(N_THREADS).build();
    let runtime = match runtime {
        Ok(it) => it,
        Err(error) => {
            return failed(vec![Problem::new("mcp", format_args!("it cannot be started: {error}"))]);
        }
    };
    let result = runtime.block_on(async {
        let service =
            Server { desk: Arc::new(desk) }.serve(Lines::new()).await.map_err(|error| error.to_string())?;
        service.waiting().await.map(drop).map_err(|error| error.to_string())
    });
    // A read of standard input cannot be given up, and nobody waits for it.
    runtime.shutdown_background();
    match result {
        Ok(()) => Status::Fine,
        Err(error) => failed(vec![Problem::new("mcp", format_args!("the connection broke: {error}"))]),
    }
}

/// What answers.
struct Server {
    desk: Arc<Desk>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let own = Implementation::new("termscore", env!("CARGO_PKG_VERSION")).with_title("TermScore");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(own)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let all: Result<Vec<Tool>, String> = TOOLS.iter().map(Told::tool).collect();
        let mut told = all
            .map(ListToolsResult::with_all_items)
            .map_err(|error| ErrorData::internal_error(error, None))?;
        // Clients of this version want to be told how long the list may be kept; older ones must not be.
        if context.protocol_version().is_some_and(|it| it >= ProtocolVersion::V_2026_07_28) {
            told.ttl_ms = Some(0);
            told.cache_scope = Some(CacheScope::Public);
        }
        Ok(told)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        TOOLS.iter().find(|it| it.name == name)?.tool().ok()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = TOOLS.iter().find(|it| it.name == request.name) else {
            let known: Vec<&str> = TOOLS.iter().map(|it| it.name).collect();
            let message = format!("there is no tool `{}`: these are {}", request.name, known.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        };
        let desk = Arc::clone(&self.desk);
        let run = tool.run;
        let schema = (tool.schema)().map_err(|error| ErrorData::internal_error(error, None))?;
        let work = tokio::task::spawn_blocking(move || {
            let given = request.arguments.unwrap_or_default();
            arguments::check(&schema, &given)?;
            run(&desk, given)
        });
        let result = work.await.unwrap_or_else(|_| {
            Err("TermScore made a mistake with this contract and can say nothing about it".to_owned())
        });
        Ok(match result {
            Ok(Answer { text, data }) => {
                let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
                result.structured_content = Some(data);
                result
            }
            Err(message) => CallToolResult::error(vec![ContentBlock::text(message)]),
        }
        .into())
    }
}

type Run = fn(&Desk, JsonObject) -> Result<Answer, String>;

/// A tool as it is told of, and what it does.
struct Told {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    schema: fn() -> Result<Arc<JsonObject>, String>,
    run: Run,
}

impl Told {
    fn tool(&self) -> Result<Tool, String> {
        let annotations = ToolAnnotations::from_raw(None, Some(true), Some(false), Some(true), Some(false));
        let tool = Tool::new(self.name, self.description, (self.schema)()?);
        Ok(tool.with_title(self.title).with_annotations(annotations))
    }
}

/// All tools, in the order in which they are told of.
const TOOLS: [Told; TOOLS_LEN] = [
    Told {
        name: "score",
        title: "Score a contract",
        description: "Score a contract for the person who signs it: points of 100, the findings with the words that they rest \
                      on, what is missing, what could not be decided, the best repairs, and wording to ask for.",
        schema: schema::<tools::Score>,
        run: |desk, it| tools::score(desk, tools::parse(it)?),
    },
    Told {
        name: "clauses",
        title: "List the clauses of a contract",
        description: "List the clauses that the rules recognise in a contract, each with its quote, section, values, who is \
                      bound, and whether it is asserted or denied. `only` narrows the list to names that hold a word, such as \
                      `payment`.",
        schema: schema::<tools::Clauses>,
        run: |desk, it| tools::clauses(desk, tools::parse(it)?),
    },
    Told {
        name: "explain",
        title: "Explain a rule on a contract",
        description: "Explain why a rule fires on a contract, or why it does not: each question of the rule with its answer and \
                      the words that decide it. `score` tells the names of rules.",
        schema: schema::<tools::Explain>,
        run: |desk, it| tools::explain(desk, tools::parse(it)?),
    },
    Told {
        name: "compare",
        title: "Compare two versions",
        description: "Compare two versions of a contract, or two contracts: what is new, gone, better, worse or reworded, with \
                      both quotes, and what it does to the score.",
        schema: schema::<tools::Compare>,
        run: |desk, it| tools::compare(desk, tools::parse(it)?),
    },
    Told {
        name: "draft",
        title: "Draft what the signer sends back",
        description: "Draft an addendum that repairs the contract, or a letter that asks for changes, from the wordings of the \
                      rules. The answer holds the draft as Markdown and tells which findings it clears and which need talking; \
                      nothing is written to disk.",
        schema: schema::<tools::Draft>,
        run: |desk, it| tools::draft(desk, tools::parse(it)?),
    },
];
const TOOLS_LEN: usize = 5;

fn schema<T: JsonSchema + 'static>() -> Result<Arc<JsonObject>, String> {
    let mut schema = schema_for_input::<T>()?;
    // What a tool does not know is a mistake, and `arguments.rs` says so.
    Arc::make_mut(&mut schema).insert("additionalProperties".to_owned(), false.into());
    Ok(schema)
}
