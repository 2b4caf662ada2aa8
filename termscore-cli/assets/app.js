// The page: files to the program beside it, reports and drafts back. Texts from files are only ever text here; the
// report's markup comes escaped from the program, and is put in through one policy.
import { comparison } from "./compare.js";
import { Editor } from "./editor.js";

const $ = (id) => document.getElementById(id);
const make = (name, text, className) => {
  const it = document.createElement(name);
  if (text !== undefined) it.textContent = text;
  if (className) it.className = className;
  return it;
};

const policy = globalThis.trustedTypes?.createPolicy("termscore", { createHTML: (text) => text });
/** Markup that the program wrote. */
function put(element, markup) {
  element.innerHTML = policy ? policy.createHTML(markup) : markup;
}

const state = { setup: null, contract: null, report: null, before: null, after: null, asked: 0, tried: 0, limits: new Map() };

// ---- asking the program

async function ask(path, body, type = "application/json") {
  let response;
  try {
    response = await fetch(path, { method: "POST", body, headers: { "content-type": type } });
  } catch {
    throw new Error("the program does not answer: was it stopped? Start it again with “termscore serve”");
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    const error = new Error(answer.error ?? "that did not work");
    error.status = response.status;
    throw error;
  }
  return response;
}

const asJson = async (path, body) => (await ask(path, JSON.stringify(body))).json();

function sentence(text) {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : first + ".";
}

function complain(error, about) {
  const box = make("div", undefined, "problem");
  const text = make("p");
  if (about) text.append(make("b", about), ": ");
  text.append(sentence(error.message));
  const close = make("button", "Dismiss");
  close.type = "button";
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  $("messages").replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}

const hush = () => $("messages").replaceChildren();

async function busy(what, work) {
  $("progress").textContent = what;
  document.body.classList.add("busy");
  document.body.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    document.body.classList.remove("busy");
    document.body.removeAttribute("aria-busy");
    $("progress").textContent = "";
  }
}

// ---- files

async function send(file) {
  if (file.size > state.setup.max_file) {
    throw new Error(`this is larger than ${state.setup.max_file >> 20} MB, the most that the page takes: “termscore score” reads files of up to 64 MB`);
  }
  if (file.size === 0) throw new Error("the file is empty");
  const answer = await ask("api/contracts?name=" + encodeURIComponent(file.name || "contract.txt"), file, "application/octet-stream");
  return answer.json();
}

const forget = (...contracts) => {
  const ids = contracts.filter(Boolean).map((it) => it.contract);
  if (ids.length === 0) return;
  // A page that is being left can still send this.
  fetch("api/forget", { method: "POST", body: JSON.stringify({ contracts: ids }), headers: { "content-type": "application/json" }, keepalive: true }).catch(() => {});
};

async function openContract(file) {
  hush();
  try {
    await busy("Reading " + file.name, async () => {
      const contract = await send(file);
      forget(state.contract);
      state.contract = contract;
      $("kind").value = "";
      document.querySelector("input[name=side][value=you]").checked = true;
      await report(true);
      await tryRules();
    });
  } catch (error) {
    complain(error, file.name);
  }
}

function closeContract() {
  forget(state.contract);
  state.contract = state.report = null;
  $("open").hidden = true;
  $("start").hidden = false;
  $("outcome").hidden = true;
  document.title = "TermScore";
  for (const id of ["report-side", "contract-side", "colophon"]) $(id).replaceChildren();
  tryRules();
  $("start-title").setAttribute("tabindex", "-1");
  $("start-title").focus();
}

// ---- the report

function choice() {
  const by = $("by").value;
  const params = {};
  for (const input of $("limit-fields").querySelectorAll("input")) {
    if (input.value.trim()) params[input.name] = input.value;
  }
  return {
    kind: $("kind").value || null,
    side: document.querySelector("input[name=side]:checked").value,
    params,
    rules: by ? { text: editor.text, alone: by === "alone" } : null,
  };
}

