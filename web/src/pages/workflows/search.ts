// What of the page of a workflow is kept in its address.

import { choiceOf, textOf } from "@/app/searchTexts";

export interface WorkflowSearch {
  /** The place in the document that is edited, as the API spells it. */
  at?: string | undefined;
  /** The diagram is shown, if it is not said. */
  view?: "json" | undefined;
}

export function readWorkflowSearch(search: Record<string, unknown>): WorkflowSearch {
  return { at: textOf(search.at), view: choiceOf(search.view, ["json"]) };
}
