import { check, drop, score, stage } from "./stage.mjs";

const CLAUSE = "Contractor shall indemnify Client against any and all claims.";
const PAYLOAD = `<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)><a href="javascript:alert(4)">x</a></textarea></style></title>{{7*7}}`;

await stage("nothing that stands in a contract runs", async ({ page }) => {
  const name = `"><img src=x onerror=alert(5)>.txt`;
  const text = `FREELANCE AGREEMENT\n\nThis Agreement is between Acme ${PAYLOAD} Ltd (“Client”) and Ann Lee (“Contractor”).\n\n1. Fees ${PAYLOAD}. Client shall pay each invoice within ninety (90) ${PAYLOAD} days after receipt.\n\n2. ${CLAUSE} ${PAYLOAD}\n`;
  await drop(page, "#drop", name, text);
  await score(page, name);
  check((await page.locator("#open script, #open img, #open svg[onload], #open iframe").count()) === 0, "no element of the contract is one of the page");
  check((await page.textContent("#contract-side")).includes("<script>alert(1)</script>"), "the text is shown as it is");
  check((await page.locator('#open a[href^="javascript:"]').count()) === 0, "no link of it is one");
  await page.click("#tab-compare");
  await drop(page, "[data-slot=after]", name, text.replace("ninety (90)", "<script>alert(6)</script> ten (10)"));
  await page.waitForSelector("#comparison .versions");
  check((await page.locator("#comparison script, #comparison img").count()) === 0, "nor in a comparison");
  await page.click("#tab-rules");
  await page.fill("#rules", `pack x 1.0.0 { title "${PAYLOAD.replaceAll('"', "'")}" } <img src=x onerror=alert(7)>`);
  await page.waitForSelector("#diagnostics li");
  check((await page.locator("#view-rules img, #view-rules script").count()) === 0, "nor in rules");
  await page.waitForTimeout(300);
});

await stage("a web page as a contract runs nothing and loads nothing", async ({ page }) => {
  const html = `<html><head><script>alert(1)</script><link rel=stylesheet href="http://evil.example/x.css"></head><body><img src="http://evil.example/x.png" onerror="alert(2)"><h1>FREELANCE AGREEMENT</h1><p>Between Acme Ltd (“Client”) and Ann Lee (“Contractor”).</p><p>1. ${CLAUSE}</p><iframe src="http://evil.example"></iframe></body></html>`;
  await drop(page, "#drop", "offer.html", html, "text/html");
  await score(page, "offer.html");
});

await stage("another site, and another address, get nothing", async ({ page, context, address, problems }) => {
  const { origin, pathname } = new URL(address);
  const statuses = await Promise.all([
    context.request.get(origin + "/").then((it) => it.status()),
    context.request.get(address, { headers: { host: "evil.example" } }).then((it) => it.status()),
    context.request.post(address + "api/report", { headers: { origin: "http://evil.example" }, data: {} }).then((it) => it.status()),
  ]);
  check(statuses.join() === "404,403,403", statuses.join());
  // A page of another origin that knows the address, even with the token, cannot read it.
  const other = await context.newPage();
  await other.goto("data:text/html,<title>other</title>");
  const read = await other.evaluate((address) => fetch(address).then((it) => it.text()).catch(() => "nothing"), address);
  check(read === "nothing", read.slice(0, 80));
  check(pathname.length === 34, "the address holds a secret of 128 bits");
  // Inline scripts do not run even if one were written into the page.
  await page.evaluate(() => {
    const it = document.createElement("script");
    try {
      it.textContent = "window.ran = true";
      document.body.append(it);
    } catch {
      // Where the browser knows trusted types, it stops here.
    }
  });
  check(!(await page.evaluate(() => window.ran)), "an inline script ran");
  problems.splice(0, problems.length, ...problems.filter((it) => !/Content Security Policy|TrustedScript|CORS|Trusted/i.test(it)));
});
