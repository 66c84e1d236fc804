// Creating a task channel, or changing one.

import { Code, Switch, TextInput } from "@mantine/core";
import { useState } from "react";

import { saidOf, unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { TaskChannel } from "@/api/resources";
import { FormModal } from "@/parts/FormModal";

const FIELDS = ["FriendlyName", "UniqueName"];

interface Props {
  workspaceSid: string;
  /** What is changed; a new one is created without it. */
  channel?: TaskChannel | undefined;
  onClose: () => void;
}

export function ChannelForm({ workspaceSid, channel, onClose }: Props) {
  const [name, setName] = useState(channel?.friendly_name ?? "");
  const [uniqueName, setUniqueName] = useState(channel?.unique_name ?? "");
  const [isOptimized, setOptimized] = useState(channel?.channel_optimized_routing ?? false);
  const isNew = channel === undefined;
  const change = useChange({
    ask: () =>
      post<TaskChannel>(
        inWorkspace(workspaceSid, "TaskChannels", ...(isNew ? [] : [channel.sid])),
        {
          FriendlyName: name.trim(),
          // It is what tasks are created with, and stays.
          UniqueName: isNew ? uniqueName.trim() : undefined,
          ChannelOptimizedRouting: isOptimized,
        },
      ),
    say: ({ friendly_name }) => `${friendly_name} was ${isNew ? "created" : "saved"}.`,
    refresh: [[workspaceSid, "task-channels"]],
    onDone: onClose,
    showsError: true,
  });
  const isReady = name.trim() !== "" && uniqueName.trim() !== "";
  return (
    <FormModal
      title={isNew ? "Create a task channel" : `Change ${channel.friendly_name}`}
      verb={isNew ? "Create channel" : "Save changes"}
      isReady={isReady}
      isPending={change.isPending}
      error={unlessSaid(change.error, FIELDS)}
      onSubmit={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        value={name}
        required
        data-autofocus
        maxLength={64}
        autoComplete="off"
        error={saidOf(change.error, "FriendlyName")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Unique name"
        description={
          isNew ? (
            <>
              Tasks are created with it: <Code>TaskChannel=email</Code>. It cannot be changed later.
            </>
          ) : (
            "Tasks are created with it. It cannot be changed."
          )
        }
        value={uniqueName}
        required={isNew}
        disabled={!isNew}
        maxLength={64}
        autoComplete="off"
        error={saidOf(change.error, "UniqueName")}
        onChange={(event) => setUniqueName(event.currentTarget.value)}
      />
      <Switch
        label="Channel-optimized routing"
        description="Prefers the worker who has had nothing of this channel for longest, whatever else they had. Otherwise work of every channel counts."
        checked={isOptimized}
        onChange={(event) => setOptimized(event.currentTarget.checked)}
      />
    </FormModal>
  );
}
