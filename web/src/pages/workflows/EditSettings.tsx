// Renames a workflow and changes its other settings; its document has the page.

import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";

import { useChange } from "@/api/changing";
import type { Workflow } from "@/api/resources";
import { ErrorNote } from "@/parts/ErrorNote";

import { SettingsFields } from "./SettingsFields";
import { changeSettings, settingsOf } from "./workflows";

export function EditSettings({ workflow, onClose }: { workflow: Workflow; onClose: () => void }) {
  const [settings, setSettings] = useState(() => settingsOf(workflow));
  const saving = useChange({
    ask: () => changeSettings(workflow, settings),
    say: "The settings were saved",
    refresh: [[workflow.workspace_sid, "workflows"]],
    showsError: true,
    onDone: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Settings of ${workflow.friendly_name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(undefined);
        }}
      >
        <Stack>
          <SettingsFields settings={settings} onChange={setSettings} />
          <ErrorNote error={saving.error} title="The settings were not saved" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending}>
              Save settings
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
