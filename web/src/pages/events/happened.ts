// What happens while somebody looks at the log.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import type { Event } from "@/api/resources";
import { useConnection, useEvents } from "@/live/Live";

/** What is shown follows what happens by this much. */
const PAUSE_MS = 200;
/** So many are kept; the log is read again long before one goes. */
const LIMIT = 2_000;

/** The events since the page was opened, the newest first. The log is read anew when some may be missing. */
export function useHappened(workspaceSid: string): readonly Event[] {
  const queries = useQueryClient();
  const connection = useConnection();
  const [happened, setHappened] = useState<readonly Event[]>([]);
  const heard = useRef<Event[]>([]);
  const unread = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readAgain = useCallback(
    () =>
      void queries.invalidateQueries(
        { queryKey: [workspaceSid, "event-log"] },
        { cancelRefetch: false },
      ),
    [queries, workspaceSid],
  );

  // What was read before the stream was heard may lack what happened in between.
  useEffect(() => {
    if (connection === "live") readAgain();
  }, [connection, readAgain]);

  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback(() => {
    timer.current = undefined;
    const newest = heard.current.reverse();
    heard.current = [];
    setHappened((former) => [...newest, ...former].slice(0, LIMIT));
    unread.current += newest.length;
    if (unread.current > LIMIT / 2) {
      unread.current = 0;
      readAgain();
    }
  }, [readAgain]);
  useEvents(
    useCallback(
      (event: Event) => {
        heard.current.push(event);
        timer.current ??= setTimeout(show, PAUSE_MS);
      },
      [show],
    ),
  );
  return happened;
}
