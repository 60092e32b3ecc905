// Which rules the marks of an article belong to.

/** A mark; `code` is as VS Code keeps it. */
export interface Mark {
    source?: string | undefined;
    code?: string | number | { value: string | number } | undefined;
}

/** The rules of the marks that are copydesk's, each once, in their order. */
export function rulesOf(marks: readonly Mark[]): string[] {
    const rules = marks.filter((mark) => mark.source === "copydesk").map(({ code }) => (typeof code === "object" ? code.value : code));
    return [...new Set(rules.filter((rule) => rule !== undefined).map(String))];
}
