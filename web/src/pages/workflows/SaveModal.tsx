// Before a document is stored: what changes by it, and whether tasks that wait go through it anew.

import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import type { Workflow } from "@/api/resources";
import { ErrorNote } from "@/parts/ErrorNote";

import { Caution } from "./Caution";
import { DiffView } from "./DiffView";
import { unfold } from "./document";
import { ChangedMeanwhile, saveConfiguration, workflowQuery } from "./workflows";

interface Props {
  workflow: Workflow;
  /** What its author knows to be stored. */
  base: string;
  text: string;
  onSaved: (workflow: Workflow) => void;
  onClose: () => void;
}

export function SaveModal({ workflow, base, text, onSaved, onClose }: Props) {
  const queries = useQueryClient();
  const [reEvaluates, setReEvaluates] = useState(false);
  const { queryKey } = workflowQuery(workflow.workspace_sid, workflow.sid);
  const saving = useChange({
    ask: async () => {
      try {
        return await saveConfiguration(workflow, base, text, reEvaluates);
      } catch (error) {
        // The page tells of it, and offers what can be done.
        if (error instanceof ChangedMeanwhile) queries.setQueryData(queryKey, error.present);
        throw error;
      }
    },
    say: ({ friendly_name }) => `The workflow ${friendly_name} was saved`,
    refresh: [[workflow.workspace_sid, "workflows", "all"]],
    showsError: true,
    onDone: (saved) => {
      queries.setQueryData(queryKey, saved);
      onSaved(saved);
    },
  });
  const isOverwriting = workflow.configuration !== base;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={`Save ${workflow.friendly_name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(undefined);
        }}
      >
        <Stack>
          <DiffView label="Changes" before={unfold(base)} after={text} />
          <Checkbox
            label="Re-evaluate waiting tasks"
            description="Tasks that wait start over from the first filter. Otherwise they walk on as the workflow was when they came, and only new ones see the change."
            checked={reEvaluates}
            onChange={(event) => setReEvaluates(event.currentTarget.checked)}
          />
          {isOverwriting && (
            <Caution title="It has been changed meanwhile">
              <Text size="sm">
                Somebody else saved this workflow. Close this, and choose there what to keep.
              </Text>
            </Caution>
          )}
          <ErrorNote
            error={saving.error instanceof ChangedMeanwhile ? null : saving.error}
            title="The workflow was not saved"
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Go on editing
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={isOverwriting}>
              Save workflow
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
