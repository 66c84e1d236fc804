// A table for any number of rows: only those in sight exist, and more are read towards the end.

import { Loader, Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { CSSProperties, ReactNode } from "react";

import classes from "./DataTable.module.css";

export interface Column<T> {
  id: string;
  header: ReactNode;
  cell: (row: T) => ReactNode;
  /** A width of a CSS grid, such as `"2fr"` or `"8rem"`. */
  width: string;
  align?: "right";
  /** Whether the rows are in the order of this column. */
  sorted?: "ascending" | "descending";
}

interface Props<T> {
  /** What the table holds, for who does not see it: "Workers". */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Leads on from a row; cells keep what they do themselves. */
  onOpen?: (row: T) => void;
  isLoading?: boolean;
  /** Shown when there are no rows. */
  empty: ReactNode;
  hasMore?: boolean;
  onEnd?: () => void;
  /** Told which rows are in sight. */
  onSee?: (first: number, last: number) => void;
  rowHeight?: number;
  /** How high the table may become; without it, it fills the window. */
  maxHeight?: string;
}

const ROW_HEIGHT = 40;
const OVERSCAN = 12;
/** So many rows before the end the next ones are asked for. */
const AHEAD = 30;

export function DataTable<T>(props: Props<T>) {
  const { label, columns, rows, rowKey, onOpen, isLoading, empty, hasMore, onEnd, onSee } = props;
  const rowHeight = props.rowHeight ?? ROW_HEIGHT;
  const viewport = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    getItemKey: (index) => rowKey(rows[index] as T),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore === true && last >= rows.length - AHEAD) onEnd?.();
  }, [hasMore, last, rows.length, onEnd]);

  useEffect(() => onSee?.(first, last), [onSee, first, last]);

  if (isLoading === true)
    return <Skeleton height={rowHeight * 6} aria-label={`${label}: loading`} />;
  if (rows.length === 0) return <div className={classes.frame}>{empty}</div>;
  const template: CSSProperties = {
    gridTemplateColumns: columns.map(({ width }) => `minmax(0, ${width})`).join(" "),
  };
  return (
    <div
      ref={viewport}
      className={classes.frame}
      style={{ maxHeight: props.maxHeight ?? "calc(100vh - 15rem)" }}
      role="table"
      aria-label={label}
      aria-rowcount={hasMore === true ? -1 : rows.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.row} style={template} aria-rowindex={1}>
          {columns.map((column) => (
            <div
              key={column.id}
              role="columnheader"
              className={classes.header}
              data-align={column.align}
              aria-sort={column.sorted}
            >
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index] as T;
          return (
            <div
              key={item.key}
              role="row"
              className={classes.row}
              aria-rowindex={item.index + 2}
              data-opens={onOpen !== undefined}
              style={{ ...template, height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={
                onOpen &&
                ((event) => {
                  if (!isInteractive(event.target as Element, event.currentTarget)) onOpen(row);
                })
              }
            >
              {columns.map((column) => (
                <div key={column.id} role="cell" className={classes.cell} data-align={column.align}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {hasMore === true && (
        // The count of rows says that there are more.
        <div className={classes.more} aria-hidden>
          <Loader size="xs" />
        </div>
      )}
    </div>
  );
}

/** A click on a link or a button of a row is for these. */
function isInteractive(target: Element, row: Element): boolean {
  const hit = target.closest("a, button, input, select, textarea, label, [role=menuitem]");
  return hit !== null && row.contains(hit);
}
