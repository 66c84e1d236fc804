// A task that does not exist, sent through a document that need not be stored.

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";
import type { Workflow } from "@/api/resources";

import { read } from "./document";
import type { Evaluation } from "./path";

export interface Attempt {
  attributes: string;
  channel: string;
  priority: number;
}

const NOUN: Noun = "workflows";
const PAUSE_MS = 400;
/** Of a document that is being written no earlier text is tried again. */
const KEPT_MS = 60_000;

/**
 * What would become of the task; asked again whenever it is another, or the document for a moment.
 *
 * Who may not change workflows may try those that are stored, and no others.
 */
export function useEvaluation(workflow: Workflow, written: string, attempt: Attempt | null) {
  const workspaceSid = workflow.workspace_sid;
  const [text] = useDebouncedValue(written, PAUSE_MS);
  const isStored = text === workflow.configuration;
  return useQuery({
    queryKey: [workspaceSid, NOUN, "evaluation", workflow.sid, text, attempt],
    queryFn: () =>
      post<Evaluation>(extended(workspaceSid, "Workflows", "Evaluate"), {
        ...(isStored ? { WorkflowSid: workflow.sid } : { Configuration: text }),
        Attributes: attempt?.attributes,
        TaskChannel: attempt?.channel,
        Priority: attempt?.priority,
      }),
    enabled: attempt !== null && read(text).problem === null,
    placeholderData: (previous) => (attempt === null ? undefined : keepPreviousData(previous)),
    gcTime: KEPT_MS,
    retry: false,
  });
}
