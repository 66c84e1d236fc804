// What has been read of the API, and what becomes of it when somebody is not signed in any more.

import { QueryCache, MutationCache, QueryClient } from "@tanstack/react-query";

import { ApiError } from "@/api/client";
import { sessionQuery } from "@/session/session";

const RETRIES = 3;

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      // The stream of events tells what has become old.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        !(error instanceof ApiError && error.status < 500) && count < RETRIES,
    },
  },
});

function noticeSignedOut(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  if (queries.getQueryData(sessionQuery.queryKey) == null) return;
  // The root route sees it, and asks who it is.
  queries.setQueryData(sessionQuery.queryKey, null);
}
