// A task that does not exist, sent through a document that need not be stored.

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";

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

/** What would become of the task; asked again whenever it is another, or the document for a moment. */
export function useEvaluation(workspaceSid: string, written: string, attempt: Attempt | null) {
  const [text] = useDebouncedValue(written, PAUSE_MS);
  return useQuery({
    queryKey: [workspaceSid, NOUN, "evaluation", text, attempt],
    queryFn: () =>
      post<Evaluation>(extended(workspaceSid, "Workflows", "Evaluate"), {
        Configuration: text,
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
