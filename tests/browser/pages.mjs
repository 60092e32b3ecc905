// The report and the review in a real browser, by keyboard: `node pages.mjs COPYDESK CHROMIUM [FOLDER]`; with a folder, it
// leaves pictures there.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [copydesk, executablePath, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const samples = resolve(import.meta.dirname, "../../samples");
const desk = mkdtempSync(join(tmpdir(), "copydesk-browser-"));
const WIDTH = { width: 1280, height: 800 };
for (const name of ["tram.txt", "reservoir.txt"]) cpSync(join(samples, name), join(desk, name));
const MARKDOWN = "# The “bridge” of <script>alert(1)</script>\r\n\r\nMM. Duval and Roux opened 🌉 it on monday.\r\n";
writeFileSync(join(desk, "bridge.md"), MARKDOWN);
if (pictures) mkdirSync(pictures, { recursive: true });

const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet];
const browser = await chromium.launch({ executablePath, args });

/** A page that must not ask anybody but `own` for anything, nor make any error. */
async function open(url, colorScheme, own) {
  const context = await browser.newContext({ colorScheme, reducedMotion: "reduce", viewport: WIDTH, bypassCSP: false });
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => { if (!request.url().startsWith(own)) wrong.push(request.url()); });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => { wrong.push(dialog.message()); dialog.dismiss(); });
  page.on("console", (message) => { if (message.type() === "error" && !/status of (409|412|422)/.test(message.text())) wrong.push(message.text()); });
  await page.goto(url);
  return { page, context, done: async () => { assert.deepEqual(wrong, []); await context.close(); } };
}

/** No serious or critical violation of accessibility. */
async function accessible(page, what) {
  const session = await page.context().newCDPSession(page);
  // By the protocol, for the page's own policy lets no other script in.
  await session.send("Runtime.evaluate", { expression: axe });
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: "axe.run().then((r) => JSON.stringify([r.passes.length, r.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html + ' ' + n.failureSummary)])]))",
    awaitPromise: true, returnByValue: true,
  });
  assert.equal(exceptionDetails, undefined, `${what}: axe did not run`);
  const [passes, violations] = JSON.parse(result.value);
  assert.ok(passes > 15, `${what}: only ${passes} checks passed`);
  assert.deepEqual(violations.filter(([impact]) => ["serious", "critical"].includes(impact)), [], what);
}

const picture = (page, name) => (pictures ? page.screenshot({ path: join(pictures, name) }) : null);
const current = (page) => page.locator(".card.current .number").textContent();
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const until = (page, words) => page.waitForFunction((w) => document.querySelector(".article:not([hidden]) .prose").textContent.includes(w), words);

async function report(colorScheme) {
  const file = join(desk, "..", `copydesk-report-${process.pid}.html`);
  const run = spawnSync(copydesk, ["check", "--isolated", "--fail-on", "never", "--format", "html", "--output", file, "."], { cwd: desk });
  assert.equal(run.status, 0, String(run.stderr));
  const { page, done } = await open(`file://${file}`, colorScheme, `file://${file}`);
  assert.equal(await page.locator("nav[aria-label=Articles] a").count(), 3);
  assert.equal(await page.locator(".article:not([hidden]) h2").textContent(), "bridge.md");
  assert.ok((await page.locator(".article:not([hidden]) .headline").textContent()).startsWith("The “bridge” of"));
  await press(page, "]", "]");
  assert.equal(await page.locator(".article:not([hidden]) h2").textContent(), "tram.txt");
  await press(page, "n", "n", "j");
  assert.equal(await current(page), "3");
  assert.equal(await page.locator("#place").textContent(), "3 of 19");
  assert.equal(await page.evaluate(() => document.activeElement.classList.contains("current")), true, "the keyboard is there");
  await press(page, "p", "k");
  assert.equal(await current(page), "1");
  await press(page, "n", "n");
  await accessible(page, `report, ${colorScheme}`);
  await picture(page, `report-${colorScheme}.png`);
  // Views.
  await press(page, "v");
  await page.getByText("Mr. Lefort and Mr. Dubreuil", { exact: true }).locator("visible=true").first().waitFor();
  assert.equal(await page.locator(".article:not([hidden]) .prose ins:visible").count() > 3, true);
  await accessible(page, `report, changes, ${colorScheme}`);
  await press(page, "v", "v");
  assert.equal(await page.locator(".article:not([hidden]) .prose ins:visible").count(), 0);
  // Filters, reached and pressed by keyboard.
  await page.getByRole("button", { name: "Errors" }).focus();
  await press(page, "Space");
  assert.equal(await page.locator(".article:not([hidden]) .card:visible").count(), 10);
  await page.getByLabel("Family of rules").selectOption("calques");
  const families = await page.locator(".article:not([hidden]) .card:visible").evaluateAll((cards) => cards.map((c) => c.dataset.family));
  assert.ok(families.length > 0 && families.every((f) => f === "calques"));
  await page.locator(".article:not([hidden]) h2").focus();
  await press(page, "n", "r");
  assert.ok(await page.locator("#rule-dialog").isVisible());
  await accessible(page, `page of a rule, ${colorScheme}`);
  await press(page, "Escape", "?");
  assert.ok(await page.locator("#help").isVisible());
  await page.locator("#keys-on").uncheck();
  await press(page, "Escape", "p", "p");
  assert.equal(await page.locator("#place").textContent(), `1 of ${families.length}`, "single keys can be switched off");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".article:visible").count(), 3, "all articles are printed");
  assert.equal(await page.locator(".bar button:visible").count(), 0);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ media: "screen" });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a telephone shows it without scrolling sideways");
  await done();
  rmSync(file);
}

