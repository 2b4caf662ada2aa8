// A page that termscore made in, what is wrong with it in a browser out. See README.md.
import { readFileSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, shots = "shots"] = process.argv.slice(2);
if (!file) {
  console.error("usage: node check.mjs PAGE.html [FOLDER FOR SCREENSHOTS]");
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(resolve(file)).href;
const name = basename(file).replace(/\.html$/, "");
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
let wrong = 0;
const fail = (where, what) => {
  wrong += 1;
  console.error(`${where}: ${what}`);
};

/** Opens the page and tells what it asks for and complains about. */
async function open(where, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (it) => ["error", "warning"].includes(it.type()) && fail(where, it.text()));
  page.on("pageerror", (it) => fail(where, it.message));
  page.on("request", (it) => it.url() !== address && fail(where, `asks for ${it.url()}`));
  await page.goto(address);
  return { context, page };
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1200, 360]) {
    const where = `${name} ${colorScheme} ${width}`;
    const { context, page } = await open(where, { colorScheme, viewport: { width, height: 900 } });
    const ready = await page.evaluate(() => performance.getEntriesByType("navigation")[0].domComplete);
    if (ready > 1000) fail(where, `ready after ${Math.round(ready)} ms`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) fail(where, `${wide} pixels wider than the screen`);
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`) });
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}-whole.png`), fullPage: true });
    // Folded parts are checked as well. The tool runs apart from the page, whose policy lets nothing else in.
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
    );
    for (const it of violations) {
      const nodes = it.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} (${node.failureSummary})`);
      fail(where, `${it.id}: ${it.help}, ${it.nodes.length} times\n  ${nodes.join("\n  ")}`);
    }
    console.log(`${where}: ready after ${Math.round(ready)} ms, ${violations.length} violations`);
    await context.close();
  }
}

const shown = async (javaScriptEnabled) => {
  const { context, page } = await open(`${name} scripts ${javaScriptEnabled}`, { javaScriptEnabled });
  const text = (await page.locator("main").textContent()).replaceAll("Copy", "");
  if (!javaScriptEnabled) {
    await page.emulateMedia({ media: "print" });
    await page.pdf({ path: join(shots, `${name}.pdf`), format: "A4", printBackground: false });
  }
  await context.close();
  return text;
};
if ((await shown(true)).length !== (await shown(false)).length) fail(name, "scripts change what is said");

// A link from a quote leads to its passage, and one behind the passage back.
{
  const { context, page } = await open(`${name} links`, { viewport: { width: 1200, height: 900 } });
  const link = page.locator(".finding .quote figcaption a").first();
  if (await link.count()) {
    await link.click();
    const target = page.locator(`[id="${(await link.getAttribute("href")).slice(1)}"]`);
    await page.waitForTimeout(1200);
    const box = await target.boundingBox();
    if (!box || box.y < 0 || box.y > 900) fail(`${name} links`, "the passage is not on the screen");
    await page.screenshot({ path: join(shots, `${name}-passage.png`) });
  }
  await context.close();
}
await browser.close();
console.log(wrong ? `${wrong} things are wrong` : "all is well");
process.exit(wrong ? 1 : 0);
