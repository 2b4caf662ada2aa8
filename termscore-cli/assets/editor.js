// Rule text in a text area, with marks behind it where something is wrong.

/** Shows diagnostics as wavy lines behind the text, and in a list that leads to them. */
export class Editor {
  constructor({ area, mirror, list, onChange, onUse }) {
    this.area = area;
    this.mirror = mirror;
    this.list = list;
    this.onUse = onUse;
    this.marks = [];
    this.painted = "";
    this.timer = 0;
    area.addEventListener("input", () => {
      // Marks before the change stay until the answer comes; what follows it has moved.
      const [before, now] = [this.painted, this.text];
      let at = 0;
      while (at < now.length && before[at] === now[at]) at += 1;
      this.marks = this.marks.filter((it) => it.end < at);
      this.paint();
      clearTimeout(this.timer);
      this.timer = setTimeout(onChange, 250);
    });
    area.addEventListener("scroll", () => this.follow());
    new ResizeObserver(() => this.follow()).observe(area);
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.marks = [];
    this.paint();
  }

  /** Diagnostics count in UTF-16 code units, as text areas do. */
  show(diagnostics) {
    this.marks = [...diagnostics].sort((a, b) => a.start - b.start);
    this.paint();
    this.area.setAttribute("aria-invalid", String(diagnostics.some((it) => it.level === "error")));
    this.list.replaceChildren(...diagnostics.map((it) => this.item(it)));
  }

  item(it) {
    const li = document.createElement("li");
    li.className = it.level;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = `Line ${it.line}`;
    button.setAttribute("aria-label", `Go to line ${it.line}, column ${it.column}`);
    button.addEventListener("click", () => this.select(it));
    const level = document.createElement("b");
    level.textContent = it.level === "error" ? "Mistake: " : "Doubt: ";
    const text = document.createElement("span");
    text.textContent = it.message + (it.label ? ` (${it.label})` : "");
    li.append(button, " ", level, text);
    for (const more of [it.help, it.why]) {
      if (more) {
        const p = document.createElement("p");
        p.textContent = more;
        li.append(p);
      }
    }
    return li;
  }

  select(it) {
    this.area.focus();
    this.area.setSelectionRange(it.start, Math.max(it.end, it.start));
    const lines = this.text.slice(0, it.start).split("\n").length - 1;
    const height = parseFloat(getComputedStyle(this.area).lineHeight) || 20;
    this.area.scrollTop = Math.max(0, lines * height - this.area.clientHeight / 2);
    this.follow();
  }

  paint() {
    const text = this.text;
    this.painted = text;
    const parts = [];
    let at = 0;
    for (const it of this.marks) {
      // A place of no width is shown on the character there, or on the one before.
      let start = Math.min(it.start, text.length);
      let end = Math.min(Math.max(it.end, start + 1), text.length);
      if (start === end && start > 0) start -= 1;
      start = Math.max(start, at);
      if (end <= start) continue;
      parts.push(text.slice(at, start));
      const mark = document.createElement("span");
      mark.className = "squiggle " + it.level;
      mark.textContent = text.slice(start, end);
      parts.push(mark);
      at = end;
    }
    // The last line break of a text has no height of its own otherwise.
    parts.push(text.slice(at), "\n ");
    this.mirror.replaceChildren(...parts);
    this.follow();
  }

  follow() {
    this.mirror.scrollTop = this.area.scrollTop;
    this.mirror.scrollLeft = this.area.scrollLeft;
  }
}
