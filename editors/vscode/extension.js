// What VS Code asks, put to `termscore lsp`, and its answers as VS Code has them.

'use strict';

const vscode = require('vscode');
const { Server } = require('./server');

const LANGUAGE = { language: 'terms' };
/** A server that ends more often than this within a minute is not started again. */
const MAX_RESTARTS = 3;

let server;
let diagnostics;
let log;
let starts = [];

function activate(context) {
  diagnostics = vscode.languages.createDiagnosticCollection('termscore');
  log = vscode.window.createOutputChannel('TermScore');
  context.subscriptions.push(diagnostics, log, ...documents(), ...providers());
  context.subscriptions.push(
    vscode.commands.registerCommand('termscore.restart', restart),
    vscode.workspace.onDidChangeConfiguration((it) => {
      if (it.affectsConfiguration('termscore.path')) restart();
    }),
  );
  return start();
}

async function deactivate() {
  await server?.stop();
}

async function restart() {
  await server?.stop();
  diagnostics.clear();
  starts = [];
  await start();
}

/** Starts the server and tells it which documents are open. */
async function start() {
  const path = vscode.workspace.getConfiguration('termscore').get('path') || 'termscore';
  starts.push(Date.now());
  const started = new Server(path, ['lsp'], { notified, ended: (reason) => ended(path, reason), said: (it) => log.append(it) });
  server = started;
  const folders = vscode.workspace.workspaceFolders ?? [];
  try {
    await started.request('initialize', {
      processId: process.pid,
      clientInfo: { name: 'Visual Studio Code', version: vscode.version },
      rootUri: folders[0]?.uri.toString() ?? null,
      workspaceFolders: folders.map((it) => ({ uri: it.uri.toString(), name: it.name })),
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        textDocument: {
          publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1] } },
          hover: { contentFormat: ['markdown'] },
          rename: { prepareSupport: true },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
        },
      },
    });
  } catch {
    // `ended` has told why.
    return;
  }
  started.notify('initialized', {});
  for (const document of vscode.workspace.textDocuments) opened(document);
}

function ended(path, reason) {
  diagnostics.clear();
  const lately = starts.filter((it) => Date.now() - it < 60_000).length;
  if (reason.code === undefined && lately <= MAX_RESTARTS) {
    log.appendLine(`termscore lsp: ${reason.message}; it is started again`);
    start();
    return;
  }
  const what = reason.code === 'ENOENT' ? 'there is no such program' : reason.message;
  const settings = 'Open settings';
  vscode.window.showErrorMessage(`TermScore: cannot run \`${path} lsp\`: ${what}`, settings).then((chosen) => {
    if (chosen === settings) vscode.commands.executeCommand('workbench.action.openSettings', 'termscore.path');
  });
}

// ---------- documents, and what is wrong with them ----------

function documents() {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.terms');
  const changed = (type) => (uri) =>
    server?.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri.toString(), type }] });
  return [
    watcher,
    watcher.onDidCreate(changed(1)),
    watcher.onDidChange(changed(2)),
    watcher.onDidDelete(changed(3)),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!ours(document) || contentChanges.length === 0) return;
      const textDocument = { uri: document.uri.toString(), version: document.version };
      server?.notify('textDocument/didChange', { textDocument, contentChanges: [{ text: document.getText() }] });
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (ours(document)) server?.notify('textDocument/didSave', named(document));
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (ours(document)) server?.notify('textDocument/didClose', named(document));
    }),
  ];
}

function ours(document) {
  return document.languageId === 'terms' && ['file', 'untitled'].includes(document.uri.scheme);
}

function opened(document) {
  if (!ours(document)) return;
  const textDocument = {
    uri: document.uri.toString(), languageId: 'terms', version: document.version, text: document.getText(),
  };
  server?.notify('textDocument/didOpen', { textDocument });
}

function notified(method, params) {
  if (method !== 'textDocument/publishDiagnostics') return;
  const list = params.diagnostics.map((it) => {
    const shown = new vscode.Diagnostic(range(it.range), it.message, it.severity - 1);
    shown.code = it.code;
    shown.source = it.source;
    shown.tags = it.tags;
    shown.relatedInformation = it.relatedInformation?.map(
      (other) => new vscode.DiagnosticRelatedInformation(location(other.location), other.message),
    );
    return shown;
  });
  diagnostics.set(vscode.Uri.parse(params.uri), list);
}

