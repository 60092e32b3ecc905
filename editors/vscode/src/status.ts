// What the status bar says of an article.

/** The parameters of the notification `copydesk/status`. */
export interface Status {
    uri: string;
    findings: { error: number; warning: number; info: number };
    /** How many have a safe fix. */
    safe: number;
    /** 100 without any error or warning. */
    score: number;
}

/** What the bar shows. */
export interface Shown {
    text: string;
    tooltip: string;
}

/** What is shown of an article. */
export function shown(status: Status): Shown {
    const { error, warning, info } = status.findings;
    const count = error + warning + info;
    const score = Number.isInteger(status.score) ? status.score.toString() : status.score.toFixed(1);
    const parts = [number(error, "error"), number(warning, "warning"), `${info} info`];
    const safe = status.safe === 0 ? "" : `\n${status.safe} can be fixed safely`;
    return {
        text: `$(${count === 0 ? "pass" : "checklist"}) copydesk: ${count} · ${score}`,
        tooltip: count === 0 ? `Nothing found. Score: ${score}` : `${parts.join(", ")}. Score: ${score} of 100${safe}`,
    };
}

function number(count: number, word: string): string {
    return `${count} ${word}${count === 1 ? "" : "s"}`;
}
