// Which field of a form a refusal is about.

import { ApiError } from "@/api/client";

const NAMED = /^(?:Invalid value for|Missing required) parameter (\w+)/;
const PREFIX = /^Invalid value for parameter \w+: /;

/** The parameter that the error names, or null. */
function blamedParameter(error: Error | null): string | null {
  return error instanceof ApiError ? (NAMED.exec(error.message)?.[1] ?? null) : null;
}

/** What the error says of the parameter, to be shown at its field; null if it is about another. */
export function saidOf(error: Error | null, parameter: string): string | null {
  if (error === null || blamedParameter(error) !== parameter) return null;
  return error.message.replace(PREFIX, "");
}

/** The error, unless it is shown at one of the fields for these parameters. */
export function unlessSaid(error: Error | null, parameters: readonly string[]): Error | null {
  const blamed = blamedParameter(error);
  return blamed !== null && parameters.includes(blamed) ? null : error;
}
