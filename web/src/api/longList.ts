// Long lists of which only what is in sight is read again: of thousands of rows, one sees thirty.

import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { readPage } from "@/api/lists";
import type { ListPage } from "@/api/lists";
import type { Parameters } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { joined, pageOf, replaced } from "@/api/pagesHeld";
import type { Row } from "@/api/pagesHeld";

const PAGE_SIZE = 100;
/** So many rows around those in sight are read, too. */
const AROUND = 30;
/**
 * So long a page is kept that is not in sight. Only the first is found again by who comes back: the
 * address of any other changes with every row that comes before it.
 */
const UNSEEN_MS = 10_000;

interface LongList<T> {
  rows: T[];
  isLoading: boolean;
  /** Whether the rows are those of other filters, until these have come. */
  isStale: boolean;
  error: Error | null;
  hasMore: boolean;
  /** Say which rows are in sight. */
  onSee: (first: number, last: number) => void;
}

interface Held<T> {
  /** What was asked for. */
  list: string;
  pages: readonly ListPage<T>[];
  /** The first and the last page in sight. */
  seen: readonly [number, number];
}

/**
 * The rows of a list, as far as somebody has scrolled.
 *
 * A page stays as it was when it was last in sight; when it comes into sight, it is read again if
 * something has happened since. `of` is as for `usePages`.
 */
export function useLongList<T extends Row>(
  of: readonly [workspaceSid: string, noun: Noun],
  path: string,
  parameters: Parameters = {},
): LongList<T> {
  const list = JSON.stringify([path, parameters]);
  const [held, setHeld] = useState<Held<T>>({ list, pages: [], seen: [0, 0] });
  const isOther = held.list !== list;
  const pages = isOther ? [] : held.pages;
  const [from, to] = isOther ? [0, 0] : held.seen;
  const asked: { index: number; next: string | null }[] = [];
  for (let index = from; index <= to; index += 1) {
    const next = index === 0 ? null : pages[index - 1]?.next;
    if (next !== undefined && (next !== null || index === 0)) asked.push({ index, next });
  }
  const answers = useQueries({
    queries: asked.map(({ next }) => ({
      queryKey: [...of, "page", list, next],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        next === null
          ? readPage<T>(path, { PageSize: PAGE_SIZE, ...parameters }, signal)
          : readPage<T>(next, {}, signal),
      ...(next !== null && { gcTime: UNSEEN_MS }),
    })),
  });

  let fresh = pages;
  asked.forEach(({ index }, at) => {
    const page = answers[at]?.data;
    if (page !== undefined) fresh = replaced(fresh, index, page);
  });
  if (fresh !== pages) setHeld({ list, pages: fresh, seen: [from, to] });

  const shown = isOther && fresh === pages ? held.pages : fresh;
  const { rows, ends } = useMemo(() => joined(shown), [shown]);
  const hasMore = shown.at(-1)?.next != null;
  const onSee = (first: number, last: number) => {
    const seen = [pageOf(ends, first - AROUND), pageOf(ends, last + AROUND)] as const;
    setHeld((before) =>
      before.list !== list || (before.seen[0] === seen[0] && before.seen[1] === seen[1])
        ? before
        : { ...before, seen },
    );
  };
  return {
    rows,
    isLoading: shown.length === 0 && answers.some((answer) => answer.isPending),
    isStale: isOther && fresh === pages,
    error: answers.find((answer) => answer.error !== null)?.error ?? null,
    hasMore,
    onSee,
  };
}
