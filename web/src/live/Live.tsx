// The live workspace: what pages below it use to follow what happens in it.

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import type { Event } from "@/api/resources";
import { Freshness } from "@/live/freshness";
import { Stream } from "@/live/stream";
import type { Connection } from "@/live/stream";

const StreamContext = createContext<Stream | null>(null);

/** Follows one workspace for all pages below. Give it the workspace's SID as `key`. */
export function Live({ workspaceSid, children }: { workspaceSid: string; children: ReactNode }) {
  const queries = useQueryClient();
  const [freshness] = useState(() => new Freshness(queries, workspaceSid));
  const [stream] = useState(() => new Stream(workspaceSid, () => freshness.noticeGap()));
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
