// Renames a workflow and changes its other settings; its document has the page.

import { useState } from "react";

import { useChange } from "@/api/changing";
import type { Workflow } from "@/api/resources";
import { FormModal } from "@/parts/FormModal";

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
    <FormModal
      title={`Settings of ${workflow.friendly_name}`}
      verb="Save settings"
      isReady
      isPending={saving.isPending}
      error={saving.error}
      errorTitle="The settings were not saved"
      onSubmit={() => saving.mutate(undefined)}
      onClose={onClose}
    >
      <SettingsFields settings={settings} onChange={setSettings} />
    </FormModal>
  );
}
