// What the linter says of a document while it is written.

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { ApiError, post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";
import type { components } from "@/api/schema";

import { read } from "./document";
import { findingOf } from "./findings";
import type { Finding } from "./findings";

const PAUSE_MS = 400;
/** Of a document that is being written hardly any earlier text comes back. */
const KEPT_MS = 60_000;
const NOUN: Noun = "workflows";

export interface Linted {
  findings: readonly Finding[];
  /** Whether the findings are of an earlier text. */
  isStale: boolean;
  /** Why nobody could say. */
  error: Error | null;
}

const NONE: readonly Finding[] = [];

/** Findings about a text; what the server refuses is one of them. */
export function useLint(workspaceSid: string, text: string): Linted {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const linting = useQuery({
    queryKey: [workspaceSid, NOUN, "lint", settled],
    queryFn: () => lint(workspaceSid, settled),
    gcTime: KEPT_MS,
    placeholderData: keepPreviousData,
  });
  return {
    findings: linting.data ?? NONE,
    isStale: settled !== text || linting.isFetching,
    error: linting.error,
  };
}

async function lint(workspaceSid: string, text: string): Promise<readonly Finding[]> {
  // What cannot even be read here need not be asked about.
  const { problem } = read(text);
  if (problem !== null) return [{ where: "", message: problem, refuses: true }];
  try {
    const { warnings } = await post<components["schemas"]["Lint"]>(
      extended(workspaceSid, "Workflows", "Lint"),
      { Configuration: text },
    );
    return warnings.map(({ where, message }) => ({ where, message, refuses: false }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return [findingOf(error)];
    throw error;
  }
}
