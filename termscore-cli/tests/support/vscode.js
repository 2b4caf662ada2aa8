// Plays the part of VS Code: a stand-in for the module `vscode`, the extension as it is, and a real `termscore lsp`.
//
//     node vscode.js EXTENSION PROGRAM FILE.terms
//
// Ends with status 0 if every answer is as it should be. The file holds one mistake that a correction settles.

'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const Module = require('node:module');
const { pathToFileURL } = require('node:url');

const [extension, program, file] = process.argv.slice(2);
const providers = {};
const handlers = {};
const shown = new Map();
const documents = [];

class Range {
  constructor(line, from, lastLine, to) {
    this.start = { line, character: from };
    this.end = { line: lastLine, character: to };
  }

  isEqual(other) {
    return JSON.stringify(this) === JSON.stringify(other);
  }
}

/** A class that keeps what it is made of, under these names. */
function holder(...names) {
  return class {
    constructor(...values) {
      names.forEach((name, n) => { this[name] = values[n]; });
    }
  };
}

const nothing = { dispose() {} };
const provider = (name) => (language, it) => { providers[name] = it; return nothing; };
const event = (name) => (it) => { handlers[name] = it; return nothing; };
const Uri = { parse: (it) => ({ scheme: 'file', toString: () => it }) };

class WorkspaceEdit {
  constructor() {
    this.all = [];
  }

  set(uri, edits) {
    this.all.push([uri.toString(), edits]);
  }
}

const vscode = {
  version: '1.75.0',
  Range,
  Uri,
  WorkspaceEdit,
  Location: holder('uri', 'range'),
  TextEdit: holder('range', 'newText'),
  Diagnostic: holder('range', 'message', 'severity'),
  DiagnosticRelatedInformation: holder('location', 'message'),
  Hover: holder('contents', 'range'),
  MarkdownString: holder('value'),
  CompletionItem: holder('label', 'kind'),
  DocumentSymbol: holder('name', 'detail', 'kind', 'range', 'selectionRange'),
  CodeAction: holder('title', 'kind'),
  CodeActionKind: { QuickFix: 'quickfix' },
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri, list) => shown.set(uri.toString(), list), clear: () => shown.clear(), ...nothing,
    }),
    registerHoverProvider: provider('hover'),
    registerCompletionItemProvider: provider('completion'),
    registerDefinitionProvider: provider('definition'),
    registerReferenceProvider: provider('references'),
    registerRenameProvider: provider('rename'),
    registerDocumentSymbolProvider: provider('symbols'),
    registerDocumentFormattingEditProvider: provider('formatting'),
    registerCodeActionsProvider: provider('actions'),
  },
  window: {
    createOutputChannel: () => ({ append() {}, appendLine: (it) => assert.fail(it), ...nothing }),
    showErrorMessage: async (it) => assert.fail(it),
  },
  commands: { registerCommand: () => nothing, executeCommand() {} },
  workspace: {
    workspaceFolders: [],
    textDocuments: documents,
    getConfiguration: () => ({ get: () => program }),
    createFileSystemWatcher: () => ({
      onDidCreate: event('created'), onDidChange: event('changedOnDisk'), onDidDelete: event('deleted'), ...nothing,
    }),
    onDidChangeConfiguration: event('configured'),
    onDidOpenTextDocument: event('opened'),
    onDidChangeTextDocument: event('changed'),
    onDidSaveTextDocument: event('saved'),
    onDidCloseTextDocument: event('closed'),
  },
};

const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));

let text = fs.readFileSync(file, 'utf8');
const uri = pathToFileURL(file).toString();
const open = { languageId: 'terms', version: 1, uri: Uri.parse(uri), getText: () => text };
documents.push(open);

/** The place `after` characters into the first `words`. */
function place(words, after) {
  const lines = text.slice(0, text.indexOf(words) + after).split('\n');
  return { line: lines.length - 1, character: lines.at(-1).length };
}

/** The mistakes that are shown once `wanted` says that they have come. */
async function mistakes(wanted) {
  for (;;) {
    const list = shown.get(uri);
    if (list && wanted(list)) return list;
    await new Promise((next) => setImmediate(next));
  }
}

async function main() {
  const { activate, deactivate } = require(extension);
  await activate({ subscriptions: [] });
  const [wrong] = await mistakes((it) => it.length > 0);
  assert.equal(wrong.code, 'unknown-field');

  const fee = place('clause fee', 8);
  const hover = await providers.hover.provideHover(open, place('~charge', 2));
  assert.match(hover.contents.value, /charge, charged, charges, charging/);
  const completion = await providers.completion.provideCompletionItems(open, place('asserts fee', 8));
  assert.ok(completion.some((it) => it.label === 'fee'));
  const [definition] = await providers.definition.provideDefinition(open, place('asserts fee', 9));
  assert.deepEqual({ ...definition.range.start }, { line: fee.line, character: fee.character - 1 });
  const references = await providers.references.provideReferences(open, fee, { includeDeclaration: true });
  assert.equal(references.length, 2);
  const renamed = await providers.rename.provideRenameEdits(open, fee, 'the-fee');
  assert.equal(renamed.all[0][1].length, 2);
  await assert.rejects(providers.rename.provideRenameEdits(open, fee, 'The Fee'), /kebab-case/);
  const symbols = await providers.symbols.provideDocumentSymbols(open);
  assert.ok(symbols.some((it) => it.name === 'fee'));

  const [action] = await providers.actions.provideCodeActions(open, wrong.range, { diagnostics: [wrong] });
  assert.deepEqual([action.isPreferred, action.diagnostics], [true, [wrong]]);
  const [[changed, [edit]]] = action.edit.all;
  assert.equal(changed, uri);
  const { start, end } = edit.range;
  const lines = text.split('\n');
  const line = lines[start.line];
  lines[start.line] = line.slice(0, start.character) + edit.newText + line.slice(end.character);
  text = lines.join('\n');
  open.version = 2;
  handlers.changed({ document: open, contentChanges: [{}] });
  await mistakes((it) => it.length === 0);
  const layout = await providers.formatting.provideDocumentFormattingEdits(open, { tabSize: 2, insertSpaces: true });
  assert.ok(layout.length > 0);
  await deactivate();
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
