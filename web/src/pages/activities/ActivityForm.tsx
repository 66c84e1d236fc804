// Creating an activity, or renaming one.

import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

import { saidOf, unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Activity } from "@/api/resources";
import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  workspaceSid: string;
  /** What is changed; a new one is created without it. */
  activity?: Activity | undefined;
  onClose: () => void;
}

export function ActivityForm({ workspaceSid, activity, onClose }: Props) {
  const [name, setName] = useState(activity?.friendly_name ?? "");
  const [isAvailable, setAvailable] = useState(activity?.available ?? false);
  const change = useChange({
    ask: () =>
      activity === undefined
        ? post<Activity>(inWorkspace(workspaceSid, "Activities"), {
            FriendlyName: name.trim(),
            Available: isAvailable,
          })
        : post<Activity>(inWorkspace(workspaceSid, "Activities", activity.sid), {
            FriendlyName: name.trim(),
          }),
    say: ({ friendly_name }) =>
      activity === undefined
        ? `${friendly_name} was created.`
        : `${activity.friendly_name} is called ${friendly_name} now.`,
    refresh: [
      [workspaceSid, "activities"],
      [workspaceSid, "statistics"],
    ],
    onDone: onClose,
    showsError: true,
  });
  const isReady = name.trim() !== "" && name.trim() !== activity?.friendly_name;
  return (
    <Modal
      opened
      onClose={onClose}
      title={activity === undefined ? "Create an activity" : `Rename ${activity.friendly_name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) change.mutate(undefined);
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="What a worker does: Available, Busy, Lunch."
            value={name}
            required
            data-autofocus
            maxLength={64}
            autoComplete="off"
            error={saidOf(change.error, "FriendlyName")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {activity === undefined && (
            <Checkbox
              label="Workers in it take tasks"
              description="This cannot be changed later."
              checked={isAvailable}
              onChange={(event) => setAvailable(event.currentTarget.checked)}
            />
          )}
          <ErrorNote error={unlessSaid(change.error, ["FriendlyName"])} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!isReady}>
              {activity === undefined ? "Create activity" : "Rename activity"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
