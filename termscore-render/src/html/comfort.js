"use strict";
// Copies wordings, and prints what is folded. The page is whole without it.
for (const box of document.querySelectorAll(".wording")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  const title = box.closest(".finding")?.querySelector("h3")?.textContent ?? "";
  button.setAttribute("aria-label", "Copy the wording for: " + title);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "said";
  button.addEventListener("click", async () => {
    const text = [...box.querySelectorAll("blockquote p")].map((it) => it.textContent).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(box.querySelector("blockquote"));
      said.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
  box.append(button, said);
}
addEventListener("beforeprint", () => {
  for (const it of document.querySelectorAll("details:not([open]):not(.outline)")) {
    it.open = true;
    it.dataset.printed = "";
  }
});
addEventListener("afterprint", () => {
  for (const it of document.querySelectorAll("details[data-printed]")) {
    it.open = false;
    delete it.dataset.printed;
  }
});
