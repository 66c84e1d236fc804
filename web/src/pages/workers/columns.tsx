// The columns of the table of workers. Their cells are plain: many come and go while one scrolls.

import { ActionIcon } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

import { ChannelUses } from "@/pages/workers/ChannelUses";
import type { MenuAt } from "@/pages/workers/RowMenu";
import type { WorkerRow } from "@/pages/workers/rows";
import { TasksHeld } from "@/pages/workers/TasksHeld";
import type { Column } from "@/parts/DataTable";
import { ActivityState } from "@/parts/State";
import { Age } from "@/parts/When";

import classes from "./Workers.module.css";

/** `openMenu` is null for who may change nothing. */
export function columnsOf(
  workspaceSid: string,
  openMenu: ((at: MenuAt) => void) | null,
): Column<WorkerRow>[] {
  const columns: Column<WorkerRow>[] = [
    {
      id: "name",
      header: "Name",
      width: "1.5fr",
      cell: (worker) => (
        <Link
          to="/workspaces/$workspaceSid/workers/$workerSid"
          params={{ workspaceSid, workerSid: worker.sid }}
          className={classes.name ?? ""}
          preload={false}
        >
          {worker.friendly_name}
        </Link>
      ),
    },
    {
      id: "activity",
      header: "Activity, for",
      width: "1.9fr",
      cell: (worker) => (
        <span className={classes.activity}>
          <ActivityState name={worker.activity_name} available={worker.available} />
          <span className={classes.since}>
            <Age since={worker.date_status_changed} />
          </span>
        </span>
      ),
    },
    {
      id: "channels",
      header: "Channels, tasks of capacity",
      width: "3.4fr",
      cell: (worker) => <ChannelUses worker={worker} />,
    },
    {
      id: "tasks",
      header: "Tasks",
      width: "3.2fr",
      cell: (worker) => (
        <TasksHeld workspaceSid={workspaceSid} reservations={worker.reservations} />
      ),
    },
  ];
  if (openMenu === null) return columns;
  return [
    ...columns,
    {
      id: "menu",
      header: "",
      width: "2rem",
      align: "right",
      cell: (worker) => (
        <ActionIcon
          aria-label={`What to do with ${worker.friendly_name}`}
          aria-haspopup="menu"
          onClick={(event) => openMenu({ worker, button: event.currentTarget })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      ),
    },
  ];
}