/** Asks for the report and shows it; an answer that a later question has overtaken is dropped. */
async function report(first) {
  const asked = ++state.asked;
  const answer = await asJson("api/report", { contract: state.contract.contract, choice: choice() });
  if (asked !== state.asked) return;
  const before = state.report;
  state.report = answer;
  const { parts } = answer;
  put($("report-side"), parts.verdict + parts.fixes + parts.caveats + parts.findings + parts.questions + parts.protections);
  put($("contract-side"), parts.contract);
  put($("colophon"), parts.colophon);
  copyButtons();
  showSides(answer);
  showLimits(answer);
  $("start").hidden = true;
  $("open").hidden = false;
  document.title = state.contract.name + " · TermScore";
  $("desk").classList.toggle("changed", !first && before?.score !== answer.score);
  $("progress").textContent = answer.scored ? `Score ${answer.score} of 100, ${answer.n_findings} findings` : "Not scored";
  const auto = $("kind").options[0];
  auto.textContent = answer.kind.given || !answer.kind.title ? "recognise it" : `recognised: ${answer.kind.title}`;
  if (first) {
    const title = $("title");
    title.setAttribute("tabindex", "-1");
    title.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

/** The same again, after something was chosen otherwise. */
async function again() {
  if (!state.contract) return;
  hush();
  $("outcome").hidden = true;
  try {
    await busy("Scoring", () => report(false));
    await compare();
  } catch (error) {
    complain(error);
    if (error.status === 410) closeContract();
  }
}

/** Who is called what; the report for the other side names them the other way round. */
function showSides(answer) {
  const them = document.querySelector("input[name=side]:checked").value === "them";
  const [you, other] = them ? [answer.them, answer.you] : [answer.you, answer.them];
  const named = (name, otherwise) => (name && !/^(you|we|us|i)$/i.test(name) ? name : otherwise);
  $("side-you").textContent = named(you, "you");
  $("side-them").textContent = named(other, "the other side");
}

/** Limits of the packs that were asked. What was typed stays. */
function showLimits(answer) {
  const packs = state.setup.packs.filter((it) => answer.asked.includes(it.name));
  $("limits").hidden = packs.length === 0;
  const key = packs.map((it) => it.name).join();
  const box = $("limit-fields");
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  box.replaceChildren(...packs.map((pack) => {
    const set = make("fieldset");
    set.append(make("legend", pack.title));
    for (const limit of pack.limits) {
      const field = make("div", undefined, "limit");
      const name = limit.short.replaceAll("-", " ");
      const label = make("label", limit.help || name.charAt(0).toUpperCase() + name.slice(1));
      const input = make("input");
      input.id = label.htmlFor = "limit-" + limit.name;
      input.name = limit.name;
      input.placeholder = limit.default;
      input.autocomplete = "off";
      input.value = state.limits.get(limit.name) ?? "";
      input.addEventListener("change", () => state.limits.set(limit.name, input.value));
      field.append(label, input);
      set.append(field);
    }
    return set;
  }));
}

function copyButtons() {
  for (const box of $("report-side").querySelectorAll(".wording")) {
    const button = make("button", "Copy");
    button.type = "button";
    const title = box.closest(".finding")?.querySelector("h3")?.textContent ?? "";
    button.setAttribute("aria-label", "Copy the wording for: " + title);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(box.querySelector("blockquote").innerText);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select it by hand";
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    box.append(button);
  }
}

/** Links inside the report: the target is shown, and what is asked next from the keyboard starts there. */
function follow(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  const target = $(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!target || target.id === "main") return;
  event.preventDefault();
  for (let it = target.parentElement; it; it = it.parentElement) if (it.tagName === "DETAILS") it.open = true;
  for (const it of document.querySelectorAll(".arrived, .lit")) it.classList.remove("arrived", "lit");
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isPassage = target.classList.contains("at");
  target.classList.add("arrived");
  target.focus({ preventScroll: true });
  // A mark has a size, the anchor before it has none.
  const seen = isPassage ? light(target, link) ?? target.parentElement : target;
  seen.scrollIntoView({ block: isPassage ? "center" : "start", behavior: calm ? "instant" : "smooth" });
}

/** Most marks of one passage: they are split where others begin and end. */
const N_MARKS = 20;

/** Shows the words that a link means: from its anchor to the sign that leads back to where the link stands. */
function light(anchor, link) {
  const from = link.closest(".finding, .questions li, .protections li")?.id;
  const marks = [];
  for (let it = anchor.nextElementSibling; it && marks.length < N_MARKS; it = it.nextElementSibling) {
    if (it.matches("mark, .around")) marks.push(it);
    if (it.matches(".back") && it.querySelector(`a[href="#${from}"]`)) break;
    // Without such a sign, only what follows at once.
    if (!it.nextElementSibling) marks.splice(1);
  }
  const words = marks.filter((it) => it.matches("mark"));
  for (const it of words.length ? words : marks.slice(0, 1)) it.classList.add("lit");
  return words[0] ?? marks[0];
}

// ---- drafts

async function download(button) {
  hush();
  const { what, format, tone } = button.dataset;
  const asked = { contract: state.contract.contract, choice: choice(), what, format };
  if (tone) asked.tone = tone;
  const today = new Date();
  const two = (n) => String(n).padStart(2, "0");
  if (what === "redline") asked.date = `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
  try {
    await busy("Writing", async () => {
      const response = await ask("api/file", JSON.stringify(asked));
      const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition"))?.[1];
      const link = make("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = name ? decodeURIComponent(name) : `${what}.${format}`;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
      const outcome = response.headers.get("termscore-outcome");
      tell(what, link.download, outcome ? JSON.parse(decodeURIComponent(outcome)) : {});
    });
  } catch (error) {
    complain(error);
    if (error.status === 410) closeContract();
  }
}

/** What the file does, and what needs talking. */
function tell(what, name, outcome) {
  const box = $("outcome");
  const text = make("p");
  text.append(make("b", name), " is saved with your downloads. ");
  if (what === "addendum") {
    text.append(`Scored together with it, the contract is rid of ${outcome.cleared} of ${outcome.of} serious findings.`);
  }
  if (what === "redline") {
    text.append(`With its ${count(outcome.changes, "change", "changes")} accepted, the contract is rid of ${outcome.cleared} of ${outcome.of} serious findings.`);
    if (outcome.made_from) text.append(` It is a new Word file made of the text, for a ${outcome.made_from} cannot carry tracked changes: ask the other side for the Word file.`);
  }
  if (what === "letter") text.append("Read it before you send it: it speaks in your name.");
  box.replaceChildren(text);
  if (outcome.open?.length) {
    box.append(make("p", "These need talking, because no wording clears them:"));
    const list = make("ul");
    for (const it of outcome.open) {
      const li = make("li");
      li.append(make("b", it.title), ": " + it.reason);
      list.append(li);
    }
    box.append(list);
  }
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

// ---- two versions

async function pick(slot, file) {
  hush();
  try {
    await busy("Reading " + file.name, async () => {
      const contract = await send(file);
      forget(state[slot]);
      state[slot] = contract;
      $("picked-" + slot).textContent = contract.name;
      await compare();
    });
  } catch (error) {
    complain(error, file.name);
  }
}

async function compare() {
  const [before, after] = [state.before ?? state.contract, state.after];
  if (before) $("picked-before").textContent = before.name;
  if (!before || !after) return;
  const answer = await asJson("api/compare", { before: before.contract, after: after.contract, choice: choice() });
  $("comparison").replaceChildren(...comparison(answer));
}

// ---- rules

const editor = new Editor({ area: $("rules"), mirror: $("mirror"), list: $("diagnostics"), onChange: () => tryRules() });

async function tryRules() {
  const tried = ++state.tried;
  const asked = { text: editor.text, contract: state.contract?.contract ?? null, choice: { ...choice(), rules: null } };
  let answer;
  try {
    answer = await asJson("api/rules", asked);
  } catch (error) {
    if (tried === state.tried) $("rules-state").textContent = sentence(error.message);
    return;
  }
  if (tried !== state.tried) return;
  editor.show(answer.diagnostics);
  const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;
  const doubts = answer.diagnostics.length - answer.errors;
  $("rules-state").textContent = answer.ok
    ? `Fine: ${answer.holds}` + (doubts ? `; ${count(doubts, "doubt", "doubts")}` : "")
    : count(answer.errors, "mistake", "mistakes");
  $("rules-state").className = answer.ok ? "aside good" : "aside bad";
  $("rules-field").hidden = !answer.ok && !$("by").value;
  showTrying(answer);
  if (answer.ok && $("by").value && state.contract) again();
}

function showTrying(answer) {
  const box = $("trying");
  if (!answer.ok) {
    box.replaceChildren(make("p", "Correct the mistakes to see what the rules find.", "aside"));
    return;
  }
  if (!state.contract) {
    box.replaceChildren(make("p", "Open a contract under “Report” to try the rules on it.", "aside"));
    return;
  }
  if (answer.problem) {
    box.replaceChildren(make("p", sentence(answer.problem)));
    return;
  }
  const { outcome } = answer;
  const head = make("p", undefined, "tried");
  if (outcome.scored) head.append("By your rules alone, ", make("b", state.contract.name), " scores ", make("b", String(outcome.score)), ".");
  else head.append("None of your rules was asked of ", make("b", state.contract.name), ".");
  const parts = [head];
  for (const it of outcome.findings) {
    const finding = make("article", undefined, "found t-" + (it.severity === "minimal" ? "good" : it.severity));
    const line = make("h3");
    line.append(make("span", it.severity, "badge"), " " + it.title);
    finding.append(line);
    for (const quote of it.quotes) finding.append(make("blockquote", quote));
    if (it.absent && it.quotes.length === 0) finding.append(make("p", "It rests on what the contract does not say.", "aside"));
    parts.push(finding);
  }
  if (outcome.scored && outcome.findings.length === 0) parts.push(make("p", "No rule found anything."));
  if (outcome.undetermined.length) {
    parts.push(make("h3", "Could not be decided"));
    const list = make("ul");
    for (const it of outcome.undetermined) list.append(make("li", it));
    parts.push(list);
  }
  if (outcome.clauses.length) {
    const details = make("details");
    details.append(make("summary", count(outcome.clauses.length, "passage that your clauses match", "passages that your clauses match")));
    for (const it of outcome.clauses) {
      const p = make("p", undefined, "match");
      p.append(make("code", it.clause), ` (${it.polarity}): “${it.quote}”`);
      details.append(p);
    }
    parts.push(details);
  }
  box.replaceChildren(...parts);
}

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

// ---- views

const tabs = [...document.querySelectorAll("[role=tab]")];

function view(tab, focus) {
  for (const it of tabs) {
    const on = it === tab;
    it.setAttribute("aria-selected", String(on));
    it.tabIndex = on ? 0 : -1;
    $(it.getAttribute("aria-controls")).hidden = !on;
  }
  if (focus) tab.focus();
  if (tab.id === "tab-compare") compare().catch((error) => complain(error));
}

// ---- wiring

function drops(element, take) {
  let depth = 0;
  const over = (on) => element.classList.toggle("over", on);
  element.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    over(true);
  });
  element.addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) over(false);
  });
  element.addEventListener("dragover", (event) => event.preventDefault());
  // Wherever it is dropped, nothing is over anything any more.
  const ended = () => {
    depth = 0;
    over(false);
  };
  addEventListener("drop", ended, true);
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const file = event.dataTransfer?.files?.[0];
    if (file) take(file);
  });
}

function picks(input, take) {
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (file) take(file);
  });
}

picks($("file"), openContract);
picks($("file-before"), (file) => pick("before", file));
picks($("file-after"), (file) => pick("after", file));
picks($("file-rules"), async (file) => {
  if (file.size > 500_000) return complain(new Error("this is too large for rule text"), file.name);
  editor.text = await file.text();
  tryRules();
});
for (const it of document.querySelectorAll("[data-slot]")) drops(it, (file) => pick(it.dataset.slot, file));
// Anywhere else on the page: a contract to read, or rules to open.
drops(document.body, async (file) => {
  if (file.name.endsWith(".terms")) {
    editor.text = await file.text();
    view($("tab-rules"));
    return tryRules();
  }
  if (!$("view-compare").hidden) return pick(state.before ?? state.contract ? "after" : "before", file);
  view($("tab-report"));
  return openContract(file);
});
document.addEventListener("paste", (event) => {
  if (event.target.closest?.("textarea, input") || $("view-report").hidden) return;
  const file = event.clipboardData?.files?.[0];
  const text = event.clipboardData?.getData("text/plain");
  if (file) openContract(file);
  else if (text?.trim()) openContract(new File([text], "pasted text.txt", { type: "text/plain" }));
});
$("example").addEventListener("click", () => openContract(new File([state.setup.contract], "example.txt", { type: "text/plain" })));
$("close").addEventListener("click", closeContract);
$("choice").addEventListener("change", again);
$("choice").addEventListener("submit", (event) => {
  event.preventDefault();
  again();
});
$("main").addEventListener("click", follow);
for (const it of document.querySelectorAll("[data-what]")) it.addEventListener("click", () => download(it));
$("save-rules").addEventListener("click", () => {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([editor.text], { type: "text/plain" }));
  link.download = (/^\s*pack\s+([a-z0-9-]+)/m.exec(editor.text)?.[1] ?? "my-rules") + ".terms";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
});
for (const [at, tab] of tabs.entries()) {
  tab.addEventListener("click", () => view(tab));
  tab.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    view(tabs[(to + tabs.length) % tabs.length], true);
  });
}
addEventListener("pagehide", () => forget(state.contract, state.before, state.after));
addEventListener("pageshow", (event) => {
  // Come back to from the history: what it showed is forgotten.
  if (event.persisted) location.reload();
});

try {
  const response = await fetch("api/setup");
  if (!response.ok) throw new Error("the program does not answer as it should: start it again");
  state.setup = await response.json();
  const kinds = state.setup.kinds.map((it) => Object.assign(make("option", it.title), { value: it.name }));
  $("kind").replaceChildren(Object.assign(make("option", "recognise it"), { value: "" }), ...kinds);
  editor.text = state.setup.rules;
  document.body.dataset.ready = "true";
  await tryRules();
} catch (error) {
  complain(error);
}
