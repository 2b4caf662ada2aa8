//! A language server for rule packs: the messages of an editor in, answers out, over standard input and output.
//!
//! ```text
//! message ─dispatch→ workspace (packs as they are in the editor) ─→ problems, hover, complete, navigate, edit
//! ```

mod builtin;
mod complete;
mod edit;
mod hover;
mod navigate;
mod position;
mod problems;
mod stdio;
mod uri;
mod workspace;

use std::collections::BTreeMap;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionParams, CompletionList, CompletionOptions, CompletionParams, DefinitionParams, Diagnostic,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingParams, DocumentSymbolParams, HoverParams, InitializeParams, InitializeResult,
    PositionEncodingKind, PrepareRenameParams, PublishDiagnosticsParams, ReferenceParams, RenameOptions,
    RenameParams, RenameProvider, Save, ServerCapabilities, ServerInfo, TextDocumentContentChangeEvent,
    TextDocumentPositionParams, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::output::Status;
use position::{Encoding, Lines};
use workspace::{Place, Workspace};

/// Why a request has no result.
struct Refusal {
    code: ErrorCode,
    message: String,
}

/// What a request comes to.
type Answer = Result<Value, Refusal>;

/// Serves one client until it says goodbye, or is gone.
pub(crate) fn run() -> Status {
    let (connection, threads) = stdio::connect();
    let outcome = serve(&connection);
    drop(connection);
    let outcome = threads.problem().map_or(outcome, Err);
    threads.finish();
    outcome.unwrap_or_else(|problem| {
        #[expect(clippy::print_stderr, reason = "standard output belongs to the protocol")]
        {
            eprintln!("termscore lsp: {problem}");
        }
        Status::Failed
    })
}

