// A stand-in for the module `vscode`: as much of an editor as the extension and the real language client need. Documents are kept
// here, edits are applied to them, and what is shown to the user is kept in `shown`.
import { URI } from "vscode-uri";

type Any = any;

export const version = "1.91.0";
export { URI as Uri };

export class Disposable {
    constructor(readonly dispose: () => void = () => {}) {}
    static from(...parts: { dispose: () => unknown }[]): Disposable {
        return new Disposable(() => parts.forEach((part) => part.dispose()));
    }
}

export class EventEmitter<T> {
    private readonly listeners = new Set<(event: T) => void>();
    readonly event = (listener: (event: T) => void, self?: unknown, list?: Disposable[]): Disposable => {
        const bound = listener.bind(self);
        this.listeners.add(bound);
        const end = new Disposable(() => this.listeners.delete(bound));
        list?.push(end);
        return end;
    };
    fire(event: T): void {
        for (const listener of [...this.listeners]) listener(event);
    }
    dispose(): void {
        this.listeners.clear();
    }
}

export class CancellationError extends Error {}
export class CancellationTokenSource {
    private readonly emitter = new EventEmitter<void>();
    readonly token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };
    cancel(): void {
        this.token.isCancellationRequested = true;
        this.emitter.fire();
    }
    dispose(): void {}
}

export class Position {
    constructor(readonly line: number, readonly character: number) {}
    compareTo(other: Position): number {
        return this.line - other.line || this.character - other.character;
    }
}

export class Range {
    readonly start: Position;
    readonly end: Position;
    constructor(start: Position, end: Position);
    constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number);
    constructor(a: Any, b: Any, c?: Any, d?: Any) {
        this.start = typeof a === "number" ? new Position(a, b) : a;
        this.end = typeof a === "number" ? new Position(c, d) : b;
    }
    contains(at: Position): boolean {
        return this.start.compareTo(at) <= 0 && at.compareTo(this.end) <= 0;
    }
}

export class Location {
    constructor(readonly uri: URI, readonly range: Range) {}
}
export class Diagnostic {
    source?: string;
    code?: Any;
    constructor(readonly range: Range, readonly message: string, readonly severity = 0) {}
}
export class DiagnosticRelatedInformation {
    constructor(readonly location: Location, readonly message: string) {}
}
export class TextEdit {
    constructor(readonly range: Range, readonly newText: string) {}
}
export class WorkspaceEdit {
    readonly files = new Map<string, TextEdit[]>();
    set(uri: URI, edits: (TextEdit | [TextEdit, unknown])[]): void {
        this.files.set(uri.toString(), edits.map((edit) => (Array.isArray(edit) ? edit[0] : edit)));
    }
    createFile(): void {}
}
export class CodeActionKind {
    static readonly Empty = new CodeActionKind("");
    static readonly QuickFix = new CodeActionKind("quickfix");
    static readonly Refactor = new CodeActionKind("refactor");
    static readonly RefactorExtract = new CodeActionKind("refactor.extract");
    static readonly RefactorInline = new CodeActionKind("refactor.inline");
    static readonly RefactorRewrite = new CodeActionKind("refactor.rewrite");
    static readonly Source = new CodeActionKind("source");
    static readonly SourceOrganizeImports = new CodeActionKind("source.organizeImports");
    constructor(readonly value: string) {}
    append(part: string): CodeActionKind {
        return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
    }
    contains(other: CodeActionKind): boolean {
        return this.value === "" || other.value === this.value || other.value.startsWith(`${this.value}.`);
    }
}
export class CodeAction {
    edit?: WorkspaceEdit;
    isPreferred?: boolean;
    constructor(readonly title: string, readonly kind?: CodeActionKind) {}
}
export class MarkdownString {
    constructor(readonly value = "") {}
    appendMarkdown(more: string): this {
        (this as { value: string }).value += more;
        return this;
    }
}
export class Hover {
    constructor(readonly contents: Any, readonly range?: Range) {}
}

// What the client extends, or asks for an instance of, and this server never sends.
export class CallHierarchyItem {}
export class CodeLens {}
export class CompletionItem {}
export class DocumentLink {}
export class InlayHint {}
export class SymbolInformation {}
export class TypeHierarchyItem {}
export class TabInputCustom {}
export class TabInputNotebook {}
export class TabInputText {}
export class TabInputTextDiff {}

