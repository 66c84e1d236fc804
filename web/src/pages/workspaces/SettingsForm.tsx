// The settings, to be changed.

import { Button, Group, Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { saidOf, unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import { workspaceQuery, workspacesQuery } from "@/api/queries";
import type { Activity, Workspace } from "@/api/resources";
import { EVENT_TYPES } from "@/live/eventTypes";
import { changesOf, MULTI_TASKING, NAME_LIMIT, settingsOf } from "@/pages/workspaces/settings";
import type { Settings } from "@/pages/workspaces/settings";
import { ErrorNote } from "@/parts/ErrorNote";
import { Surface } from "@/parts/Surface";

interface Props {
  workspace: Workspace;
  activities: readonly Activity[];
}

const QUEUE_ORDERS = [
  { value: "FIFO", label: "First the oldest task" },
  { value: "LIFO", label: "First the newest task" },
];
/** Each has a field that shows what is said of it. */
const SHOWN = ["FriendlyName", "EventCallbackUrl", "EventsFilter", "MultiTaskEnabled"];

export function SettingsForm({ workspace, activities }: Props) {
  const saved = settingsOf(workspace);
  // Only what was typed: what somebody else changes meanwhile is seen, and stays.
  const [draft, setDraft] = useState<Partial<Settings>>({});
  const settings = { ...saved, ...draft };
  const set = (change: Partial<Settings>) => setDraft((before) => ({ ...before, ...change }));
  const queries = useQueryClient();
  const changes = changesOf(saved, settings);
  const change = useChange({
    ask: () => post<Workspace>(inWorkspace(workspace.sid), changes),
    say: "The settings were saved.",
    refresh: [workspaceQuery(workspace.sid).queryKey, workspacesQuery.queryKey],
    onDone: (updated) => {
      queries.setQueryData(workspaceQuery(workspace.sid).queryKey, updated);
      setDraft({});
    },
    showsError: true,
  });
  const isReady = Object.keys(changes).length > 0 && settings.name.trim() !== "";
  const choices = activities.map(({ sid, friendly_name }) => ({
    value: sid,
    label: friendly_name,
  }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) change.mutate(undefined);
      }}
    >
      <Stack>
        <Surface title="Name">
          <TextInput
            aria-label="Name"
            required
            maxLength={NAME_LIMIT}
            autoComplete="off"
            value={settings.name}
            error={saidOf(change.error, "FriendlyName")}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </Surface>
        <Surface title="Events">
          <Stack>
            <TextInput
              label="Event callback URL"
              description="What happens is sent there, each event once, in order. Empty: nothing is sent."
              placeholder="https://"
              inputMode="url"
              autoComplete="off"
              value={settings.callbackUrl}
              error={saidOf(change.error, "EventCallbackUrl")}
              onChange={(event) => set({ callbackUrl: event.currentTarget.value })}
            />
            <TagsInput
              label="Only these events"
              description="Nothing chosen: all of them."
              data={[...EVENT_TYPES]}
              value={settings.eventTypes}
              error={saidOf(change.error, "EventsFilter")}
              splitChars={[",", " "]}
              clearable
              clearButtonProps={{ "aria-label": "All events" }}
              onChange={(eventTypes) => set({ eventTypes })}
            />
          </Stack>
        </Surface>
        <Surface title="Routing">
          <Stack>
            <Switch
              {...MULTI_TASKING}
              checked={settings.isMultiTasking}
              error={saidOf(change.error, "MultiTaskEnabled")}
              onChange={(event) => set({ isMultiTasking: event.currentTarget.checked })}
            />
            <Select
              label="Order of queues"
              description="When a worker is free and queues hold tasks of the same priority for her."
              data={QUEUE_ORDERS}
              allowDeselect={false}
              value={settings.queueOrder}
              onChange={(queueOrder) => set({ queueOrder: queueOrder ?? saved.queueOrder })}
            />
            <Select
              label="Default activity"
              description="What a new worker is in, unless it is said."
              data={choices}
              allowDeselect={false}
              value={settings.defaultActivity}
              onChange={(sid) => set({ defaultActivity: sid ?? saved.defaultActivity })}
            />
            <Select
              label="Time-out activity"
              description="What a worker is moved to who lets an offer time out."
              data={choices}
              allowDeselect={false}
              value={settings.timeoutActivity}
              onChange={(sid) => set({ timeoutActivity: sid ?? saved.timeoutActivity })}
            />
          </Stack>
        </Surface>
        <ErrorNote error={unlessSaid(change.error, SHOWN)} />
        <Group>
          <Button type="submit" loading={change.isPending} disabled={!isReady}>
            Save settings
          </Button>
          <Button
            variant="default"
            disabled={Object.keys(changes).length === 0}
            onClick={() => setDraft({})}
          >
            Undo changes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
