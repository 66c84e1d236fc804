// The columns of the table of workspaces.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { Workspace } from "@/api/resources";
import { workspaceFiguresQuery } from "@/pages/overview/queries";
import type { WorkspaceFigures } from "@/pages/overview/queries";
import type { Column } from "@/parts/DataTable";
import { Sid } from "@/parts/Sid";
import { When } from "@/parts/When";

/**
 * Only within a workspace a stream tells what happens: over all of them there is none. So here, and
 * nowhere else, what happens is looked for from time to time.
 */
export const LOOK_AGAIN_MS = 10_000;
const NUMBER = new Intl.NumberFormat();

/** Without what can be spared, if it is narrow. */
export function workspaceColumns(isWide: boolean): Column<Workspace>[] {
  const columns: Column<Workspace>[] = [
    {
      id: "name",
      header: "Workspace",
      width: "3fr",
      cell: ({ sid, friendly_name }) => (
        <Link to="/workspaces/$workspaceSid" params={{ workspaceSid: sid }}>
          {friendly_name}
        </Link>
      ),
    },
    figure("Waiting", (figures) => figures.tasks_by_status.pending ?? 0),
    figure("Assigned", (figures) => figures.tasks_by_status.assigned ?? 0),
    figure("Workers", (figures) => figures.total_workers),
    {
      id: "created",
      header: "Created",
      width: "11rem",
      cell: ({ date_created }) => <When date={date_created} />,
    },
  ];
  if (isWide) {
    columns.push(
      {
        id: "tasking",
        header: "A worker has",
        width: "9rem",
        cell: ({ multi_task_enabled }) => (multi_task_enabled ? "several tasks" : "one task"),
      },
      {
        id: "sid",
        header: "SID",
        width: "7rem",
        cell: ({ sid }) => <Sid sid={sid} />,
      },
    );
  }
  return columns;
}

function figure(name: string, of: (figures: WorkspaceFigures) => number): Column<Workspace> {
  return {
    id: name,
    header: name,
    width: "4.5rem",
    align: "right",
    cell: ({ sid }) => <Figure workspaceSid={sid} of={of} />,
  };
}

interface FigureProps {
  workspaceSid: string;
  of: (figures: WorkspaceFigures) => number;
}

/** Read when its row comes into sight, and kept for the overview. */
function Figure({ workspaceSid, of }: FigureProps) {
  const { data: figures } = useQuery({
    ...workspaceFiguresQuery(workspaceSid),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return figures === undefined ? "–" : NUMBER.format(of(figures));
}
