import { check, drop, score, stage } from "./stage.mjs";

await stage("rules are checked while they are written, and tried", async ({ page }) => {
  await page.click("#example");
  await score(page, "example.txt");
  await page.click("#tab-rules");
  await page.waitForFunction(() => document.querySelector("#rules-state").textContent.startsWith("Fine"));
  check((await page.textContent("#trying")).includes("Paid after 90 days"), "the rule is tried on the contract");
  const rules = await page.inputValue("#rules");
  await page.fill("#rules", rules.replace("severity medium", "severity terrible"));
  await page.waitForSelector("#mirror .squiggle.error");
  check((await page.textContent("#mirror .squiggle.error")) === "terrible", "the mark is on the word");
  check((await page.textContent("#rules-state")) === "1 mistake", await page.textContent("#rules-state"));
  check((await page.getAttribute("#rules", "aria-invalid")) === "true", "it is told to screen readers");
  // The mark lies behind the word: both layers have the same size and scroll together.
  const same = await page.evaluate(() => {
    const [a, b] = [document.querySelector("#rules"), document.querySelector("#mirror")];
    const style = (it) => ["fontSize", "fontFamily", "lineHeight", "paddingLeft", "paddingTop", "whiteSpace"].map((name) => getComputedStyle(it)[name]).join();
    return style(a) === style(b) && a.clientWidth === b.clientWidth;
  });
  check(same, "the layers fit");
  await page.click("#diagnostics button");
  const selected = await page.evaluate(() => {
    const it = document.activeElement;
    return it.value?.slice(it.selectionStart, it.selectionEnd);
  });
  check(selected === "terrible", `selected: ${selected}`);
  await page.fill("#rules", rules.replace("= 30 days", "= 120 days"));
  await page.waitForFunction(() => document.querySelector("#trying").textContent.includes("Being late") && !document.querySelector("#trying").textContent.includes("Paid after"));
  // The report by these rules.
  await page.fill("#rules", rules);
  await page.waitForFunction(() => document.querySelector("#trying").textContent.includes("Paid after"));
  await page.click("#tab-report");
  await page.selectOption("#by", "alone");
  await page.waitForFunction(() => document.querySelectorAll("#report-side .finding").length === 2);
  // A file of rules, dropped.
  await drop(page, "body", "mine.terms", "pack mine 1.0.0 { titel \"Mine\" }");
  await page.waitForFunction(() => document.querySelector("#diagnostics")?.textContent.includes("title"));
});