export const CodeActionTriggerKind = { Invoke: 1, Automatic: 2 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
export const FileType = { Unknown: 0, File: 1, Directory: 2 };
export const LogLevel = { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const SymbolKind = {};
export const SymbolTag = { Deprecated: 1 };
export const CompletionItemTag = { Deprecated: 1 };
export const TextDocumentSaveReason = { Manual: 1, AfterDelay: 2, FocusOut: 3 };
export const ViewColumn = { Active: -1, Beside: -2 };

/** A document; positions count UTF-16 units, as JavaScript does. */
export class Document {
    version = 1;
    isClosed = false;
    isDirty = false;
    readonly isUntitled = false;
    constructor(readonly uri: URI, readonly languageId: string, private text: string) {}
    get fileName(): string {
        return this.uri.fsPath;
    }
    get lineCount(): number {
        return this.text.split("\n").length;
    }
    getText(range?: Range): string {
        return range === undefined ? this.text : this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
    }
    offsetAt(at: Position): number {
        const lines = this.text.split("\n");
        if (at.line >= lines.length) return this.text.length;
        const before = lines.slice(0, at.line).reduce((sum, line) => sum + line.length + 1, 0);
        return before + Math.min(at.character, lines[at.line]!.length);
    }
    positionAt(offset: number): Position {
        const before = this.text.slice(0, offset).split("\n");
        return new Position(before.length - 1, before.at(-1)!.length);
    }
    edit(edits: readonly TextEdit[]): void {
        const changes = edits.map(({ range, newText }) => ({
            range,
            rangeOffset: this.offsetAt(range.start),
            rangeLength: this.offsetAt(range.end) - this.offsetAt(range.start),
            text: newText,
        }));
        // From the end to the start, as VS Code tells them, so that none moves the place of another.
        changes.sort((a, b) => b.rangeOffset - a.rangeOffset);
        for (const { rangeOffset, rangeLength, text } of changes) {
            this.text = this.text.slice(0, rangeOffset) + text + this.text.slice(rangeOffset + rangeLength);
        }
        this.version += 1;
        events.changed.fire({ document: this, contentChanges: changes, reason: undefined });
    }
}

/** What the user would see, and the settings, which a test sets. */
export const shown = { bar: { text: "", tooltip: "", visible: false }, messages: [] as string[], log: [] as string[] };
export const settings: Record<string, unknown> = {};

const events = {
    opened: new EventEmitter<Document>(),
    changed: new EventEmitter<Any>(),
    closed: new EventEmitter<Document>(),
    saved: new EventEmitter<Document>(),
    active: new EventEmitter<Any>(),
    visible: new EventEmitter<Any>(),
    configured: new EventEmitter<Any>(),
};
const documents: Document[] = [];
const collections = new Set<Map<string, Diagnostic[]>>();
const codeActions: { selector: Any; provider: Any }[] = [];
const contents = new Map<string, Any>();
const registered = new Map<string, (...args: Any[]) => Any>();
const never = new EventEmitter<Any>().event;
const nothing = (): Disposable => new Disposable();

/** Opens a document in an editor, as a user does. */
export function open(uri: URI, languageId: string, text: string): Document {
    const document = new Document(uri, languageId, text);
    documents.push(document);
    show(document);
    events.opened.fire(document);
    return document;
}

export function close(document: Document): void {
    document.isClosed = true;
    documents.splice(documents.indexOf(document), 1);
    for (const collection of collections) collection.delete(document.uri.toString());
    window.activeTextEditor = undefined;
    window.visibleTextEditors = window.visibleTextEditors.filter((editor) => editor.document !== document);
    events.closed.fire(document);
    events.visible.fire(window.visibleTextEditors);
    events.active.fire(undefined);
}

/** Changes a setting, as a user does. */
export function configure(key: string, value: unknown): void {
    settings[key] = value;
    const affected = `copydesk.${key}`;
    const affectsConfiguration = (section: string): boolean => affected === section || affected.startsWith(`${section}.`);
    events.configured.fire({ affectsConfiguration });
}

/** Goes to an editor, as a user does. */
export function focus(editor: Any): void {
    window.activeTextEditor = editor;
    events.active.fire(editor);
}

function show(document: Document): void {
    window.activeTextEditor = { document, selection: { active: new Position(0, 0) } };
    window.visibleTextEditors = [...window.visibleTextEditors, window.activeTextEditor];
    events.visible.fire(window.visibleTextEditors);
    events.active.fire(window.activeTextEditor);
}

function matches(selector: Any, document: Document): number {
    const filters = Array.isArray(selector) ? selector : [selector];
    const fits = (filter: Any): boolean =>
        (filter.scheme ?? document.uri.scheme) === document.uri.scheme && (filter.language ?? document.languageId) === document.languageId;
    return filters.some(fits) ? 10 : 0;
}

function say(message: string): Promise<undefined> {
    shown.messages.push(message);
    return Promise.resolve(undefined);
}

export const workspace = {
    textDocuments: documents,
    notebookDocuments: [],
    workspaceFolders: undefined as Any,
    fs: {},
    getConfiguration: (section?: string): Any => {
        const values: Record<string, unknown> = section === undefined ? { copydesk: settings } : section === "copydesk" ? settings : {};
        return { ...values, get: (key: string, otherwise?: unknown) => values[key] ?? otherwise, has: (key: string) => key in values };
    },
    getWorkspaceFolder: () => undefined,
    onDidOpenTextDocument: events.opened.event,
    onDidChangeTextDocument: events.changed.event,
    onDidCloseTextDocument: events.closed.event,
    onDidSaveTextDocument: events.saved.event,
    onDidChangeConfiguration: events.configured.event,
    onWillSaveTextDocument: never,
    onDidChangeWorkspaceFolders: never,
    onDidOpenNotebookDocument: never,
    onDidChangeNotebookDocument: never,
    onDidSaveNotebookDocument: never,
    onDidCloseNotebookDocument: never,
    createFileSystemWatcher: () => ({ onDidCreate: never, onDidChange: never, onDidDelete: never, dispose: () => {} }),
    registerTextDocumentContentProvider: (scheme: string, provider: Any): Disposable => {
        contents.set(scheme, provider);
        return new Disposable(() => contents.delete(scheme));
    },
    openTextDocument: async (uri: URI): Promise<Document> => {
        const text = await contents.get(uri.scheme).provideTextDocumentContent(uri, new CancellationTokenSource().token);
        return new Document(uri, "plaintext", text);
    },
    applyEdit: async (edit: WorkspaceEdit): Promise<boolean> => {
        for (const [uri, edits] of edit.files) documents.find((document) => document.uri.toString() === uri)?.edit(edits);
        return true;
    },
};

export const window = {
    activeTextEditor: undefined as Any,
    visibleTextEditors: [] as Any[],
    tabGroups: { all: [], onDidChangeTabs: never },
    onDidChangeActiveTextEditor: events.active.event,
    onDidChangeVisibleTextEditors: events.visible.event,
    createOutputChannel: (name: string): Any => {
        const log = (line: unknown): void => void shown.log.push(String(line));
        const levels = { trace: log, debug: log, info: log, warn: log, error: log };
        const channel = { name, logLevel: LogLevel.Info, onDidChangeLogLevel: never, append: log, appendLine: log };
        return { ...channel, ...levels, show: () => {}, clear: () => {}, dispose: () => {} };
    },
    createStatusBarItem: (): Any =>
        Object.assign(shown.bar, {
            show: () => void (shown.bar.visible = true),
            hide: () => void (shown.bar.visible = false),
            dispose: () => void (shown.bar.visible = false),
        }),
    setStatusBarMessage: (message: string): Disposable => (void say(message), nothing()),
    showErrorMessage: say,
    showWarningMessage: say,
    showInformationMessage: say,
    showQuickPick: async (items: string[]): Promise<string | undefined> => items[0],
    showTextDocument: async (document: Document): Promise<Any> => show(document),
    withProgress: (_options: unknown, task: (progress: Any, token: Any) => Any): Any =>
        task({ report: () => {} }, new CancellationTokenSource().token),
};

export const languages = {
    match: matches,
    createDiagnosticCollection: (name?: string): Any => {
        const marks = new Map<string, Diagnostic[]>();
        collections.add(marks);
        return {
            name,
            set: (uri: URI, list?: Diagnostic[]) => void marks.set(uri.toString(), list ?? []),
            delete: (uri: URI) => void marks.delete(uri.toString()),
            has: (uri: URI) => marks.has(uri.toString()),
            get: (uri: URI) => marks.get(uri.toString()),
            clear: () => marks.clear(),
            dispose: () => void collections.delete(marks),
        };
    },
    getDiagnostics: (uri: URI): Diagnostic[] => [...collections].flatMap((marks) => marks.get(uri.toString()) ?? []),
    registerCodeActionsProvider: (selector: Any, provider: Any): Disposable => {
        const entry = { selector, provider };
        codeActions.push(entry);
        return new Disposable(() => codeActions.splice(codeActions.indexOf(entry), 1));
    },
    registerHoverProvider: nothing,
};

/** The actions for a range, the first `resolve` of them with their edits, as VS Code gives them. */
async function actionsFor(uri: URI, range: Range, kind?: string, resolve = 0): Promise<CodeAction[]> {
    const document = documents.find((one) => one.uri.toString() === uri.toString())!;
    const { token } = new CancellationTokenSource();
    const only = kind === undefined ? undefined : new CodeActionKind(kind);
    const diagnostics = languages.getDiagnostics(uri).filter((mark) => mark.range.contains(range.start));
    const context = { diagnostics, only, triggerKind: CodeActionTriggerKind.Invoke };
    const out: CodeAction[] = [];
    for (const { provider } of codeActions.filter((one) => matches(one.selector, document))) {
        for (const action of (await provider.provideCodeActions(document, range, context, token)) ?? []) {
            out.push(out.length < resolve && action.edit === undefined ? await provider.resolveCodeAction(action, token) : action);
        }
    }
    return out;
}
registered.set("vscode.executeCodeActionProvider", actionsFor);

export const commands = {
    registerCommand: (name: string, run: (...args: Any[]) => Any): Disposable => {
        if (registered.has(name)) throw new Error(`command '${name}' already exists`);
        registered.set(name, run);
        return new Disposable(() => registered.delete(name));
    },
    executeCommand: async (name: string, ...args: Any[]): Promise<Any> => {
        const run = registered.get(name);
        if (run === undefined) throw new Error(`command '${name}' not found`);
        return run(...args);
    },
};

export const env = { appName: "stand-in", language: "en", openExternal: async () => true };
