import { readFileSync } from "node:fs";
import path from "node:path";
import { check, contracts, drop, score, stage } from "./stage.mjs";

await stage("two versions are compared", async ({ page }) => {
  await page.click("#example");
  await score(page, "example.txt");
  await page.click("#tab-compare");
  check((await page.textContent("#picked-before")) === "example.txt", "the open contract is the first");
  const after = (await page.evaluate(async () => (await (await fetch("api/setup")).json()).contract)).replace("ninety (90) days", "fourteen (14) days");
  await drop(page, "[data-slot=after]", "later.txt", after);
  await page.waitForSelector("#comparison .versions");
  const text = await page.textContent("#comparison");
  check(text.includes("Gone"), "the finding is gone");
  check(/\(\+[\d.]+\)/.test(text), "the score rose");
  check((await page.textContent("#comparison ins")).includes("fourteen"), "the new words are marked");
  check((await page.textContent("#comparison del")).includes("ninety"), "so are the old ones");
  // Another pair.
  await drop(page, "[data-slot=before]", "software-consultancy.txt", readFileSync(path.join(contracts, "software-consultancy.txt")));
  await page.waitForFunction(() => document.querySelector("#comparison .kind")?.textContent.includes("software-consultancy.txt"));
});
