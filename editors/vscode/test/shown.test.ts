import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { rulesOf } from "../src/rules";
import { shown } from "../src/status";

test("the bar has the count and the score", () => {
    const status = { uri: "file:///a.md", findings: { error: 1, warning: 2, info: 3 }, safe: 4, score: 71.25 };
    assert.deepEqual(shown(status), {
        text: "$(checklist) copydesk: 6 · 71.3",
        tooltip: "1 error, 2 warnings, 3 info. Score: 71.3 of 100\n4 can be fixed safely",
    });
    const clean = { uri: "file:///a.md", findings: { error: 0, warning: 0, info: 0 }, safe: 0, score: 100 };
    assert.deepEqual(shown(clean), { text: "$(pass) copydesk: 0 · 100", tooltip: "Nothing found. Score: 100" });
});

test("rules are those of copydesk's marks, each once", () => {
    const marks = [
        { source: "copydesk", code: { value: "foreign-honorific" } },
        { source: "spelling", code: "unknown-word" },
        { source: "copydesk", code: "repeated-words" },
        { source: "copydesk", code: "foreign-honorific" },
        { source: "copydesk" },
    ];
    assert.deepEqual(rulesOf(marks), ["foreign-honorific", "repeated-words"]);
});

test("every command and setting of the sources is declared, and no other", () => {
    const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
    const source = readFileSync("src/extension.ts", "utf8");
    const commands = contributes.commands.map(({ command }: { command: string }) => command);
    assert.deepEqual([...source.matchAll(/registerCommand\("([^"]+)"/g)].map((found) => found[1]), commands);
    // The settings that the server reads, and the one of the extension.
    const server = readFileSync("../../src/lsp/settings.rs", "utf8");
    const keys = /const KEYS[^=]*=\s*\[([^\]]*)\]/.exec(server)![1]!.match(/\w+/g)!;
    const declared = Object.keys(contributes.configuration.properties).map((key) => key.replace("copydesk.", ""));
    assert.deepEqual(declared.sort(), ["path", ...keys].sort());
});
