// The files of this folder in, `termscore-<version>.vsix` out. Needs Node and nothing else: no registry, no network.
//
//     node package.js [FILE]
//
// A .vsix is a zip: `extension.vsixmanifest` says what it is, `[Content_Types].xml` what its files are, and
// `extension/` holds them. Same files, same bytes: nothing depends on the clock or on the order of a folder.

'use strict';

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

/** What VS Code needs, and nothing else. */
const FILES = [
  'package.json', 'README.md', 'LICENSE', 'extension.js', 'server.js', 'language-configuration.json',
  'syntaxes/terms.tmLanguage.json',
];
const TYPES = { '.json': 'application/json', '.js': 'application/javascript', '.md': 'text/markdown' };
/** 1980-01-01, the first day that a zip knows. */
const DAY = (1 << 5) | 1;

function main() {
  const about = JSON.parse(fs.readFileSync(path.join(__dirname, 'package.json'), 'utf8'));
  const out = process.argv[2] ?? path.join(__dirname, `${about.name}-${about.version}.vsix`);
  const entries = [
    ['extension.vsixmanifest', Buffer.from(manifest(about))],
    ['[Content_Types].xml', Buffer.from(contentTypes())],
    ...FILES.map((it) => [`extension/${packed(it)}`, fs.readFileSync(path.join(__dirname, it))]),
  ];
  fs.writeFileSync(out, zip(entries));
  console.log(`made ${out}`);
}

/** As the file is called in the package: a licence has an ending, so that its type is known. */
function packed(file) {
  return file === 'LICENSE' ? 'LICENSE.txt' : file;
}

function manifest(about) {
  const { name, version, publisher, displayName, description, engines, categories, keywords, repository } = about;
  // By these tags VS Code offers the extension to who opens such a file.
  const endings = about.contributes.languages.flatMap((it) => it.extensions).map((it) => `__ext_${it.slice(1)}`);
  const asset = (type, file) => `    <Asset Type="${type}" Path="extension/${file}" Addressable="true"/>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}"/>
    <DisplayName>${xml(displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Tags>${xml([...keywords, ...endings].join(','))}</Tags>
    <Categories>${xml(categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xml(engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
      <Property Id="Microsoft.VisualStudio.Code.ExecutesCode" Value="true"/>
      <Property Id="Microsoft.VisualStudio.Services.Links.Source" Value="${xml(repository.url)}"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${asset('Microsoft.VisualStudio.Code.Manifest', 'package.json')}
${asset('Microsoft.VisualStudio.Services.Content.Details', 'README.md')}
${asset('Microsoft.VisualStudio.Services.Content.License', 'LICENSE.txt')}
  </Assets>
</PackageManifest>
`;
}

function contentTypes() {
  const types = { ...TYPES, '.txt': 'text/plain', '.vsixmanifest': 'text/xml' };
  const lines = Object.entries(types).map(([end, type]) => `  <Default Extension="${end}" ContentType="${type}"/>\n`);
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${lines.join('')}</Types>
`;
}

function xml(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return String(text).replace(/[&<>"]/g, (it) => names[it]);
}

// ---------- zip ----------

/** `entries`: name and content of each file, in order. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const called = Buffer.from(name, 'utf8');
    const body = zlib.deflateRawSync(content, { level: 9 });
    // Version needed, flags (names are UTF-8), method deflate, time, day, checksum, sizes, length of the name, no extra.
    const common = words([[2, 20], [2, 0x800], [2, 8], [2, 0], [2, DAY], [4, crc32(content)],
      [4, body.length], [4, content.length], [2, called.length], [2, 0]]);
    const local = Buffer.concat([words([[4, 0x04034b50]]), common, called, body]);
    // Made by, no comment, first disk, attributes inside and outside, where the file starts.
    directory.push(words([[4, 0x02014b50], [2, 20]]), common, words([[2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), called);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = words([[4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length],
    [4, central.length], [4, offset], [2, 0]]);
  return Buffer.concat([...parts, central, end]);
}

/** Whole numbers of 2 or 4 bytes, the smallest byte first. */
function words(numbers) {
  return Buffer.concat(numbers.map(([size, it]) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntLE(it >>> 0, 0, size);
    return bytes;
  }));
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

main();
