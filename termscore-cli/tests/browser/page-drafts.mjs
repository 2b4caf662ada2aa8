import { readFileSync } from "node:fs";
import path from "node:path";
import { check, choose, contracts, score, stage } from "./stage.mjs";

/** Names of the files in an archive, from its local headers. */
function entries(zip) {
  const names = [];
  for (let at = zip.indexOf("PK\x03\x04"); at >= 0; at = zip.indexOf("PK\x03\x04", at + 4)) {
    names.push(zip.subarray(at + 30, at + 30 + zip.readUInt16LE(at + 26)).toString());
  }
  return names;
}

async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

await stage("drafts are downloads", async ({ page }) => {
  const name = "agency-client-friendly.pdf";
  await choose(page, path.join(contracts, name));
  await score(page, name);
  const addendum = await download(page, "[data-what=addendum][data-format=docx]");
  check(addendum.name === "Addendum to agency-client-friendly.docx", addendum.name);
  check(entries(addendum.bytes).includes("word/document.xml"), "the addendum is a Word file");
  await page.waitForSelector("#outcome:not([hidden])");
  check(/is rid of \d+ of \d+ serious findings/.test(await page.textContent("#outcome")), "what it clears is told");
  const redline = await download(page, "[data-what=redline]");
  check(entries(redline.bytes).includes("word/comments.xml"), "the redline has comments");
  check((await page.textContent("#outcome")).includes("a PDF cannot carry tracked changes"), "where it comes from is told");
  const letter = await download(page, "[data-what=letter][data-tone=warm]");
  check(letter.name.endsWith(".txt") && letter.bytes.toString().startsWith("Subject: "), "a letter");
  const report = await download(page, "[data-what=report][data-format=html]");
  check(report.bytes.toString().startsWith("<!DOCTYPE html>"), "a page");
});

await stage("a Word file gets its redline in itself", async ({ page }) => {
  await choose(page, path.join(contracts, "employment-agreement.docx"));
  await score(page, "employment-agreement.docx");
  const redline = await download(page, "[data-what=redline]");
  const own = entries(readFileSync(path.join(contracts, "employment-agreement.docx")));
  check(own.every((it) => entries(redline.bytes).includes(it)), "all its parts are there");
});
