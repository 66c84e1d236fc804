// The top of a workflow's page: its settings, and what is done with the draft.

import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import type { Workflow } from "@/api/resources";
import { Facts } from "@/parts/Facts";
import { PageTitle } from "@/parts/PageTitle";
import { Sid } from "@/parts/Sid";
import { When } from "@/parts/When";
import { useMay } from "@/session/session";

import { DeleteWorkflow } from "./DeleteWorkflow";
import { EditSettings } from "./EditSettings";

interface Props {
  workflow: Workflow;
  isDirty: boolean;
  canUndo: boolean;
  canSave: boolean;
  onUndo: () => void;
  onDiscard: () => void;
  onSave: () => void;
}

export function WorkflowHeader(props: Props) {
  const { workflow, isDirty, canUndo, canSave, onUndo, onDiscard, onSave } = props;
  const mayChange = useMay("admin");
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"settings" | "delete" | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <PageTitle
        title={workflow.friendly_name}
        actions={
          mayChange && (
            <Group gap="xs">
              {isDirty && (
                <Text size="sm" c="var(--pm-amber)">
                  Not saved
                </Text>
              )}
              <Button variant="default" disabled={!canUndo} onClick={onUndo}>
                Undo
              </Button>
              <Button variant="default" disabled={!isDirty} onClick={onDiscard}>
                Discard changes
              </Button>
              <Button disabled={!isDirty || !canSave} onClick={onSave}>
                Save…
              </Button>
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon size="lg" aria-label="More about this workflow">
                    <IconDots size={20} stroke={1.6} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item
                    leftSection={<IconPencil size={16} aria-hidden />}
                    onClick={() => setAsked("settings")}
                  >
                    Rename and settings…
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconTrash size={16} aria-hidden />}
                    onClick={() => setAsked("delete")}
                  >
                    Delete workflow…
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </Group>
          )
        }
      />
      <Facts
        facts={[
          ["SID", <Sid key="sid" sid={workflow.sid} />],
          ["Task reservation timeout", `${workflow.task_reservation_timeout} s`],
          ["Assignment callback", workflow.assignment_callback_url ?? "none"],
          ["Fallback callback", workflow.fallback_assignment_callback_url ?? "none"],
          ["Changed", <When key="changed" date={workflow.date_updated} />],
        ]}
      />
      {asked === "settings" && <EditSettings workflow={workflow} onClose={close} />}
      {asked === "delete" && (
        <DeleteWorkflow
          workflow={workflow}
          onClose={close}
          onDeleted={() =>
            void navigate({
              to: "/workspaces/$workspaceSid/workflows",
              params: { workspaceSid: workflow.workspace_sid },
              ignoreBlocker: true,
            })
          }
        />
      )}
    </>
  );
}
