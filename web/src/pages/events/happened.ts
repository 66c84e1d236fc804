// What happens while somebody looks at the log.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import type { Event } from "@/api/resources";
import { useConnection, useEvents } from "@/live/Live";

/** What is shown follows what happens by this much. */
const PAUSE_MS = 200;
/** So many are kept; the log is read again long before one goes. */
const LIMIT = 2_000;
/** While it is held so many are; of what happens then only the beginning, and all when it goes on. */
const HELD_LIMIT = 2 * LIMIT;

/**
 * The events since the page was opened, the newest first. The log is read anew when some may be
 * missing, but not while it is held: rows that are read must not go.
 */
export function useHappened(workspaceSid: string, isHeld: boolean): readonly Event[] {
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

  const catchUp = useCallback(() => {
    if (unread.current <= LIMIT / 2) return;
    unread.current = 0;
    setHappened((former) => former.slice(0, LIMIT));
    readAgain();
  }, [readAgain]);

  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback(() => {
    timer.current = undefined;
    const newest = heard.current.reverse();
    heard.current = [];
    unread.current += newest.length;
    setHappened((former) => {
      const all = [...newest, ...former];
      return isHeld ? all.slice(-HELD_LIMIT) : all.slice(0, LIMIT);
    });
    if (!isHeld) catchUp();
  }, [isHeld, catchUp]);
  useEffect(() => {
    if (!isHeld) catchUp();
  }, [isHeld, catchUp]);
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
