// How the console asks the API: same origin, by its session's cookie, forms in and JSON out.

type Value = string | number | boolean | null | undefined;

/** Names as the API spells them, `FriendlyName`; what is null or undefined is not sent. */
export type Parameters = Record<string, Value | readonly string[]>;

/** What the API says no with, in its own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number | null,
    message: string,
    readonly detail: string | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** The server cannot be reached, or is not there. */
export class Unreachable extends Error {
  constructor(isChange: boolean) {
    const confirmed = isChange ? " Whether your change was made is not known." : "";
    super(`The server does not answer.${confirmed} Try again in a moment.`);
    this.name = "Unreachable";
  }
}

/** What tells a change by this console from one by a page elsewhere: no other origin may send it. */
const HEADERS = { "Pointsman-Console": "1" };

interface Asking {
  method: "GET" | "POST" | "DELETE";
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export function get<T>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<T> {
  const query = encode(parameters).toString();
  return ask<T>(query === "" ? path : `${path}?${query}`, { method: "GET", signal });
}

export function post<T>(path: string, form: Parameters = {}): Promise<T> {
  return ask<T>(path, { method: "POST", body: encode(form) });
}

export function postJson<T>(path: string, document: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return ask<T>(path, { method: "POST", body: JSON.stringify(document), headers, signal });
}

export async function remove(path: string): Promise<void> {
  await ask<undefined>(path, { method: "DELETE" });
}

function encode(parameters: Parameters): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) encoded.append(name, String(one));
  }
  return encoded;
}

async function ask<T>(url: string, asking: Asking): Promise<T> {
  const headers = { Accept: "application/json", ...HEADERS, ...asking.headers };
  let answer: Response;
  try {
    answer = await fetch(url, { ...asking, signal: asking.signal ?? null, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(asking.method !== "GET");
  }
  if (!answer.ok) throw await refusalOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function refusalOf(answer: Response): Promise<ApiError> {
  const said = (await answer.json().catch(() => ({}))) as {
    code?: number;
    message?: string;
    detail?: string;
  };
  const message = said.message ?? `The server answered ${answer.status} ${answer.statusText}`;
  return new ApiError(answer.status, said.code ?? null, message, said.detail ?? null);
}
