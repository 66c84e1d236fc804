// Which webhooks and alerts are listed: read from the address, written to it, asked of the API.

import type { Parameters } from "@/api/client";
import type { Alert, Webhook } from "@/api/resources";
import { choiceOf, textOf } from "@/app/searchTexts";

export const KINDS: readonly { value: Webhook["kind"]; label: string }[] = [
  { value: "event", label: "Event callbacks" },
  { value: "assignment", label: "Assignment callbacks" },
  { value: "voice", label: "Telephony" },
];

export const OUTCOMES: readonly { value: Webhook["outcome"]; label: string }[] = [
  { value: "delivered", label: "Delivered" },
  { value: "failed", label: "Failed" },
  { value: "laid-aside", label: "Laid aside" },
  { value: "redriven", label: "Laid aside, and sent since" },
];

export const LEVELS: readonly { value: Alert["level"]; label: string }[] = [
  { value: "warning", label: "Warnings" },
  { value: "error", label: "Errors" },
];

const HIGHEST_CODE = 99_999;

export interface WebhooksSearch {
  tab?: "alerts" | undefined;
  kind?: Webhook["kind"] | undefined;
  outcome?: Webhook["outcome"] | undefined;
  type?: string | undefined;
  task?: string | undefined;
  /** The event that was told. */
  event?: string | undefined;
  reservation?: string | undefined;
  level?: Alert["level"] | undefined;
  code?: number | undefined;
  /** The webhook that is looked at. */
  webhook?: string | undefined;
  /** The alert that is looked at. */
  alert?: string | undefined;
}

export function readWebhooksSearch(search: Record<string, unknown>): WebhooksSearch {
  return {
    tab: choiceOf(search.tab, ["alerts"]),
    kind: choiceOf(search.kind, valuesOf(KINDS)),
    outcome: choiceOf(search.outcome, valuesOf(OUTCOMES)),
    type: textOf(search.type),
    task: textOf(search.task),
    event: textOf(search.event),
    reservation: textOf(search.reservation),
    level: choiceOf(search.level, valuesOf(LEVELS)),
    code: codeOf(search.code),
    webhook: textOf(search.webhook),
    alert: textOf(search.alert),
  };
}

/** What the API is asked of webhooks. */
export function parametersOf(search: WebhooksSearch): Parameters {
  return {
    Kind: search.kind,
    Outcome: search.outcome,
    EventType: search.type,
    TaskSid: search.task,
    EventSid: search.event,
    ReservationSid: search.reservation,
  };
}

/** What the API is asked of alerts. */
export function alertParametersOf({ level, code }: WebhooksSearch): Parameters {
  return { Level: level, Code: code };
}

export function isFiltered(search: WebhooksSearch): boolean {
  return Object.values(parametersOf(search)).some((value) => value !== undefined);
}

export function codeOf(value: unknown): number | undefined {
  const code = typeof value === "string" && value !== "" ? Number(value) : value;
  const isCode = Number.isInteger(code) && Number(code) >= 0 && Number(code) <= HIGHEST_CODE;
  return isCode ? Number(code) : undefined;
}

function valuesOf<T>(choices: readonly { value: T }[]): T[] {
  return choices.map(({ value }) => value);
}
