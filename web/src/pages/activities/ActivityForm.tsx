// Creating an activity, or renaming one.

import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";

import { saidOf, unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Activity } from "@/api/resources";
import { FormModal } from "@/parts/FormModal";

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
    <FormModal
      title={activity === undefined ? "Create an activity" : `Rename ${activity.friendly_name}`}
      verb={activity === undefined ? "Create activity" : "Rename activity"}
      isReady={isReady}
      isPending={change.isPending}
      error={unlessSaid(change.error, ["FriendlyName"])}
      onSubmit={() => change.mutate(undefined)}
      onClose={onClose}
    >
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
    </FormModal>
  );
}
