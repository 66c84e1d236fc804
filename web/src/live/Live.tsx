// The live workspace: what pages below it use to follow what happens in it.

import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import { ApiError } from "@/api/client";
import { workspaceQuery } from "@/api/queries";
import type { Event } from "@/api/resources";
import { Freshness } from "@/live/freshness";
import { Stream } from "@/live/stream";
import type { Connection } from "@/live/stream";

const StreamContext = createContext<Stream | null>(null);

/** Follows one workspace for all pages below. Give it the workspace's SID as `key`. */
export function Live({ workspaceSid, children }: { workspaceSid: string; children: ReactNode }) {
  const queries = useQueryClient();
  const [freshness] = useState(() => new Freshness(queries, workspaceSid));
  const [stream] = useState(
    () =>
      new Stream(
        workspaceSid,
        () => freshness.noticeGap(),
        () => isGone(queries, workspaceSid),
      ),
  );
  useEffect(() => {
    const deafen = stream.listen((event) => freshness.notice(event));
    stream.open();
    return () => {
      deafen();
      stream.close();
      freshness.stop();
    };
  }, [stream, freshness]);
  return <StreamContext value={stream}>{children}</StreamContext>;
}

/**
 * Why a stream was refused no browser tells, so the workspace is asked for: whether it is gone. That
 * somebody is not signed in any more is noticed by it, too.
 */
async function isGone(queries: QueryClient, workspaceSid: string): Promise<boolean> {
  try {
    await queries.query({ ...workspaceQuery(workspaceSid), staleTime: 0, retry: false });
    return false;
  } catch (error) {
    return error instanceof ApiError && error.status === 404;
  }
}

function useStream(): Stream {
  const stream = useContext(StreamContext);
  if (stream === null) throw new Error("This is only there below a workspace");
  return stream;
}

/** Whether what is seen is live. */
export function useConnection(): Connection {
  const stream = useStream();
  return useSyncExternalStore(stream.watch, () => stream.connection);
}

/** Calls `listener` for each event. Queries follow by themselves: this is for what they do not tell. */
export function useEvents(listener: (event: Event) => void): void {
  const stream = useStream();
  useEffect(() => stream.listen(listener), [stream, listener]);
}
