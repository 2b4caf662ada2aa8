import { readFileSync } from "node:fs";
import path from "node:path";
import { check, choose, contracts, drop, inView, score, stage } from "./stage.mjs";

await stage("a Word file is read, and findings lead to their passages", async ({ page }) => {
  const file = path.join(contracts, "agency-freelancer-friendly.docx");
  await drop(page, "#drop", "agency-freelancer-friendly.docx", readFileSync(file));
  const friendly = await score(page, "agency-freelancer-friendly.docx");
  check(friendly > 60, `a friendly contract scores ${friendly}`);
  check(await page.isVisible("#contract-side .text"), "the contract is shown");
  check((await page.title()).startsWith("agency-freelancer-friendly.docx"), "the title names the file");
});

await stage("a PDF is read; a finding leads to its highlighted passage and back", async ({ page }) => {
  await choose(page, path.join(contracts, "agency-client-friendly.pdf"));
  const hard = await score(page, "agency-client-friendly.pdf");
  check(hard < 60, `a contract for the client scores ${hard}`);
  const link = page.locator(".finding .quote figcaption a").first();
  const target = (await link.getAttribute("href")).slice(1);
  await link.click();
  const focused = await page.evaluate(() => document.activeElement.id);
  check(focused === target, `the focus is on ${focused}, not ${target}`);
  const mark = await page.$(`[id="${target}"] ~ mark`);
  check(mark && (await inView(mark)), "the passage is in view");
  const quoted = (await page.locator(".finding .quote mark").first().textContent()).trim().slice(0, 20);
  const passage = await page.evaluate((id) => document.getElementById(id).parentElement.textContent, target);
  check(passage.includes(quoted.split(" ")[0]), `the passage holds the quote: ${quoted}`);
  // The number behind the mark leads back to the finding.
  const back = page.locator("#contract-side .back a").first();
  const finding = (await back.getAttribute("href")).slice(1);
  await back.click();
  check((await page.evaluate(() => document.activeElement.id)) === finding, "back at the finding");
  check(await inView(await page.$(`[id="${finding}"]`)), "the finding is in view");
});

await stage("kind, side and limits change what is shown at once", async ({ page, problems }) => {
  await page.click("#example");
  const before = await score(page, "example.txt");
  const limit = page.locator(".limit", { hasText: /payment|days/i }).locator("input").first();
  await page.click("#limits summary");
  await limit.fill("120 days");
  await limit.blur();
  await page.waitForFunction((before) => Number(document.querySelector("#report-side .dial .number").textContent) > before, before);
  await limit.fill("soon");
  await limit.blur();
  await page.waitForSelector(".problem");
  check((await page.textContent(".problem")).includes("soon"), "the wrong limit is told");
  // The browser notes answers that are refusals; there is nothing else.
  problems.splice(0, problems.length, ...problems.filter((it) => !it.includes("400")));
  await limit.fill("");
  await limit.blur();
  await page.waitForFunction((before) => Number(document.querySelector("#report-side .dial .number").textContent) === before, before);
  check(!(await page.$(".problem")), "the complaint is gone");
  await page.check("input[name=side][value=them]");
  await page.waitForFunction((before) => Number(document.querySelector("#report-side .dial .number").textContent) !== before, before);
  check((await page.textContent("#side-you")) === "Contractor", "the sides keep their names");
  await page.selectOption("#kind", { label: await page.locator("#kind option").nth(2).textContent() });
  await page.waitForFunction(() => !document.body.classList.contains("busy"));
  await page.click("#close");
  check(await page.isVisible("#start"), "closed");
  check((await page.textContent("body")).includes("Choose a contract") && !(await page.$(".finding")), "nothing of it is left");
});

await stage("what cannot be read is told in a sentence", async ({ page, problems }) => {
  await drop(page, "#drop", "broken.docx", "PK\x03\x04 no archive");
  await page.waitForSelector(".problem");
  const sentence = await page.textContent(".problem p");
  check(/^broken\.docx: [A-Z].{10,}\.$/.test(sentence), sentence);
  await drop(page, "#drop", "empty.txt", "");
  await page.waitForFunction(() => document.querySelector(".problem")?.textContent.includes("empty"));
  // The browser notes answers that are refusals; there is nothing else.
  problems.splice(0, problems.length, ...problems.filter((it) => !it.includes("422")));
});
