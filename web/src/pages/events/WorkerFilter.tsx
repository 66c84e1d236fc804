// Whose events: a worker, found by a part of her name among however many there are.

import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { get } from "@/api/client";
import { extended, inWorkspace } from "@/api/paths";
import type { ListedWorker, Worker } from "@/api/resources";

const SHOWN = 20;
const SEARCH_LIMIT = 100;
const PAUSE_MS = 250;

interface Props {
  workspaceSid: string;
  value: string | undefined;
  onChange: (workerSid: string | undefined) => void;
}

export function WorkerFilter({ workspaceSid, value, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const [wanted] = useDebouncedValue(typed.trim().slice(0, SEARCH_LIMIT), PAUSE_MS);
  const { data: chosen } = useQuery({
    queryKey: [workspaceSid, "workers", "one", value],
    queryFn: ({ signal }) =>
      get<Worker>(inWorkspace(workspaceSid, "Workers", value ?? ""), {}, signal),
    enabled: value !== undefined,
  });
  // Nobody types what is chosen already.
  const search = wanted === chosen?.friendly_name ? "" : wanted;
  const { data: found = [] } = useQuery({
    queryKey: [workspaceSid, "workers", "named", search],
    queryFn: async ({ signal }) => {
      const parameters = { Search: search, PageSize: SHOWN };
      const path = extended(workspaceSid, "Workers");
      return (await get<{ workers: ListedWorker[] }>(path, parameters, signal)).workers;
    },
    placeholderData: keepPreviousData,
  });
  const names = new Map(found.map(({ sid, friendly_name }) => [sid, friendly_name]));
  // A worker who is gone has events still.
  if (value !== undefined) names.set(value, chosen?.friendly_name ?? `…${value.slice(-6)}`);
  return (
    <Select
      label="Worker"
      placeholder="Any"
      searchable
      clearable
      clearButtonProps={{ "aria-label": "Any worker" }}
      nothingFoundMessage="Nobody is called that"
      data={[...names].map(([sid, name]) => ({ value: sid, label: name }))}
      // The server has searched, also in the attributes.
      filter={({ options }) => options}
      value={value ?? null}
      onSearchChange={setTyped}
      onChange={(sid) => onChange(sid ?? undefined)}
    />
  );
}
