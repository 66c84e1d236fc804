// What the linter says, by where it says it.

import type { components } from "@/api/schema";

import { readPlace, spellPlace } from "./places";

export type Finding = Pick<components["schemas"]["Finding"], "where" | "message"> & {
  /** Whether the server refuses the document for it; otherwise it warns. */
  refuses: boolean;
};

export type FindingsAt = ReadonlyMap<string, readonly Finding[]>;

/** A refusal names the place in front of the colon, where an expression does not parse, or after it. */
const REFUSED = /^Invalid value for parameter Configuration(?: \((.+?)\))?: ([^]*)$/;
const WHERE = /^((?:filters\[\d+\]|default_filter|task_routing)\S*) ([^]*)$/;

/** The one finding of a refusal, at the place it names. */
export function findingOf(error: Error): Finding {
  const [, before, said = error.message] = REFUSED.exec(error.message) ?? [];
  if (before !== undefined) return { where: before, message: said, refuses: true };
  const [, where = "", message = said] = WHERE.exec(said) ?? [];
  return { where, message, refuses: true };
}

/** Findings by the place in the document, as it is spelled. Others are under the empty text. */
export function groupByPlace(findings: readonly Finding[]): FindingsAt {
  const grouped = new Map<string, Finding[]>();
  for (const finding of findings) {
    const found = readPlace(finding.where);
    const key = found === null ? "" : spellPlace(found.place);
    grouped.set(key, [...(grouped.get(key) ?? []), finding]);
  }
  return grouped;
}

/** What is said of one field; null when nothing is. */
export function saidOf(findings: readonly Finding[] | undefined, field: string): string | null {
  const said = findings?.filter(({ where }) => readPlace(where)?.field === field) ?? [];
  return said.length === 0 ? null : said.map(({ message }) => message).join("; ");
}