fn serve(connection: &Connection) -> Result<Status, String> {
    // Its errors show messages as Rust does.
    let no_hello = |it: lsp_server::ProtocolError| {
        if it.channel_is_disconnected() {
            "the editor was gone before it said `initialize` and `initialized`".to_owned()
        } else {
            "an editor begins with `initialize` and `initialized`: this one did not".to_owned()
        }
    };
    let (id, params) = connection.initialize_start().map_err(no_hello)?;
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let encoding = encoding(&params);
    let result = InitializeResult {
        capabilities: capabilities(encoding),
        server_info: Some(ServerInfo {
            name: "termscore".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    let result = serde_json::to_value(result).map_err(|it| it.to_string())?;
    connection.initialize_finish(id, result).map_err(no_hello)?;
    let workspace = Workspace::new(encoding);
    let mut server = Server { connection, workspace, published: BTreeMap::new(), stale: false };
    loop {
        // Diagnostics wait until no message does.
        let message = match connection.receiver.try_recv() {
            Ok(message) => message,
            Err(_) => {
                server.publish()?;
                match connection.receiver.recv() {
                    Ok(message) => message,
                    // Gone without a word.
                    Err(_) => return Ok(Status::Found),
                }
            }
        };
        match message {
            Message::Request(request) => {
                let shutdown = connection.handle_shutdown(&request);
                if shutdown
                    .map_err(|_| "after `shutdown`, an editor says `exit`: this one did not".to_owned())?
                {
                    return Ok(Status::Fine);
                }
                server.publish()?;
                let response = server.answer(request);
                server.send(Message::Response(response))?;
            }
            Message::Notification(notification) if notification.method == "exit" => return Ok(Status::Found),
            Message::Notification(notification) => server.note(notification),
            Message::Response(_) => {}
        }
    }
}

/// UTF-8 if the client offers it, because it is cheaper.
fn encoding(params: &InitializeParams) -> Encoding {
    let offered = params.capabilities.general.as_ref().and_then(|it| it.position_encodings.as_ref());
    match offered {
        Some(it) if it.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
        _ => Encoding::Utf16,
    }
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let strings = |all: &[&str]| Some(all.iter().map(|it| (*it).to_owned()).collect());
    ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Full),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(true.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: strings(&["{", "[", ".", ":"]),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        document_symbol_provider: Some(true.into()),
        document_formatting_provider: Some(true.into()),
        code_action_provider: Some(true.into()),
        ..ServerCapabilities::default()
    }
}

struct Server<'a> {
    connection: &'a Connection,
    workspace: Workspace,
    /// What the client shows now.
    published: BTreeMap<String, Vec<Diagnostic>>,
    /// Something has changed since.
    stale: bool,
}

impl Server<'_> {
    fn send(&self, message: Message) -> Result<(), String> {
        self.connection.sender.send(message).map_err(|_| "the editor is gone".to_owned())
    }

    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params, .. } = request;
        match self.result(&method, params) {
            Ok(result) => Response::new_ok(id, result),
            Err(it) => Response::new_err(id, it.code as i32, it.message),
        }
    }

    fn result(&self, method: &str, params: Value) -> Answer {
        let workspace = &self.workspace;
        match method {
            "textDocument/hover" => {
                let it: HoverParams = read(params)?;
                let (place, offset) = self.place(&it.text_document_position_params)?;
                give(hover::at(workspace, &place, offset))
            }
            "textDocument/completion" => {
                let it: CompletionParams = read(params)?;
                let (place, offset) = self.place(&it.text_document_position_params)?;
                let items = complete::candidates(workspace, &place, offset);
                give(CompletionList { is_incomplete: false, items, ..CompletionList::default() })
            }
            "textDocument/definition" => {
                let it: DefinitionParams = read(params)?;
                let (place, offset) = self.place(&it.text_document_position_params)?;
                give(navigate::definition(workspace, &place, offset))
            }
            "textDocument/references" => {
                let it: ReferenceParams = read(params)?;
                let (place, offset) = self.place(&it.text_document_position_params)?;
                give(navigate::references(workspace, &place, offset, it.context.include_declaration))
            }
            "textDocument/prepareRename" => {
                let it: PrepareRenameParams = read(params)?;
                let (place, offset) = self.place(&it.text_document_position_params)?;
                give(navigate::renamable(workspace, &place, offset).map_err(refused)?)
            }
            "textDocument/rename" => {
                let it: RenameParams = read(params)?;
                let (place, offset) = self.place(&it.text_document_position_params)?;
                give(navigate::rename(workspace, &place, offset, &it.new_name).map_err(refused)?)
            }
            "textDocument/documentSymbol" => {
                let it: DocumentSymbolParams = read(params)?;
                give(navigate::outline(workspace, &self.document(&it.text_document.uri)?))
            }
            "textDocument/formatting" => {
                let it: DocumentFormattingParams = read(params)?;
                give(edit::formatting(workspace, &self.document(&it.text_document.uri)?))
            }
            "textDocument/codeAction" => {
                let it: CodeActionParams = read(params)?;
                give(edit::actions(workspace, &self.document(&it.text_document.uri)?, it.range))
            }
            _ => Err(Refusal {
                code: ErrorCode::MethodNotFound,
                message: format!("`{method}` is not supported"),
            }),
        }
    }

    fn document(&self, uri: &Uri) -> Result<Place, Refusal> {
        self.workspace.place(uri).ok_or_else(|| Refusal {
            code: ErrorCode::InvalidParams,
            message: format!("`{}` is not open and cannot be read", uri.0),
        })
    }

    fn place(&self, it: &TextDocumentPositionParams) -> Result<(Place, usize), Refusal> {
        let place = self.document(&it.text_document.uri)?;
        let text = place.pack.text(place.source);
        let lines = place.pack.lines.get(place.source);
        let offset = lines.map_or(0, |lines| lines.offset(text, it.position, self.workspace.encoding));
        Ok((place, offset))
    }

    /// Takes note of a change; what cannot be read is ignored, as the protocol has no answer to it.
    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "textDocument/didOpen" => {
                if let Ok(it) = serde_json::from_value::<DidOpenTextDocumentParams>(params) {
                    self.workspace.set(it.text_document.uri, it.text_document.text);
                    self.stale = true;
                }
            }
            "textDocument/didChange" => {
                if let Ok(it) = serde_json::from_value::<DidChangeTextDocumentParams>(params) {
                    let uri = it.text_document.text_document_identifier.uri;
                    let mut text = self.workspace.text(&uri).unwrap_or_default().to_owned();
                    for change in it.content_changes {
                        self.change(&mut text, change);
                    }
                    self.workspace.set(uri, text);
                    self.stale = true;
                }
            }
            "textDocument/didClose" => {
                if let Ok(it) = serde_json::from_value::<DidCloseTextDocumentParams>(params) {
                    self.workspace.close(&it.text_document.uri);
                    self.stale = true;
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.workspace.forget();
                self.stale = true;
            }
            _ => {}
        }
    }

    /// A new text, or, from a client that sends more than it was asked for, a part of one.
    fn change(&self, text: &mut String, change: TextDocumentContentChangeEvent) {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(it) => *text = it.text,
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(it) => {
                let lines = Lines::new(text);
                let start = lines.offset(text, it.range.start, self.workspace.encoding);
                let end = lines.offset(text, it.range.end, self.workspace.encoding).max(start);
                text.replace_range(start..end, &it.text);
            }
        }
    }

    /// Tells the client what has changed about the packs of the open documents.
    fn publish(&mut self) -> Result<(), String> {
        if !std::mem::take(&mut self.stale) {
            return Ok(());
        }
        let mut now: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for pack in self.workspace.open_packs() {
            now.extend(
                problems::of_pack(&self.workspace, &pack).into_iter().map(|(uri, list)| (uri.0, list)),
            );
        }
        // Documents that belong to no open pack any more are shown without diagnostics.
        let gone =
            self.published.keys().filter(|it| !now.contains_key(*it)).map(|it| (it.clone(), Vec::new()));
        let changed = now.iter().filter(|(uri, list)| self.published.get(*uri) != Some(list));
        let changed = changed.map(|(uri, list)| (uri.clone(), list.clone()));
        for (uri, diagnostics) in gone.chain(changed).collect::<Vec<_>>() {
            let params = PublishDiagnosticsParams { uri: Uri(uri), version: None, diagnostics };
            let method = "textDocument/publishDiagnostics".to_owned();
            self.send(Message::Notification(Notification::new(method, params)))?;
        }
        self.published = now;
        Ok(())
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params)
        .map_err(|it| Refusal { code: ErrorCode::InvalidParams, message: it.to_string() })
}

fn give(result: impl Serialize) -> Answer {
    serde_json::to_value(result)
        .map_err(|it| Refusal { code: ErrorCode::InternalError, message: it.to_string() })
}

fn refused(message: String) -> Refusal {
    Refusal { code: ErrorCode::RequestFailed, message }
}
