// The extension with the real language client and the real server, whose program is named by COPYDESK.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { activate, deactivate } from "../src/extension";
import * as vscode from "./vscode";

const ARTICLES = "../../tests/editors";
const program = resolve(process.env["COPYDESK"] ?? "../../target/release/copydesk");
const folder = mkdtempSync(join(tmpdir(), "copydesk-"));
let article: vscode.Document;

async function wait(what: string, ready: () => boolean): Promise<void> {
    const end = Date.now() + 60_000;
    while (!ready()) {
        assert.ok(Date.now() < end, `in vain waited for ${what}; log:\n${vscode.shown.log.join("\n")}\n${vscode.shown.messages.join("\n")}`);
        await new Promise((done) => setTimeout(done, 20));
    }
}

function marks(): vscode.Diagnostic[] {
    return vscode.languages.getDiagnostics(article.uri);
}

function words(): string[] {
    return marks().map((mark) => article.getText(mark.range)).sort();
}

before(async () => {
    mkdirSync(join(folder, "news"));
    vscode.workspace.workspaceFolders = [{ uri: vscode.Uri.file(join(folder, "news")), name: "news", index: 0 }];
    Object.assign(vscode.settings, { path: join(folder, "none"), from: "fr", english: "uk", select: [], ignore: [], configuration: "" });
});

after(async () => {
    await deactivate();
    rmSync(folder, { recursive: true });
});

test("without the program a message says what to do", async () => {
    await activate();
    assert.equal(vscode.shown.messages.length, 1);
    assert.match(vscode.shown.messages[0]!, /copydesk\.path names .*none, where there is no program/);
    assert.equal(vscode.shown.bar.visible, false);
});

test("naming the program starts the server, which marks the article", async () => {
    const text = readFileSync(join(ARTICLES, "article.md"), "utf8");
    article = vscode.open(vscode.Uri.file(join(folder, "news", "an article 🌉.md")), "markdown", text);
    vscode.configure("path", program);
    await wait("8 findings", () => marks().length === 8);
    assert.deepEqual(words(), [",", ",", ",the", ".", "MM. Duval and Roux", "a a", "monday", "underlined"]);
    const honorific = marks().find((mark) => article.getText(mark.range).startsWith("MM."))!;
    assert.match(honorific.message, /writes `Mr Duval and Mr Roux`/);
    assert.equal(honorific.source, "copydesk");
    await wait("the status", () => vscode.shown.bar.visible);
    assert.match(vscode.shown.bar.text, /copydesk: 8 · \d+(\.\d)?$/);
    assert.match(vscode.shown.bar.tooltip, /^3 errors, 4 warnings, 1 info\. Score: .*\n7 can be fixed safely$/);
});

test("Show rule opens the page of the rule at the cursor", async () => {
    const mark = marks().find((one) => article.getText(one.range) === "monday")!;
    vscode.window.activeTextEditor.selection.active = mark.range.start;
    const editor = vscode.window.activeTextEditor;
    await vscode.commands.executeCommand("copydesk.openRule");
    const page = vscode.window.activeTextEditor.document;
    assert.equal(page.uri.path, "/lowercase-demonym");
    assert.match(page.getText(), /lowercase-demonym/);
    assert.equal(vscode.shown.bar.visible, false);
    vscode.focus(editor);
    assert.equal(vscode.shown.bar.visible, true);
});

test("a correction is offered at its mark, and applied", async () => {
    const mark = marks().find((one) => article.getText(one.range) === "underlined")!;
    const actions: vscode.CodeAction[] = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", article.uri, mark.range);
    const titles = actions.map(({ title }) => title);
    assert.deepEqual(titles.slice(0, 2), ["Write `said`", "Write `added`"]);
    await vscode.workspace.applyEdit(actions[1]!.edit!);
    assert.match(article.getText(), /step,” added her deputy/);
    await wait("7 findings", () => marks().length === 7);
});

test("Fix all safe issues makes the article the expected one", async () => {
    await vscode.commands.executeCommand("copydesk.fixAll");
    assert.equal(article.getText(), readFileSync(join(ARTICLES, "article.expected.md"), "utf8"));
    await wait("no findings", () => marks().length === 0);
    await wait("the status", () => vscode.shown.bar.text === "$(pass) copydesk: 0 · 100");
    await vscode.commands.executeCommand("copydesk.fixAll");
    assert.equal(vscode.shown.messages.at(-1), "copydesk: nothing to fix safely");
});

test("settings count at once, and the server can be started anew", async () => {
    const add = (text: string): void => article.edit([new vscode.TextEdit(new vscode.Range(2, 0, 2, 0), text)]);
    add("The the plan. ");
    await wait("a finding", () => words().includes("The the"));
    vscode.configure("ignore", ["repeated-words"]);
    await wait("no findings", () => marks().length === 0);
    vscode.configure("ignore", []);
    await wait("a finding", () => marks().length === 1);
    await vscode.commands.executeCommand("copydesk.restart");
    await wait("a finding", () => marks().length === 1);
    await wait("the status", () => vscode.shown.bar.visible);
});

test("an article that is closed and opened again has its status", async () => {
    const text = article.getText();
    vscode.close(article);
    assert.equal(vscode.shown.bar.visible, false);
    article = vscode.open(article.uri, "markdown", text);
    await wait("the status", () => vscode.shown.bar.visible);
});

test("a program that is no server is complained of", { skip: process.platform === "win32" }, async () => {
    const other = join(folder, "other");
    writeFileSync(other, "#!/bin/sh\nexit 3\n", { mode: 0o755 });
    const before = vscode.shown.messages.length;
    vscode.configure("path", other);
    await wait("the message", () => vscode.shown.messages.slice(before).some((message) => message.includes("could not be started")));
    vscode.configure("path", program);
    await wait("a finding", () => marks().length === 1);
});
