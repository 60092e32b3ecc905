// The extension: starts `copydesk lsp`, shows the status of the article, and has three commands.
import { homedir } from "node:os";
import * as vscode from "vscode";
import { CloseAction, type ErrorHandler, LanguageClient, State } from "vscode-languageclient/node";
import { find, runs } from "./binary";
import { rulesOf } from "./rules";
import { type Status, shown } from "./status";

const FIX_ALL = "source.fixAll.copydesk";
const LANGUAGES = ["plaintext", "markdown", "html", "subtitles"];
/** The scheme of the pages of rules that this extension opens; that of the server's own links is `copydesk`. */
const SCHEME = "copydesk-rule";

class Desk implements vscode.Disposable {
    private client: LanguageClient | undefined;
    private readonly bar = vscode.window.createStatusBarItem("copydesk.status", vscode.StatusBarAlignment.Right, 100);
    private readonly log = vscode.window.createOutputChannel("copydesk", { log: true });
    /** By URI; kept when an article is closed, as the server does not tell again what is unchanged when it is opened anew. */
    private readonly statuses = new Map<string, Status>();
    private readonly parts: vscode.Disposable[] = [];
    /** Starts and stops follow one another. */
    private turn: Promise<void> = Promise.resolve();

    constructor() {
        this.bar.name = "copydesk";
        this.bar.command = "workbench.actions.view.problems";
        this.parts.push(
            this.bar,
            this.log,
            vscode.commands.registerCommand("copydesk.fixAll", () => this.fixAll()),
            vscode.commands.registerCommand("copydesk.openRule", () => this.openRule()),
            vscode.commands.registerCommand("copydesk.restart", () => this.restart()),
            vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
                provideTextDocumentContent: (uri) => this.page(uri.path.slice(1), uri.query),
            }),
            vscode.window.onDidChangeActiveTextEditor(() => this.show()),
            vscode.workspace.onDidChangeConfiguration((event) => {
                if (event.affectsConfiguration("copydesk.path")) void this.restart();
            }),
        );
    }

    /** Starts the server anew, or for the first time. */
    restart(): Promise<void> {
        this.turn = this.turn.then(async () => {
            await this.stop();
            await this.start();
        });
        return this.turn;
    }

    private async start(): Promise<void> {
        const settings = vscode.workspace.getConfiguration("copydesk");
        const found = find({
            setting: settings.get<string>("path", ""),
            folder: vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file")?.uri.fsPath,
            home: homedir(),
            env: process.env,
            platform: process.platform,
            runs,
        });
        if ("problem" in found) {
            this.complain(found.problem);
            return;
        }
        this.log.info(`starting ${found.program}`);
        let began = false;
        const client: LanguageClient = new LanguageClient(
            "copydesk",
            "copydesk",
            { command: found.program, args: ["lsp"] },
            {
                documentSelector: ["file", "untitled"].flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
                outputChannel: this.log,
                // The server asks for the settings again later; these are for the first check.
                initializationOptions: () => vscode.workspace.getConfiguration().get("copydesk"),
                diagnosticPullOptions: { onChange: true, onSave: true },
                initializationFailedHandler: () => false,
                errorHandler: {
                    error: (...args) => usual.error(...args),
                    // A program that ends before it has answered would only do so again.
                    closed: () => (began ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true }),
                },
            },
        );
        client.onNotification("copydesk/status", (status: Status) => {
            this.statuses.set(client.protocol2CodeConverter.asUri(status.uri).toString(), status);
            this.show();
        });
        client.onDidChangeState(({ newState }) => {
            if (newState === State.Stopped) this.statuses.clear();
            this.show();
        });
        const usual: ErrorHandler = client.createDefaultErrorHandler();
        this.client = client;
        try {
            await client.start();
            began = true;
        } catch (error) {
            this.complain(`${found.program} could not be started as a language server: ${error instanceof Error ? error.message : error}.`);
        }
    }

    private async stop(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        try {
            await client?.dispose();
        } catch (error) {
            this.log.warn(`the server did not end well: ${error}`);
        }
        this.statuses.clear();
        this.show();
    }

    /** Tells what is wrong; not waited for, as it may stay unread. */
    private complain(problem: string): void {
        this.log.error(problem);
        void vscode.window.showErrorMessage(problem, "Open Settings", "Try Again").then((choice) => {
            if (choice === "Open Settings") return vscode.commands.executeCommand("workbench.action.openSettings", "copydesk.path");
            if (choice === "Try Again") return this.restart();
            return undefined;
        });
    }

    private show(): void {
        const uri = vscode.window.activeTextEditor?.document.uri.toString();
        const status = uri === undefined ? undefined : this.statuses.get(uri);
        if (status === undefined) {
            this.bar.hide();
            return;
        }
        Object.assign(this.bar, shown(status));
        this.bar.show();
    }

    private async fixAll(): Promise<void> {
        const document = vscode.window.activeTextEditor?.document;
        if (document === undefined) return;
        const whole = new vscode.Range(0, 0, document.lineCount, 0);
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
            "vscode.executeCodeActionProvider", document.uri, whole, FIX_ALL, 1);
        const edit = actions?.find((action) => action.kind?.value === FIX_ALL)?.edit;
        if (edit === undefined) {
            vscode.window.setStatusBarMessage("copydesk: nothing to fix safely", 4000);
        } else if (!(await vscode.workspace.applyEdit(edit))) {
            void vscode.window.showWarningMessage("copydesk: the article changed meanwhile; nothing was fixed. Try again.");
        }
    }

    private async openRule(): Promise<void> {
        const editor = vscode.window.activeTextEditor;
        if (editor === undefined) return;
        const { document, selection } = editor;
        const marks = vscode.languages.getDiagnostics(document.uri);
        const here = rulesOf(marks.filter((mark) => mark.range.contains(selection.active)));
        // Without a mark at the cursor, those of the article are offered.
        const rules = here.length > 0 ? here : rulesOf(marks);
        if (rules.length === 0) {
            void vscode.window.showInformationMessage("copydesk marks nothing in this article.");
            return;
        }
        const rule = rules.length === 1 && here.length > 0 ? rules[0] : await vscode.window.showQuickPick(rules, { title: "Show rule" });
        if (rule === undefined) return;
        const page = vscode.Uri.from({ scheme: SCHEME, path: `/${rule}`, query: document.uri.toString() });
        const options = { preview: true, viewColumn: vscode.ViewColumn.Beside };
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(page), options);
    }

    /** The page of a rule, as it is for the article of this URI. */
    private async page(rule: string, article: string): Promise<string> {
        if (this.client === undefined) return "The server of copydesk does not run.\n";
        const command = { command: "copydesk.showRule", arguments: [rule, article] };
        return await this.client.sendRequest<string>("workspace/executeCommand", command);
    }

    async end(): Promise<void> {
        await this.turn;
        await this.stop();
        this.dispose();
    }

    dispose(): void {
        for (const part of this.parts.splice(0)) part.dispose();
    }
}

let desk: Desk | undefined;

/** Called by VS Code. */
export async function activate(): Promise<void> {
    desk = new Desk();
    await desk.restart();
}

/** Called by VS Code. */
export async function deactivate(): Promise<void> {
    const ending = desk;
    desk = undefined;
    await ending?.end();
}