// ---------- questions ----------

function providers() {
  const { languages } = vscode;
  return [
    languages.registerHoverProvider(LANGUAGE, {
      async provideHover(document, position, token) {
        const it = await ask('textDocument/hover', at(document, position), token);
        return it && new vscode.Hover(new vscode.MarkdownString(it.contents.value), it.range && range(it.range));
      },
    }),
    languages.registerCompletionItemProvider(LANGUAGE, {
      async provideCompletionItems(document, position, token) {
        const list = await ask('textDocument/completion', at(document, position), token);
        return list?.items.map((it) => {
          const item = new vscode.CompletionItem(it.label, it.kind - 1);
          item.detail = it.detail;
          item.documentation = it.documentation && new vscode.MarkdownString(it.documentation.value);
          item.sortText = it.sortText;
          item.filterText = it.filterText;
          item.insertText = it.textEdit.newText;
          item.range = range(it.textEdit.range);
          return item;
        });
      },
    }, '{', '[', '.', ':'),
    languages.registerDefinitionProvider(LANGUAGE, {
      async provideDefinition(document, position, token) {
        return (await ask('textDocument/definition', at(document, position), token))?.map(location);
      },
    }),
    languages.registerReferenceProvider(LANGUAGE, {
      async provideReferences(document, position, context, token) {
        const params = { ...at(document, position), context };
        return (await ask('textDocument/references', params, token))?.map(location);
      },
    }),
    languages.registerRenameProvider(LANGUAGE, {
      // Refusals are shown to the user: they say why.
      async prepareRename(document, position, token) {
        return range(await server.request('textDocument/prepareRename', at(document, position), token));
      },
      async provideRenameEdits(document, position, newName, token) {
        const params = { ...at(document, position), newName };
        return workspaceEdit(await server.request('textDocument/rename', params, token));
      },
    }),
    languages.registerDocumentSymbolProvider(LANGUAGE, {
      async provideDocumentSymbols(document, token) {
        return (await ask('textDocument/documentSymbol', named(document), token))?.map(symbol);
      },
    }),
    languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      async provideDocumentFormattingEdits(document, options, token) {
        return (await ask('textDocument/formatting', { ...named(document), options }, token))?.map(textEdit);
      },
    }),
    languages.registerCodeActionsProvider(LANGUAGE, {
      async provideCodeActions(document, selected, context, token) {
        const params = { ...named(document), range: plain(selected), context: { diagnostics: [] } };
        return (await ask('textDocument/codeAction', params, token))?.map((it) => {
          const action = new vscode.CodeAction(it.title, vscode.CodeActionKind.QuickFix);
          action.edit = workspaceEdit(it.edit);
          action.isPreferred = it.isPreferred;
          action.diagnostics = context.diagnostics.filter((shown) =>
            it.diagnostics?.some((fixed) => range(fixed.range).isEqual(shown.range) && fixed.code === shown.code));
          return action;
        });
      },
    }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
  ];
}

/** The result of a request, or nothing: a question that fails is not worth a message. */
async function ask(method, params, token) {
  try {
    return await server?.request(method, params, token);
  } catch (error) {
    log.appendLine(`${method}: ${error.message}`);
    return undefined;
  }
}

// ---------- words of the protocol, and of VS Code ----------

function named(document) {
  return { textDocument: { uri: document.uri.toString() } };
}

function at(document, position) {
  return { ...named(document), position: { line: position.line, character: position.character } };
}

function plain({ start, end }) {
  const point = (it) => ({ line: it.line, character: it.character });
  return { start: point(start), end: point(end) };
}

function range({ start, end }) {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function location(it) {
  return new vscode.Location(vscode.Uri.parse(it.uri), range(it.range));
}

function textEdit(it) {
  return new vscode.TextEdit(range(it.range), it.newText);
}

function workspaceEdit(it) {
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(it?.changes ?? {})) {
    edit.set(vscode.Uri.parse(uri), edits.map(textEdit));
  }
  return edit;
}

function symbol(it) {
  const shown = new vscode.DocumentSymbol(
    it.name, it.detail ?? '', it.kind - 1, range(it.range), range(it.selectionRange));
  shown.children = (it.children ?? []).map(symbol);
  return shown;
}

module.exports = { activate, deactivate };
