// Pictures of the page, to be looked at.
import path from "node:path";
import { mkdirSync } from "node:fs";
import { choose, contracts, repository, score, stage } from "./stage.mjs";

const shots = process.env.SHOTS ?? path.join(repository, "termscore-cli/tests/browser/shots");
mkdirSync(shots, { recursive: true });

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of [["wide", { width: 1440, height: 960 }], ["phone", { width: 390, height: 844 }]]) {
    await stage(`pictures: ${colorScheme}, ${size}`, async ({ page }) => {
      const shot = (name, options = {}) => page.screenshot({ path: path.join(shots, `${name}-${size}-${colorScheme}.png`), ...options });
      await shot("start");
      await choose(page, path.join(contracts, "agency-client-friendly.pdf"));
      await score(page, "agency-client-friendly.pdf");
      await shot("report");
      await page.locator(".finding .quote figcaption a").first().click();
      await shot("passage");
      await page.click("[data-what=addendum][data-format=docx]");
      await page.waitForSelector("#outcome:not([hidden])");
      await page.evaluate(() => scrollTo(0, 0));
      await shot("drafted");
      await page.click("#tab-compare");
      await choose(page, path.join(contracts, "agency-freelancer-friendly.docx"), "#file-after");
      await page.waitForSelector("#comparison .versions");
      await shot("versions");
      await page.click("#tab-rules");
      await page.fill("#rules", (await page.inputValue("#rules")).replace("severity medium", "severity terrible"));
      await page.waitForSelector("#mirror .squiggle");
      await shot("rules");
    }, { colorScheme, viewport });
  }
}
