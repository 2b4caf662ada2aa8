import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { check, choose, contracts, score, stage } from "./stage.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function look(page, where) {
  // Scripts of a test come in past the policy of the page.
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const all = result.violations.map((it) => `${it.id}: ${it.help}\n${it.nodes.slice(0, 4).map((node) => "    " + node.html.slice(0, 160) + "\n      " + node.failureSummary.replaceAll("\n", " ")).join("\n")}`);
  check(all.length === 0, `${where}:\n${all.join("\n")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1360, height: 900 }, { width: 390, height: 844 }]) {
    await stage(`axe-core finds nothing: ${colorScheme}, ${viewport.width} wide`, async ({ page }) => {
      await look(page, "start");
      await choose(page, path.join(contracts, "agency-client-friendly.pdf"));
      await score(page, "agency-client-friendly.pdf");
      await page.click("#limits summary");
      await look(page, "report");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(wide <= 0, `${wide} pixels are outside of the window`);
      await page.click("#tab-compare");
      await choose(page, path.join(contracts, "agency-freelancer-friendly.docx"), "#file-after");
      await page.waitForSelector("#comparison .versions");
      await look(page, "comparison");
      await page.click("#tab-rules");
      await page.fill("#rules", (await page.inputValue("#rules")).replace("severity medium", "severity terrible"));
      await page.waitForSelector("#mirror .squiggle");
      await look(page, "rules");
      check((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "the rules fit the window");
    }, { colorScheme, viewport });
  }
}

await stage("the keyboard reaches everything", async ({ page }) => {
  await page.keyboard.press("Tab");
  check((await page.evaluate(() => document.activeElement.className)) === "skip", "first the link that skips");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  check((await page.evaluate(() => document.activeElement.id)) === "tab-compare", "arrows move between views");
  check(await page.isVisible("#view-compare"), "and show them");
  await page.keyboard.press("Home");
  const seen = new Set();
  for (let n = 0; n < 8; n += 1) {
    await page.keyboard.press("Tab");
    seen.add(await page.evaluate(() => document.activeElement.id));
  }
  check(seen.has("file") && seen.has("example"), [...seen].join());
  await page.focus("#example");
  await page.keyboard.press("Enter");
  await score(page, "example.txt");
  check((await page.evaluate(() => document.activeElement.id)) === "title", "the focus is on the report");
});
