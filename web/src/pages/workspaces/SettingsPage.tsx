// What a workspace is called, whom it tells of its events, how it hands out tasks, and its end.

import { Button, Stack, Text } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";

import { activitiesQuery, workspaceQuery } from "@/api/queries";
import { DeleteWorkspace } from "@/pages/workspaces/DeleteWorkspace";
import { SettingsFacts } from "@/pages/workspaces/SettingsFacts";
import { SettingsForm } from "@/pages/workspaces/SettingsForm";
import { ErrorNote } from "@/parts/ErrorNote";
import { Facts } from "@/parts/Facts";
import { PageTitle } from "@/parts/PageTitle";
import { Sid } from "@/parts/Sid";
import { Surface } from "@/parts/Surface";
import { When } from "@/parts/When";
import { useMay } from "@/session/session";

const route = getRouteApi("/inside/workspaces/$workspaceSid");

export function SettingsPage() {
  const { workspaceSid } = route.useParams();
  const { data: workspace } = useSuspenseQuery(workspaceQuery(workspaceSid));
  const activities = useQuery(activitiesQuery(workspaceSid));
  const mayChange = useMay("admin");
  const [isDeleting, setDeleting] = useState(false);
  return (
    <Stack maw={860}>
      <PageTitle
        title="Settings"
        about="What holds in the whole workspace. A change holds from now on."
      />
      <Surface>
        <Facts
          facts={[
            ["SID", <Sid key="sid" sid={workspace.sid} />],
            ["Created", <When key="created" date={workspace.date_created} />],
            ["Last changed", <When key="changed" date={workspace.date_updated} />],
          ]}
        />
      </Surface>
      <ErrorNote error={activities.error} title="The activities could not be read" />
      {mayChange ? (
        <SettingsForm workspace={workspace} activities={activities.data ?? []} />
      ) : (
        <SettingsFacts workspace={workspace} />
      )}
      {mayChange && (
        <Surface title="The end">
          <Text size="sm" mb="sm">
            With the workspace its workers, queues, workflows, tasks, events and figures are
            deleted, for good.
          </Text>
          <Button variant="default" c="var(--pm-red)" onClick={() => setDeleting(true)}>
            Delete workspace
          </Button>
        </Surface>
      )}
      {isDeleting && <DeleteWorkspace workspace={workspace} onClose={() => setDeleting(false)} />}
    </Stack>
  );
}
