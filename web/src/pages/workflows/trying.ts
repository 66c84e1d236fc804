// A task that does not exist, sent through a document that need not be stored.

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";

import type { Evaluation } from "./path";

export interface Attempt {
  attributes: string;
  channel: string;
  priority: number;
}

const NOUN: Noun = "workflows";

/** What would become of the task; asked again whenever it or the document is another. */
export function useEvaluation(workspaceSid: string, text: string, attempt: Attempt | null) {
  return useQuery({
    queryKey: [workspaceSid, NOUN, "evaluation", text, attempt],
    queryFn: () =>
      post<Evaluation>(extended(workspaceSid, "Workflows", "Evaluate"), {
        Configuration: text,
        Attributes: attempt?.attributes,
        TaskChannel: attempt?.channel,
        Priority: attempt?.priority,
      }),
    enabled: attempt !== null,
    placeholderData: (previous) => (attempt === null ? undefined : keepPreviousData(previous)),
    retry: false,
  });
}
