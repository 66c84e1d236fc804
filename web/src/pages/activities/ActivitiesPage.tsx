// The activities of a workspace: what workers can be doing, and whether they take tasks meanwhile.

import { Badge, Button, Group } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";

import { activitiesQuery, workspaceQuery } from "@/api/queries";
import type { Activity, Workspace } from "@/api/resources";
import { ActivityForm } from "@/pages/activities/ActivityForm";
import { ActivityMenu } from "@/pages/activities/ActivityMenu";
import { DeleteActivity } from "@/pages/activities/DeleteActivity";
import { headcountsQuery } from "@/api/headcounts";
import { DataTable } from "@/parts/DataTable";
import type { Column } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { HeldList } from "@/parts/HeldList";
import { PageTitle } from "@/parts/PageTitle";
import { useIsWide } from "@/parts/room";
import { Sid } from "@/parts/Sid";
import { ActivityState } from "@/parts/State";
import { useMay } from "@/session/session";

import classes from "@/parts/room.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid");

type Dialog = { kind: "create" } | { kind: "rename" | "delete"; activity: Activity };

export function ActivitiesPage() {
  const { workspaceSid } = route.useParams();
  const { data: workspace } = useSuspenseQuery(workspaceQuery(workspaceSid));
  const {
    data: activities = [],
    error,
    isPending,
    refetch,
  } = useQuery(activitiesQuery(workspaceSid));
  const { data: headcounts } = useQuery(headcountsQuery(workspaceSid));
  const mayChange = useMay("admin");
  const isWide = useIsWide();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);

  const columns: Column<Activity>[] = [
    {
      id: "name",
      header: "Activity",
      width: "2fr",
      cell: ({ friendly_name, available }) => (
        <ActivityState name={friendly_name} available={available} />
      ),
    },
    {
      id: "available",
      header: "Tasks",
      width: "5rem",
      cell: ({ available }) => (available ? "takes" : "takes none"),
    },
    {
      id: "workers",
      header: "Workers",
      width: "4.5rem",
      align: "right",
      cell: ({ sid }) => headcounts?.of.get(sid) ?? "–",
    },
    {
      id: "roles",
      header: "Used for",
      width: "2fr",
      cell: (activity) => <Roles workspace={workspace} activity={activity} />,
    },
  ];
  if (isWide) {
    columns.push({ id: "sid", header: "SID", width: "7rem", cell: ({ sid }) => <Sid sid={sid} /> });
  }
  if (mayChange) {
    columns.push({
      id: "actions",
      header: "Actions",
      width: "3.5rem",
      align: "right",
      cell: (activity) => (
        <ActivityMenu
          workspace={workspace}
          activity={activity}
          onRename={() => setDialog({ kind: "rename", activity })}
          onDelete={() => setDialog({ kind: "delete", activity })}
        />
      ),
    });
  }
  return (
    <>
      <PageTitle
        title="Activities"
        about="What workers can be doing. Only workers in an available one are offered tasks."
        actions={
          mayChange && (
            <Button onClick={() => setDialog({ kind: "create" })}>Create activity</Button>
          )
        }
      />
      <HeldList
        error={error}
        title="The activities could not be read"
        onRetry={() => void refetch()}
        isHeld={activities.length > 0}
      >
        <div className={classes.narrow}>
          <DataTable
            label="Activities"
            columns={columns}
            rows={activities}
            rowKey={({ sid }) => sid}
            isLoading={isPending}
            empty={
              <EmptyState title="No activities">
                Create one in which workers take tasks, and one for when they do not.
              </EmptyState>
            }
          />
        </div>
      </HeldList>
      {dialog?.kind === "create" && <ActivityForm workspaceSid={workspaceSid} onClose={close} />}
      {dialog?.kind === "rename" && (
        <ActivityForm workspaceSid={workspaceSid} activity={dialog.activity} onClose={close} />
      )}
      {dialog?.kind === "delete" && (
        <DeleteActivity workspaceSid={workspaceSid} activity={dialog.activity} onClose={close} />
      )}
    </>
  );
}

function Roles({ workspace, activity }: { workspace: Workspace; activity: Activity }) {
  const isDefault = workspace.default_activity_sid === activity.sid;
  const isTimeout = workspace.timeout_activity_sid === activity.sid;
  return (
    <Group gap={6} wrap="nowrap">
      {isDefault && <Role name="Default" meaning="New workers begin in it" />}
      {isTimeout && (
        <Role name="Timeout" meaning="Workers who do not answer an offer are put in it" />
      )}
      {!isDefault && !isTimeout && <span>–</span>}
    </Group>
  );
}

function Role({ name, meaning }: { name: string; meaning: string }) {
  return (
    <Badge variant="default" tt="none" fw={500} title={meaning}>
      {name}
    </Badge>
  );
}
