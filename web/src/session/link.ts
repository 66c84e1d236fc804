// The link that signs in once: its code comes behind the address, where no server and no log sees it.

import type { QueryClient } from "@tanstack/react-query";

import { sessionQuery, signInByCode } from "@/session/session";

const LINK = /^#code=([\w-]+)$/;

/** Sign in by the code behind the address, if there is one, and take it out of the history. */
export async function enterByLink(queries: QueryClient): Promise<void> {
  const code = LINK.exec(location.hash)?.[1];
  if (code === undefined) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  try {
    queries.setQueryData(sessionQuery.queryKey, await signInByCode(code));
  } catch {
    // Used already, or too old: whoever is not signed in yet is asked.
  }
}
