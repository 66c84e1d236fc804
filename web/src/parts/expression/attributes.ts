// The attributes that workers of a workspace have, to write expressions with.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";

export interface SeenAttribute {
  /** `routing.skills`. */
  path: string;
  kinds: string[];
  /** Some of the values seen; of lists, of their items. */
  values: (string | number | boolean)[];
  /** How many workers have it. */
  workers: number;
}

const FRESH_ENOUGH_MS = 60_000;

/** Filed under the workspace: not every change of a worker is worth looking through all of them. */
export function attributesQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "workspace" satisfies Noun, "attributes"],
    queryFn: async ({ signal }) => {
      const path = extended(workspaceSid, "Attributes");
      return (await get<{ worker: SeenAttribute[] }>(path, {}, signal)).worker;
    },
    staleTime: FRESH_ENOUGH_MS,
  });
}
