// Pages of a list that were read at different times, and the rows they come to.

import type { ListPage } from "@/api/lists";

export interface Row {
  sid: string;
}

type Pages<T> = readonly ListPage<T>[];

/** The pages with another one in its place. Where a list ends, nothing comes after. */
export function replaced<T>(pages: Pages<T>, index: number, page: ListPage<T>): Pages<T> {
  if (pages[index] === page || index > pages.length) return pages;
  return [...pages.slice(0, index), page, ...(page.next === null ? [] : pages.slice(index + 1))];
}

/** All rows, and how many there are up to the end of each page. A row that moved is there once. */
export function joined<T extends Row>(pages: Pages<T>): { rows: T[]; ends: number[] } {
  const rows: T[] = [];
  const ends: number[] = [];
  const known = new Set<string>();
  for (const page of pages) {
    for (const row of page.rows) {
      if (known.has(row.sid)) continue;
      known.add(row.sid);
      rows.push(row);
    }
    ends.push(rows.length);
  }
  return { rows, ends };
}

/** On which page a row is; behind the last row, it is the page that comes next. */
export function pageOf(ends: readonly number[], row: number): number {
  const page = ends.findIndex((end) => row < end);
  return page === -1 ? ends.length : page;
}
