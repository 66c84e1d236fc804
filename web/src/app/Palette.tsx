// What the command palette finds: pages, workers, queues, workflows, and anything by its SID.

import "@mantine/spotlight/styles.css";

import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import type { SpotlightActionData } from "@mantine/spotlight";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { get } from "@/api/client";
import { extended } from "@/api/paths";
import { taskQueuesQuery, workflowsQuery } from "@/api/queries";
import type { Worker } from "@/api/resources";
import { PLACES } from "@/app/places";

const LIMIT = 12;
const PAUSE_MS = 150;

export default function Palette({
  workspaceSid,
  onClose,
}: {
  workspaceSid: string;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), PAUSE_MS);
  const { data: queues = [] } = useQuery(taskQueuesQuery(workspaceSid));
  const { data: workflows = [] } = useQuery(workflowsQuery(workspaceSid));
  const { data: workers = [] } = useQuery({
    queryKey: [workspaceSid, "workers", "found", search],
    queryFn: async ({ signal }) => {
      const parameters = { Search: search, PageSize: LIMIT };
      const path = extended(workspaceSid, "Workers");
      return (await get<{ workers: Worker[] }>(path, parameters, signal)).workers;
    },
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });

  const go = (to: string, params: Record<string, string>) => () =>
    void navigate({ to, params: { workspaceSid, ...params } } as never);
  const within = "/workspaces/$workspaceSid";
  const actions: SpotlightActionData[] = [
    ...bySid(text.trim()).map(([label, to, name]) => ({
      id: text,
      label: `${label} ${text.trim()}`,
      description: "By its SID",
      onClick: go(`${within}/${to}/$${name}`, { [name]: text.trim() }),
    })),
    ...PLACES.map(({ label, to }) => ({
      id: to,
      label,
      description: "Page",
      onClick: go(to, {}),
    })),
    ...(search === "" ? [] : workers).map((worker) => ({
      id: worker.sid,
      label: worker.friendly_name,
      description: `Worker, ${worker.activity_name}`,
      keywords: [text],
      onClick: go(`${within}/workers/$workerSid`, { workerSid: worker.sid }),
    })),
    ...queues.map((queue) => ({
      id: queue.sid,
      label: queue.friendly_name,
      description: "Task queue",
      onClick: go(`${within}/task-queues`, {}),
    })),
    ...workflows.map((workflow) => ({
      id: workflow.sid,
      label: workflow.friendly_name,
      description: "Workflow",
      onClick: go(`${within}/workflows/$workflowSid`, { workflowSid: workflow.sid }),
    })),
  ];
  return (
    <Spotlight
      forceOpened
      onSpotlightClose={onClose}
      actions={actions}
      limit={LIMIT}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      nothingFound="Nothing of that name"
      searchProps={{ placeholder: "A page, a worker, a queue, or a SID", "aria-label": "Search" }}
    />
  );
}

const KINDS: readonly (readonly [RegExp, string, string, string])[] = [
  [/^WT[0-9a-f]{32}$/i, "Task", "tasks", "taskSid"],
  [/^WK[0-9a-f]{32}$/i, "Worker", "workers", "workerSid"],
  [/^WW[0-9a-f]{32}$/i, "Workflow", "workflows", "workflowSid"],
];

function bySid(text: string): (readonly [label: string, to: string, name: string])[] {
  return KINDS.filter(([form]) => form.test(text)).map(([, label, to, name]) => [label, to, name]);
}
