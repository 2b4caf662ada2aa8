// Starts the program and a browser for one script, and ends both, whatever happens.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { chromium } from "playwright-core";

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const contracts = path.join(repository, "examples/contracts");

async function serve() {
  const program = process.env.TERMSCORE ?? path.join(repository, "target/debug/termscore");
  if (!existsSync(program)) throw new Error(`${program} is not there: cargo build -p termscore-cli`);
  const child = spawn(program, ["serve"], { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  for await (const chunk of child.stdout) {
    told += chunk;
    const address = /http:\/\/\S+/.exec(told);
    if (address) return { address: address[0], child };
  }
  throw new Error("the program ended: " + told);
}

/** Runs steps on a page of its own; problems are what the browser complained about. */
export async function stage(name, steps, options = {}) {
  const { address, child } = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const context = await browser.newContext({ acceptDownloads: true, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const problems = [];
    page.on("console", (it) => ["error", "warning"].includes(it.type()) && problems.push(it.text()));
    page.on("pageerror", (it) => problems.push(String(it)));
    page.on("dialog", (it) => {
      problems.push("dialog: " + it.message());
      it.dismiss();
    });
    page.on("request", (it) => {
      const url = it.url();
      if (!url.startsWith(address) && !url.startsWith("blob:")) problems.push("request: " + url);
    });
    await page.goto(address);
    await page.waitForSelector("body[data-ready=true]");
    await steps({ page, context, address, problems, browser, child });
    if (problems.length) throw new Error("the browser complained: " + problems.join("\n"));
    console.log(`ok   ${name}`);
  } catch (error) {
    console.error(`FAIL ${name}\n${error.stack ?? error}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    const ended = once(child, "exit");
    child.kill("SIGINT");
    const [status] = await ended;
    if (status !== 0) {
      console.error(`FAIL ${name}: the program ended with ${status}`);
      process.exitCode = 1;
    }
  }
}

export function check(holds, message) {
  if (!holds) throw new Error(message);
}

/** Chooses a file by the button, as most people do. */
export async function choose(page, file, input = "#file") {
  await page.setInputFiles(input, file);
}

/** Drops a file, as the others do. */
export async function drop(page, selector, name, bytes, type = "") {
  const data = await page.evaluateHandle(
    ([name, encoded, type]) => {
      const bytes = Uint8Array.from(atob(encoded), (it) => it.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type }));
      return data;
    },
    [name, Buffer.from(bytes).toString("base64"), type],
  );
  await page.dispatchEvent(selector, "dragenter", { dataTransfer: data });
  await page.dispatchEvent(selector, "drop", { dataTransfer: data });
}

/** Waits until a report is there; its score. */
export async function score(page, name) {
  await page.waitForFunction((name) => document.querySelector(".verdict h1")?.textContent === name && !document.body.classList.contains("busy"), name);
  return Number(await page.textContent("#report-side .dial .number"));
}

/** Whether an element is inside the window, and inside what scrolls around it. */
export const inView = (handle) =>
  handle.evaluate((element) => {
    const box = element.getBoundingClientRect();
    let [top, bottom] = [0, innerHeight];
    for (let it = element.parentElement; it; it = it.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(it).overflowY)) continue;
      const around = it.getBoundingClientRect();
      [top, bottom] = [Math.max(top, around.top), Math.min(bottom, around.bottom)];
    }
    return box.height > 0 && box.bottom > top && box.top < bottom;
  });
