// The workspaces of the account, and creating another.

import { AppShell, Button, Code, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { workspacesQuery } from "@/api/queries";
import { AccountMenu } from "@/app/AccountMenu";
import { Mark } from "@/app/Mark";
import { CreateWorkspace } from "@/pages/workspaces/CreateWorkspace";
import { LOOK_AGAIN_MS, workspaceColumns } from "@/pages/workspaces/workspaceColumns";
import { DataTable } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorNote } from "@/parts/ErrorNote";
import { PageTitle } from "@/parts/PageTitle";
import { useIsWide } from "@/parts/room";
import { useMay } from "@/session/session";

export function WorkspacesPage() {
  const {
    data: workspaces = [],
    error,
    isPending,
    refetch,
  } = useQuery({
    ...workspacesQuery,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const navigate = useNavigate();
  const mayCreate = useMay("admin");
  const isWide = useIsWide();
  const [isCreating, setCreating] = useState(false);
  const create = mayCreate && <Button onClick={() => setCreating(true)}>Create workspace</Button>;
  const open = (workspaceSid: string) =>
    void navigate({ to: "/workspaces/$workspaceSid", params: { workspaceSid } });
  return (
    <AppShell header={{ height: 52 }} padding="lg">
      <AppShell.Header bg="var(--pm-surface)" style={{ borderColor: "var(--pm-line)" }}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Mark />
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Main maw={1200} mx="auto">
        <PageTitle
          title="Workspaces"
          about="A workspace holds workers, queues and workflows of its own, and routes its tasks among these alone."
          actions={workspaces.length > 0 && create}
        />
        <ErrorNote
          error={error}
          title="The workspaces could not be read"
          onRetry={() => void refetch()}
        />
        {(error === null || workspaces.length > 0) && (
          <DataTable
            label="Workspaces"
            columns={workspaceColumns(isWide)}
            rows={workspaces}
            rowKey={({ sid }) => sid}
            onOpen={({ sid }) => open(sid)}
            isLoading={isPending}
            empty={
              <EmptyState title="No workspaces yet" action={create}>
                Create one, or see one at work: <Code>pointsman demo</Code> opens a made-up contact
                centre and keeps it busy, and the tutorial in <Code>examples/quickstart</Code>{" "}
                routes a first task to a first worker.
              </EmptyState>
            }
          />
        )}
        {workspaces.length > 0 && (
          <Text size="sm" c="dimmed" mt="sm">
            <Code>pointsman demo</Code> opens one with a made-up contact centre, and keeps it busy.
          </Text>
        )}
      </AppShell.Main>
      {isCreating && <CreateWorkspace onClose={() => setCreating(false)} onCreated={open} />}
    </AppShell>
  );
}
