import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Surroundings, find, runs } from "../src/binary";

function around(files: string[], change: Partial<Surroundings> = {}): Surroundings {
    const env = { PATH: "/usr/bin::tools:/opt/desk/bin" };
    return { setting: "", folder: "/news", home: "/home/ed", env, platform: "linux", runs: (file) => files.includes(file), ...change };
}

test("the first program on the PATH is taken", () => {
    assert.deepEqual(find(around(["/opt/desk/bin/copydesk"])), { program: "/opt/desk/bin/copydesk" });
    assert.deepEqual(find(around(["/opt/desk/bin/copydesk", "/usr/bin/copydesk"])), { program: "/usr/bin/copydesk" });
});

test("the folder that is open does not choose the program", () => {
    assert.ok("problem" in find(around(["tools/copydesk", "copydesk", "/news/copydesk", "/news/tools/copydesk"])));
});

test("the setting goes before the PATH, and nothing else is taken if it is wrong", () => {
    const files = ["/usr/bin/copydesk", "/news/bin/copydesk", "/home/ed/bin/copydesk"];
    for (const [setting, program] of [
        ["bin/copydesk", "/news/bin/copydesk"],
        [" /usr/bin/copydesk ", "/usr/bin/copydesk"],
        ["~/bin/copydesk", "/home/ed/bin/copydesk"],
        ["${workspaceFolder}/bin/copydesk", "/news/bin/copydesk"],
    ] as const) {
        assert.deepEqual(find(around(files, { setting })), { program }, setting);
    }
    const wrong = find(around(files, { setting: "/usr/bin/copydsk" }));
    assert.ok("problem" in wrong && wrong.problem.includes("copydesk.path names /usr/bin/copydsk"));
});

test("on Windows the program ends in .exe and the variable may be called Path", () => {
    const windows = { platform: "win32", env: { Path: "C:\\Windows;C:\\desk" } } as const;
    assert.deepEqual(find(around(["C:\\desk\\copydesk.exe"], windows)), { program: "C:\\desk\\copydesk.exe" });
    const setting = "D:\\copydesk.EXE";
    assert.deepEqual(find(around([setting], { ...windows, setting })), { program: setting });
});

test("without a program the message says what helps", () => {
    const none = find(around([], { env: {} }));
    assert.ok("problem" in none && none.problem.includes("cargo install copydesk") && none.problem.includes("copydesk.path"));
});

test("a program is a file that may be run", { skip: process.platform === "win32" }, () => {
    const folder = mkdtempSync(join(tmpdir(), "copydesk-"));
    try {
        const file = join(folder, "copydesk");
        writeFileSync(file, "#!/bin/sh\n");
        mkdirSync(join(folder, "folder"));
        chmodSync(file, 0o644);
        assert.equal(runs(file), false);
        chmodSync(file, 0o755);
        assert.equal(runs(file), true);
        assert.equal(runs(join(folder, "folder")), false);
        assert.equal(runs(join(folder, "none")), false);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
