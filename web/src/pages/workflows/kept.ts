// A draft whose author was signed out is kept by the browser's tab, until it is taken up or dropped.

export interface Kept {
  /** What was stored when the draft was begun. */
  readonly base: string;
  readonly text: string;
}

export function keepAside(workflowSid: string, { base, text }: Kept): void {
  try {
    sessionStorage.setItem(nameOf(workflowSid), JSON.stringify({ base, text }));
  } catch {
    // The tab's storage is full or forbidden: then the draft is lost.
  }
}

export function findKept(workflowSid: string): Kept | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(nameOf(workflowSid)) ?? "null");
    return isKept(found) ? found : null;
  } catch {
    return null;
  }
}

export function forgetKept(workflowSid: string): void {
  try {
    sessionStorage.removeItem(nameOf(workflowSid));
  } catch {
    // Where nothing may be stored nothing is.
  }
}

function nameOf(workflowSid: string): string {
  return `pointsman.draft.${workflowSid}`;
}

function isKept(found: unknown): found is Kept {
  if (typeof found !== "object" || found === null) return false;
  const { base, text } = found as Record<string, unknown>;
  return typeof base === "string" && typeof text === "string";
}
