// Workflows by the API: one of them, and what is changed of it.

import { queryOptions } from "@tanstack/react-query";

import { get, post, remove } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { inWorkspace } from "@/api/paths";
import type { Workflow } from "@/api/resources";

const NOUN: Noun = "workflows";

export function workflowQuery(workspaceSid: string, sid: string) {
  return queryOptions({
    queryKey: [workspaceSid, NOUN, "one", sid],
    queryFn: ({ signal }) => get<Workflow>(pathOf(workspaceSid, sid), {}, signal),
  });
}

/** What is set of a workflow beside its document. */
export interface Settings {
  name: string;
  reservationTimeout: number | string;
  callbackUrl: string;
  fallbackUrl: string;
}

export const NEW_SETTINGS: Settings = {
  name: "",
  reservationTimeout: 120,
  callbackUrl: "",
  fallbackUrl: "",
};

export function settingsOf(workflow: Workflow): Settings {
  return {
    name: workflow.friendly_name,
    reservationTimeout: workflow.task_reservation_timeout,
    callbackUrl: workflow.assignment_callback_url ?? "",
    fallbackUrl: workflow.fallback_assignment_callback_url ?? "",
  };
}

export function createWorkflow(workspaceSid: string, settings: Settings, configuration: string) {
  const form = { ...formOf(settings), Configuration: configuration };
  return post<Workflow>(inWorkspace(workspaceSid, "Workflows"), form);
}

export function changeSettings(workflow: Workflow, settings: Settings) {
  return post<Workflow>(pathOf(workflow.workspace_sid, workflow.sid), formOf(settings));
}

export function deleteWorkflow(workflow: Workflow) {
  return remove(pathOf(workflow.workspace_sid, workflow.sid));
}

/** Somebody else has stored another document: nothing was saved. */
export class ChangedMeanwhile extends Error {
  constructor(readonly present: Workflow) {
    super("Somebody else saved this workflow in the meantime. Nothing of yours was saved yet.");
    this.name = "ChangedMeanwhile";
  }
}

/**
 * Store a document over `base`, which is what its author knows to be stored.
 *
 * Workflows have no version to demand with If-Match, so what is stored is compared just before:
 * the document itself, as `date_updated` is of the second and of other settings, too.
 */
export async function saveConfiguration(
  workflow: Workflow,
  base: string,
  configuration: string,
  reEvaluates: boolean,
): Promise<Workflow> {
  const path = pathOf(workflow.workspace_sid, workflow.sid);
  const present = await get<Workflow>(path);
  if (present.configuration !== base) throw new ChangedMeanwhile(present);
  return post<Workflow>(path, { Configuration: configuration, ReEvaluateTasks: reEvaluates });
}

function formOf(settings: Settings) {
  return {
    FriendlyName: settings.name.trim(),
    TaskReservationTimeout: settings.reservationTimeout,
    AssignmentCallbackUrl: settings.callbackUrl.trim(),
    FallbackAssignmentCallbackUrl: settings.fallbackUrl.trim(),
  };
}

function pathOf(workspaceSid: string, sid: string): string {
  return inWorkspace(workspaceSid, "Workflows", sid);
}
