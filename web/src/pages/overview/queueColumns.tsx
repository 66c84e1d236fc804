// The columns of the table of queues, and the buttons that sort by them.

import { UnstyledButton } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { QueueRow } from "@/pages/overview/queueRows";
import type { Sort } from "@/pages/overview/search";
import type { Column } from "@/parts/DataTable";
import { State } from "@/parts/State";
import { Age } from "@/parts/When";

import classes from "./queueColumns.module.css";

const NUMBER = new Intl.NumberFormat();

export function queueColumns(
  workspaceSid: string,
  sort: Sort | undefined,
  sortBy: (sort: Sort | undefined) => void,
): Column<QueueRow>[] {
  const sortable = (by: Sort | undefined, label: string): ReactNode => (
    <UnstyledButton className={classes.sort} onClick={() => sortBy(by)}>
      {sort === by && <IconArrowDown size={12} aria-hidden />}
      {label}
    </UnstyledButton>
  );
  const status = (name: string, label: string): Column<QueueRow> => ({
    id: name,
    header: label,
    width: "6rem",
    align: "right",
    cell: ({ figures }) => count(figures?.tasks_by_status[name]),
  });
  return [
    {
      id: "name",
      header: sortable(undefined, "Queue"),
      width: "3fr",
      ...(sort === undefined && { sorted: "ascending" }),
      cell: ({ sid, name }) => (
        <Link
          to="/workspaces/$workspaceSid/tasks"
          params={{ workspaceSid }}
          search={{ queue: sid }}
        >
          {name}
        </Link>
      ),
    },
    {
      ...status("pending", "Waiting"),
      header: sortable("waiting", "Waiting"),
      ...(sort === "waiting" && { sorted: "descending" }),
    },
    {
      id: "oldest",
      header: sortable("oldest", "Oldest"),
      width: "8rem",
      align: "right",
      ...(sort === "oldest" && { sorted: "descending" }),
      cell: ({ figures }) => <Age since={figures?.longestWait?.since} />,
    },
    status("reserved", "Reserved"),
    status("assigned", "Assigned"),
    {
      id: "workers",
      header: "Available of eligible workers",
      width: "12rem",
      align: "right",
      cell: workersOf,
    },
  ];
}

function workersOf({ figures }: QueueRow): ReactNode {
  if (figures === undefined) return "–";
  const { total_available_workers: available, total_eligible_workers: eligible } = figures;
  if (eligible === 0) {
    const isMissed = (figures.tasks_by_status.pending ?? 0) > 0;
    return <State colour={isMissed ? "red" : "grey"} word="nobody" />;
  }
  return `${NUMBER.format(available)} of ${NUMBER.format(eligible)}`;
}

/** Nothing is quieter than a zero: what is there stands out. */
function count(value: number | undefined): ReactNode {
  if (value === undefined) return "–";
  return value === 0 ? <span className={classes.zero}>0</span> : NUMBER.format(value);
}