function serve() {
  const options = { cwd: desk, env: { ...process.env, XDG_STATE_HOME: join(desk, "..", `copydesk-state-${process.pid}`) } };
  const server = spawn(copydesk, ["review", "--no-open", "--isolated", "."], options);
  return new Promise((resolved, failed) => {
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    server.stdout.on("data", (data) => {
      const link = /http:\/\/\S+/.exec(String(data));
      if (link) resolved({ server, link: link[0] });
    });
  });
}

async function end(server) {
  const ended = new Promise((resolved) => { server.removeAllListeners("exit"); server.on("exit", resolved); });
  server.kill("SIGINT");
  assert.equal(await ended, 0, "Ctrl-C ends it cleanly");
}

async function review(colorScheme, decide) {
  const { server, link } = await serve();
  const { page, done } = await open(link, colorScheme, new URL(link).origin);
  assert.ok(!page.url().includes("token"), "the token does not stay in the address");
  const own = page.locator(".card.current .own");
  if (decide) {
    await press(page, "n", "a");
    await until(page, "Mr. Duval and Mr. Roux");
    assert.equal(await current(page), "2", "the next open finding comes by itself");
    await press(page, "u");
    await page.waitForFunction(() => !document.querySelector(".card.accepted"));
    await press(page, "y");
    await page.locator(".card.accepted").waitFor();
    // Words of one's own, with what could be markup.
    await press(page, "n", "n", "p", "n");
    const last = page.locator(".card").last();
    await last.locator(".place").click();
    await press(page, "e");
    await own.locator("textarea").fill("<b>Monday</b> & 🚢");
    await press(page, "Tab", "Enter");
    await until(page, "<b>Monday</b> & 🚢");
    assert.equal(readFileSync(join(desk, "bridge.md"), "utf8"), MARKDOWN, "nothing is written before it is saved");
    await press(page, "s");
    await page.locator("#notice", { hasText: "Saved bridge.md" }).waitFor();
    const expected = MARKDOWN.replace("MM. Duval and Roux", "Mr. Duval and Mr. Roux").replace("monday", "\\<b>Monday\\</b> & 🚢");
    const written = readFileSync(join(desk, "bridge.md"), "utf8");
    assert.ok([expected, expected.replace("\\</b>", "\\</b>")].includes(written), written);
  }
  await press(page, "]", "]");
  await page.locator(".article h2", { hasText: "tram.txt" }).waitFor();
  if (decide) {
    await page.getByRole("button", { name: /Accept all safe/ }).click();
    await page.locator("#notice", { hasText: "Safe corrections accepted" }).waitFor();
    await page.locator("#dismiss").click();
    await page.locator(".card").first().locator(".place").click();
    await press(page, "x");
    await page.keyboard.type("A line of its own");
    await press(page, "Enter");
    await page.locator(".card.rejected").waitFor();
  }
  await page.locator(".card.open").first().locator(".place").click();
  await accessible(page, `review, ${colorScheme}`);
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, `review-${colorScheme}.png`);
  if (decide) {
    // The page is closed and opened again, and somebody else changes the file.
    await page.reload();
    await press(page, "]", "]");
    await page.locator(".card.rejected").waitFor();
    const theirs = `${readFileSync(join(desk, "tram.txt"), "utf8")}\nTheir line.\n`;
    writeFileSync(join(desk, "tram.txt"), theirs);
    await press(page, "s");
    await page.locator("#notice", { hasText: "changed by someone else" }).waitFor();
    await accessible(page, `conflict, ${colorScheme}`);
    assert.equal(readFileSync(join(desk, "tram.txt"), "utf8"), theirs);
    await page.getByRole("button", { name: "Read the file again" }).click();
    await page.locator("#notice", { hasText: "decisions fit" }).waitFor();
    await press(page, "s");
    await page.locator("#notice", { hasText: "Saved tram.txt" }).waitFor();
    const text = readFileSync(join(desk, "tram.txt"), "utf8");
    assert.ok(text.includes("Mr. Lefort and Mr. Dubreuil") && text.endsWith("\nTheir line.\n"), text);
    assert.ok(readFileSync(join(desk, "copydesk.toml"), "utf8").includes("reason = \"A line of its own\""));
  }
  await done();
  await end(server);
}

for (const scheme of ["light", "dark"]) await report(scheme);
await review("light", true);
cpSync(join(samples, "tram.txt"), join(desk, "tram.txt"));
await review("dark", false);
await browser.close();
rmSync(desk, { recursive: true });
rmSync(join(desk, "..", `copydesk-state-${process.pid}`), { recursive: true, force: true });
console.log("browser: fine");
