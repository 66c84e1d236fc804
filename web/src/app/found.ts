// What the command palette finds: pages, workers, queues, workflows, and anything by its SID.

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";
import { taskQueuesQuery, workflowsQuery } from "@/api/queries";
import type { Worker } from "@/api/resources";
import { PLACES } from "@/app/places";

const LIMIT = 12;
const PAUSE_MS = 150;
const WITHIN = "/workspaces/$workspaceSid";

export interface Found {
  key: string;
  name: string;
  /** What it is. */
  kind: string;
  to: string;
  params?: Record<string, string>;
  search?: Record<string, string>;
}

interface Findings {
  found: readonly Found[];
  /** Whether there may be more in a moment. */
  isLooking: boolean;
}

/** The best of what `text` may mean. */
export function useFound(workspaceSid: string, text: string): Findings {
  const [search] = useDebouncedValue(text, PAUSE_MS);
  const { data: queues = [] } = useQuery(taskQueuesQuery(workspaceSid));
  const { data: workflows = [] } = useQuery(workflowsQuery(workspaceSid));
  const { data: workers = [], isFetching } = useQuery({
    queryKey: [workspaceSid, "workers" satisfies Noun, "found", search],
    queryFn: async ({ signal }) => {
      const parameters = { Search: search, PageSize: LIMIT };
      const path = extended(workspaceSid, "Workers");
      return (await get<{ workers: Worker[] }>(path, parameters, signal)).workers;
    },
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });
  const named: Found[] = [
    ...PLACES.map(({ label, to }) => ({ key: to, name: label, kind: "Page", to })),
    ...queues.map(({ sid, friendly_name: name }) => ({
      ...queueAt(sid),
      name,
      kind: "Task queue",
    })),
    ...workflows.map(({ sid, friendly_name: name }) => ({
      ...workflowAt(sid),
      name,
      kind: "Workflow",
    })),
  ];
  const wanted = text.toLowerCase();
  // A worker is also found by what her attributes say.
  const people = (text === "" ? [] : workers).map(
    ({ sid, friendly_name: name, activity_name }) => ({
      ...workerAt(sid),
      name,
      kind: `Worker, ${activity_name}`,
    }),
  );
  const found = [
    ...foundBySid(text),
    ...named.filter(({ name }) => name.toLowerCase().includes(wanted)),
    ...people,
  ];
  return { found: found.slice(0, LIMIT), isLooking: isFetching || search !== text };
}

const SID = /^(WT|WK|WW|WQ)[0-9a-f]{32}$/;
const BY_SID = "By its SID";

/** What a SID leads to, whether it exists or not. */
export function foundBySid(sid: string): Found[] {
  switch (SID.exec(sid)?.[1]) {
    case "WT":
      return [{ ...taskAt(sid), name: `Task ${sid}`, kind: BY_SID }];
    case "WK":
      return [{ ...workerAt(sid), name: `Worker ${sid}`, kind: BY_SID }];
    case "WW":
      return [{ ...workflowAt(sid), name: `Workflow ${sid}`, kind: BY_SID }];
    case "WQ":
      return [{ ...queueAt(sid), name: `Task queue ${sid}`, kind: BY_SID }];
    default:
      return [];
  }
}

function taskAt(sid: string) {
  return { key: sid, to: `${WITHIN}/tasks/$taskSid`, params: { taskSid: sid } };
}

function workerAt(sid: string) {
  return { key: sid, to: `${WITHIN}/workers/$workerSid`, params: { workerSid: sid } };
}

function workflowAt(sid: string) {
  return { key: sid, to: `${WITHIN}/workflows/$workflowSid`, params: { workflowSid: sid } };
}

/** A queue has no page of its own: it opens beside the others. */
function queueAt(sid: string) {
  return { key: sid, to: `${WITHIN}/task-queues`, search: { queue: sid } };
}
