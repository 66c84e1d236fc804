// What can be done with an activity.

import { ActionIcon, Menu } from "@mantine/core";
import {
  IconDots,
  IconHourglassEmpty,
  IconPencil,
  IconTrash,
  IconUserPlus,
} from "@tabler/icons-react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Activity, Workspace } from "@/api/resources";

interface Props {
  workspace: Workspace;
  activity: Activity;
  onRename: () => void;
  onDelete: () => void;
}

export function ActivityMenu({ workspace, activity, onRename, onDelete }: Props) {
  const { sid, friendly_name } = activity;
  const assignment = useChange({
    ask: (role: "DefaultActivitySid" | "TimeoutActivitySid") =>
      post<Workspace>(inWorkspace(workspace.sid), { [role]: sid }),
    say: (_, role) =>
      role === "DefaultActivitySid"
        ? `New workers begin as ${friendly_name} now.`
        : `Workers who do not answer become ${friendly_name} now.`,
    refresh: [[workspace.sid, "workspace"]],
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${friendly_name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUserPlus size={16} aria-hidden />}
          disabled={workspace.default_activity_sid === sid}
          onClick={() => assignment.mutate("DefaultActivitySid")}
        >
          Have new workers begin in it
        </Menu.Item>
        <Menu.Item
          leftSection={<IconHourglassEmpty size={16} aria-hidden />}
          disabled={workspace.timeout_activity_sid === sid}
          onClick={() => assignment.mutate("TimeoutActivitySid")}
        >
          Put workers in it who do not answer
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={16} aria-hidden />}
          color="var(--mantine-color-error)"
          onClick={onDelete}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
