// The task channels of a workspace: the kinds of work, of which each worker has a capacity.

import { ActionIcon, Button, Code, Group } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { taskChannelsQuery } from "@/api/queries";
import type { TaskChannel } from "@/api/resources";
import { ChannelForm } from "@/pages/task-channels/ChannelForm";
import { DeleteChannel } from "@/pages/task-channels/DeleteChannel";
import { UsageCell } from "@/pages/task-channels/UsageCell";
import { DataTable } from "@/parts/DataTable";
import type { Column } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { HeldList } from "@/parts/HeldList";
import { PageTitle } from "@/parts/PageTitle";
import { useIsWide } from "@/parts/room";
import { Sid } from "@/parts/Sid";
import { useMay } from "@/session/session";

import classes from "@/parts/room.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid");

type Dialog = { kind: "create" } | { kind: "change" | "delete"; channel: TaskChannel };

export function TaskChannelsPage() {
  const { workspaceSid } = route.useParams();
  const {
    data: channels = [],
    error,
    isPending,
    refetch,
  } = useQuery(taskChannelsQuery(workspaceSid));
  const mayChange = useMay("admin");
  const isWide = useIsWide();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);

  const columns: Column<TaskChannel>[] = [
    { id: "name", header: "Channel", width: "2fr", cell: ({ friendly_name }) => friendly_name },
    {
      id: "uniqueName",
      header: "Unique name",
      width: "1.3fr",
      cell: ({ unique_name }) => (
        <Code bg="transparent" p={0}>
          {unique_name}
        </Code>
      ),
    },
    {
      id: "optimized",
      header: "Routing",
      width: "5.5rem",
      cell: ({ channel_optimized_routing }) => (channel_optimized_routing ? "optimized" : "usual"),
    },
    {
      id: "waiting",
      header: "Waiting",
      width: "4.5rem",
      align: "right",
      cell: ({ sid }) => <UsageCell workspaceSid={workspaceSid} channelSid={sid} show="waiting" />,
    },
    {
      id: "inWork",
      header: "In work",
      width: "4.5rem",
      align: "right",
      cell: ({ sid }) => <UsageCell workspaceSid={workspaceSid} channelSid={sid} show="inWork" />,
    },
  ];
  if (isWide) {
    columns.push({ id: "sid", header: "SID", width: "7rem", cell: ({ sid }) => <Sid sid={sid} /> });
  }
  if (mayChange) {
    columns.push({
      id: "actions",
      header: "Actions",
      width: "4.5rem",
      align: "right",
      cell: (channel) => (
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <ActionIcon
            aria-label={`Change ${channel.friendly_name}`}
            onClick={() => setDialog({ kind: "change", channel })}
          >
            <IconPencil size={18} stroke={1.6} />
          </ActionIcon>
          <ActionIcon
            aria-label={`Delete ${channel.friendly_name}`}
            onClick={() => setDialog({ kind: "delete", channel })}
          >
            <IconTrash size={18} stroke={1.6} />
          </ActionIcon>
        </Group>
      ),
    });
  }
  return (
    <>
      <PageTitle
        title="Task channels"
        about={
          <>
            The kinds of work: calls, chats, mails. How many of each a worker has at once is set
            with the{" "}
            <Link to="/workspaces/$workspaceSid/workers" params={{ workspaceSid }}>
              worker
            </Link>
            .
          </>
        }
        actions={
          mayChange && <Button onClick={() => setDialog({ kind: "create" })}>Create channel</Button>
        }
      />
      <HeldList
        error={error}
        title="The channels could not be read"
        onRetry={() => void refetch()}
        isHeld={channels.length > 0}
      >
        <div className={classes.narrow}>
          <DataTable
            label="Task channels"
            columns={columns}
            rows={channels}
            rowKey={({ sid }) => sid}
            isLoading={isPending}
            empty={
              <EmptyState title="No task channels">
                Create one for each kind of work, such as mail. Workers have a capacity for each.
              </EmptyState>
            }
          />
        </div>
      </HeldList>
      {dialog?.kind === "create" && <ChannelForm workspaceSid={workspaceSid} onClose={close} />}
      {dialog?.kind === "change" && (
        <ChannelForm workspaceSid={workspaceSid} channel={dialog.channel} onClose={close} />
      )}
      {dialog?.kind === "delete" && (
        <DeleteChannel workspaceSid={workspaceSid} channel={dialog.channel} onClose={close} />
      )}
    </>
  );
}
