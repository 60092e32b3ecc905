// Where the program copydesk is.
import { accessSync, constants, statSync } from "node:fs";
import * as path from "node:path";

/** What decides where the program is. */
export interface Surroundings {
    /** The setting `copydesk.path`. */
    setting: string;
    /** The first folder of the workspace. */
    folder: string | undefined;
    home: string;
    /** The variables of the environment. */
    env: NodeJS.ProcessEnv;
    platform: NodeJS.Platform;
    /** Whether a file can be run. */
    runs: (file: string) => boolean;
}

/** The program, or what is wrong and what helps. */
export type Found = { program: string } | { problem: string };

/** Finds the program: where the setting says, and only there, or else the first on the PATH. */
export function find(around: Surroundings): Found {
    const setting = around.setting.trim();
    if (setting !== "") {
        const program = candidates(named(setting, around), around).find(around.runs);
        return program === undefined
            ? { problem: `The setting copydesk.path names ${setting}, where there is no program. Correct it, or empty it to use the PATH.` }
            : { program };
    }
    const windows = around.platform === "win32";
    const list = Object.entries(around.env).find(([name]) => (windows ? name.toUpperCase() : name) === "PATH")?.[1] ?? "";
    for (const folder of list.split(windows ? ";" : ":")) {
        // Relative folders, which would let a workspace choose the program, are passed over.
        if (!paths(around).isAbsolute(folder)) continue;
        const program = candidates(paths(around).join(folder, "copydesk"), around).find(around.runs);
        if (program !== undefined) return { program };
    }
    return {
        problem:
            "The program copydesk was not found on the PATH. Install it (cargo install copydesk), "
            + "or name it in the setting copydesk.path; then run “copydesk: Restart server”.",
    };
}

/** Whether `file` is a program of this machine. */
export function runs(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

function paths(around: Surroundings): path.PlatformPath {
    return around.platform === "win32" ? path.win32 : path.posix;
}

function named(setting: string, around: Surroundings): string {
    const { isAbsolute, join } = paths(around);
    if (setting === "~" || setting.startsWith("~/")) return join(around.home, setting.slice(1));
    const whole = setting.replace("${workspaceFolder}", around.folder ?? "");
    return isAbsolute(whole) || around.folder === undefined ? whole : join(around.folder, whole);
}

function candidates(file: string, around: Surroundings): string[] {
    return around.platform === "win32" && !/\.exe$/i.test(file) ? [`${file}.exe`] : [file];
}
