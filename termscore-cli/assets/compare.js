// A comparison as data in, elements out. All texts of contracts are text nodes.

const make = (name, text, className) => {
  const it = document.createElement(name);
  if (text !== undefined) it.textContent = text;
  if (className) it.className = className;
  return it;
};

const signed = (n) => (n === 0 ? "±0" : n > 0 ? `+${n}` : `−${Math.abs(n)}`);
const tone = (n) => (n === 0 ? "same" : n > 0 ? "good" : "bad");
const round = (n) => Math.round(n * 1000) / 1000;
/** Words of context around a change. */
const CONTEXT = 24;

export function comparison(it) {
  const parts = [head(it)];
  for (const caveat of it.caveats) parts.push(make("p", "Note: " + caveat + ".", "aside"));
  const by = (list, change) => list.filter((one) => one.change === change);
  parts.push(
    ...findings("New findings", by(it.findings, "new")),
    ...findings("Worse", by(it.findings, "worse")),
    ...findings("Gone", by(it.findings, "gone")),
    ...findings("Better", by(it.findings, "better")),
    ...findings("The same in other words", by(it.findings, "reworded")),
    ...findings("Protections lost", by(it.protections, "gone")),
    ...findings("Protections won", by(it.protections, "new")),
    ...wording(it.passages),
  );
  const same = by(it.findings, "unchanged");
  if (same.length) {
    const details = make("details");
    details.append(make("summary", `${same.length} unchanged ${same.length === 1 ? "finding" : "findings"}`));
    details.append(...findings("Unchanged", same));
    parts.push(details);
  }
  if (parts.length === 1 + it.caveats.length) parts.push(make("p", "Nothing that the rules look at has changed."));
  return parts;
}

function head(it) {
  const box = make("section", undefined, "verdict versions");
  const line = make("p", undefined, "scores");
  line.append(
    make("span", String(it.before.score), "from"),
    make("span", " to ", "sr"),
    Object.assign(make("span", " → "), { ariaHidden: "true" }),
    make("b", String(it.after.score)),
    " ",
    make("span", `(${signed(it.change)})`, tone(it.change)),
  );
  const grade = (side) => (!side.scored ? "not scored" : side.grade ? `grade ${side.grade}` : "no grade");
  const names = make("p", undefined, "kind");
  names.append(`${it.before.file}, ${grade(it.before)} → ${it.after.file}, ${grade(it.after)}`);
  box.append(line, names);
  const table = make("table");
  const headings = make("tr");
  for (const title of ["Part", "Before", "After", "Of"]) headings.append(Object.assign(make("th", title), { scope: "col" }));
  const top = make("thead");
  top.append(headings);
  const body = make("tbody");
  for (const part of it.categories) {
    const row = make("tr");
    const change = part.before === null || part.after === null ? 0 : round(part.after - part.before);
    row.append(
      Object.assign(make("th", part.title), { scope: "row" }),
      make("td", String(part.before ?? "–")),
      make("td", String(part.after ?? "–") + (change ? ` (${signed(change)})` : ""), tone(change)),
      make("td", String(part.worth)),
    );
    body.append(row);
  }
  table.append(top, body);
  if (it.categories.length) box.append(table);
  return box;
}

function findings(title, some) {
  if (some.length === 0) return [];
  const section = make("section");
  section.append(make("h2", `${title} (${some.length})`));
  for (const it of some) {
    const shown = it.after ?? it.before;
    if (!shown) continue;
    const article = make("article", undefined, "found t-" + (shown.severity === "minimal" ? "good" : shown.severity));
    const line = make("h3");
    line.append(make("span", shown.severity, "badge"), " " + shown.title);
    article.append(line);
    for (const [name, found] of [["Before", it.before], ["After", it.after]]) {
      if (!found) continue;
      if (found.quotes.length === 0 && found.absence) article.append(make("p", `${name}: the text does not say it.`, "aside"));
      for (const quote of found.quotes.slice(0, 3)) {
        const block = make("blockquote");
        block.append(make("span", name + (quote.section ? `, ${quote.section}` : "") + ": ", "aside"), quote.quote);
        article.append(block);
      }
    }
    section.append(article);
  }
  return [section];
}

function wording(passages) {
  if (passages.length === 0) return [];
  const section = make("section");
  section.append(make("h2", `Wording (${passages.length})`));
  for (const it of passages) {
    const article = make("article", undefined, "found passage");
    article.append(make("h3", it.section || (it.page ? `Page ${it.page}` : "In the text")));
    const block = make("blockquote");
    it.words.forEach((words, at) => {
      const name = { both: "span", before: "del", after: "ins" }[words.in];
      block.append(make(name, words.in === "both" ? shortened(words.text, at > 0, at + 1 < it.words.length) : words.text), " ");
    });
    article.append(block);
    for (const what of it.what) article.append(make("p", what, "aside"));
    section.append(article);
  }
  return [section];
}

/** The words next to changes; what is far from any is left out. */
function shortened(text, before, after) {
  const words = text.split(" ");
  const head = before ? CONTEXT : 0;
  const tail = after ? CONTEXT : 0;
  if (words.length <= head + tail + 4) return text;
  return [...words.slice(0, head), "…", ...(tail ? words.slice(-tail) : [])].join(" ");
}
