// What an expression selects at present, and what is wrong with it if it cannot be read.

import { queryOptions } from "@tanstack/react-query";

import { post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";

/**
 * What an expression is about. One of `targets` compares a task with each worker, by `task.…` and
 * `worker.…`: what it selects depends on the task, so that only its form is judged.
 */
export type Subject = "workers" | "tasks" | "targets";

export interface Evaluation {
  valid: boolean;
  error: string | null;
  /** The character at which the error is, from 0: a code point, not one of UTF-16. */
  position: number | null;
  count: number | null;
  /** How many of the workers are in an available activity. */
  available?: number | null;
  /** The first of them. */
  workers?: MatchingWorker[] | null;
  tasks?: MatchingTask[] | null;
}

export interface MatchingWorker {
  sid: string;
  friendly_name: string;
  activity_name: string;
  available: boolean;
}

export interface MatchingTask {
  sid: string;
  assignment_status: string;
  age: number;
}

const SHOWN = 8;
/** So long after the last key an expression is evaluated. */
export const PAUSE_MS = 250;

export function evaluationQuery(workspaceSid: string, of: Subject, expression: string) {
  const selected = of === "tasks" ? "tasks" : "workers";
  return queryOptions({
    queryKey: [workspaceSid, selected satisfies Noun, "evaluated", expression],
    queryFn: () =>
      post<Evaluation>(extended(workspaceSid, "Expressions", "Evaluate"), {
        Expression: expression,
        Of: selected,
        PageSize: SHOWN,
      }),
    // A subscriber reads it again when something of the workspace changes.
    staleTime: 1_000,
    gcTime: 60_000,
    retry: false,
  });
}

export interface Span {
  from: number;
  to: number;
}

/** What to mark for an error at `position`: the word there, or the last one at the end. */
export function spanAt(text: string, position: number): Span {
  const characters = Array.from(text);
  const from = characters.slice(0, position).join("").length;
  const word = /^(?:[\p{L}\p{N}_$.]+|[^\s])/u.exec(text.slice(from))?.[0];
  if (word !== undefined) return { from, to: from + word.length };
  const end = text.trimEnd().length;
  return { from: Math.max(0, end - 1), to: end };
}
