// Bundles the extension, or with --tests its tests, in which `vscode` is the stand-in of test/vscode.ts.
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };
if (process.argv.includes("--tests")) {
    rmSync("dist-test", { recursive: true, force: true });
    const entryPoints = readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);
    await build({ ...common, entryPoints, outdir: "dist-test", sourcemap: "inline", alias: { vscode: "./test/vscode.ts" } });
} else {
    rmSync("dist", { recursive: true, force: true });
    const extension = { entryPoints: ["src/extension.ts"], outdir: "dist", minify: true, external: ["vscode"], metafile: true };
    const { metafile } = await build({ ...common, ...extension });
    writeFileSync("dist/LICENSES.txt", licences(Object.keys(metafile.inputs)));
}

/** The licences of the packages that are bundled. */
function licences(inputs) {
    const packages = inputs.map((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+(?:\/node_modules\/[^/]+)*/.exec(input)?.[0]);
    const texts = [...new Set(packages.filter((folder) => folder !== undefined))].sort().map((folder) => {
        const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
        if (file === undefined) throw new Error(`${folder} has no licence`);
        return `${folder.replace(/^.*node_modules\//, "")}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
    });
    return texts.join(`\n${"-".repeat(80)}\n\n`);
}
