// Lists of the API, page by page.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { get } from "@/api/client";
import type { Parameters } from "@/api/client";
import type { Noun } from "@/api/nouns";

const PAGE_SIZE = 100;
const WHOLE_PAGE_SIZE = 1_000;
/** How many rows are read of a list that is wanted whole, such as one to choose from. */
const WHOLE_LIMIT = 10_000;

interface Meta {
  key: string;
  next_page_url: string | null;
}

export interface ListPage<T> {
  rows: T[];
  /** Path and query of the next page; null at the end. */
  next: string | null;
}

export async function readPage<T>(
  path: string,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<ListPage<T>> {
  const answer = await get<{ meta: Meta }>(path, parameters, signal);
  const rows = (answer as unknown as Record<string, T[]>)[answer.meta.key] ?? [];
  return { rows, next: answer.meta.next_page_url && pathOf(answer.meta.next_page_url) };
}

/** The address may name a host that leads elsewhere from here, when a proxy is in between. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
}

/** Every row of a list that is short by nature: queues, activities, channels, workflows. */
export async function readWhole<T>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<T[]> {
  const rows: T[] = [];
  let page = await readPage<T>(path, { PageSize: WHOLE_PAGE_SIZE, ...parameters }, signal);
  rows.push(...page.rows);
  while (page.next !== null && rows.length < WHOLE_LIMIT) {
    page = await readPage<T>(page.next, {}, signal);
    rows.push(...page.rows);
  }
  return rows;
}

export interface Pages<T> {
  rows: T[];
  isLoading: boolean;
  /** Whether the rows are those of other filters, until these have come. */
  isStale: boolean;
  error: Error | null;
  hasMore: boolean;
  loadMore: () => void;
}

/**
 * The rows of a long list, as far as somebody has scrolled.
 *
 * `of` is the workspace and the noun, by which the stream of events knows what to read again.
 */
export function usePages<T>(
  of: readonly [workspaceSid: string, noun: Noun],
  path: string,
  parameters: Parameters = {},
): Pages<T> {
  const query = useInfiniteQuery({
    queryKey: [...of, "pages", path, parameters],
    queryFn: ({ pageParam, signal }) =>
      pageParam === null
        ? readPage<T>(path, { PageSize: PAGE_SIZE, ...parameters }, signal)
        : readPage<T>(pageParam, {}, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (previous) => previous,
  });
  const { data, fetchNextPage, hasNextPage, isFetching } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetching]);
  return {
    rows,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: hasNextPage,
    loadMore,
  };
}
