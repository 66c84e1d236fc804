// The columns of the table of workers. Their cells are plain: many come and go while one scrolls.

import { VisuallyHidden } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";

import type { ListedWorker } from "@/api/resources";
import { ChannelUses } from "@/pages/workers/ChannelUses";
import type { MenuAt } from "@/pages/workers/RowMenu";
import { TasksHeld } from "@/pages/workers/TasksHeld";
import type { Column } from "@/parts/DataTable";
import { LightLink } from "@/parts/LightLink";
import { ActivityState } from "@/parts/State";
import { Age } from "@/parts/When";

import classes from "./Workers.module.css";

interface Options {
  /** Null for who may change nothing. */
  openMenu: ((at: MenuAt) => void) | null;
  /** Whether names and activities have to share a column. */
  isNarrow: boolean;
}

export function columnsOf(
  workspaceSid: string,
  { openMenu, isNarrow }: Options,
): Column<ListedWorker>[] {
  const name = (worker: ListedWorker) => (
    <LightLink path={`/workspaces/${workspaceSid}/workers/${worker.sid}`} className={classes.name}>
      {worker.friendly_name}
    </LightLink>
  );
  const who: Column<ListedWorker>[] = isNarrow
    ? [
        {
          id: "who",
          header: "Name and activity, for",
          width: "2fr",
          cell: (worker) => (
            <span className={classes.who}>
              {name(worker)}
              {activityOf(worker)}
            </span>
          ),
        },
      ]
    : [
        { id: "name", header: "Name", width: "1.5fr", cell: name },
        { id: "activity", header: "Activity, for", width: "1.9fr", cell: activityOf },
      ];
  const menu: Column<ListedWorker>[] =
    openMenu === null
      ? []
      : [
          {
            id: "menu",
            header: <VisuallyHidden>Menu</VisuallyHidden>,
            width: "2rem",
            align: "right",
            cell: (worker) => (
              <button
                type="button"
                className={classes.menuButton}
                aria-label={`What to do with ${worker.friendly_name}`}
                aria-haspopup="menu"
                onClick={(event) => openMenu({ worker, button: event.currentTarget })}
              >
                <IconDots size={18} aria-hidden />
              </button>
            ),
          },
        ];
  return [
    ...who,
    {
      id: "channels",
      header: "Channels",
      width: isNarrow ? "1.2fr" : "3.2fr",
      cell: (worker) => <ChannelUses worker={worker} />,
    },
    {
      id: "tasks",
      header: "Tasks",
      width: isNarrow ? "1.9fr" : "3.4fr",
      cell: (worker) => (
        <TasksHeld workspaceSid={workspaceSid} reservations={worker.reservations} />
      ),
    },
    ...menu,
  ];
}

function activityOf(worker: ListedWorker) {
  return (
    <span className={classes.activity}>
      <ActivityState name={worker.activity_name} available={worker.available} />
      <span className={classes.since}>
        <Age since={worker.date_status_changed} />
      </span>
    </span>
  );
}
