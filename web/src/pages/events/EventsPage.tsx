// All that happens in a workspace, as it happens, and all that the log still holds.

import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";

import { usePages } from "@/api/lists";
import { inWorkspace } from "@/api/paths";
import type { Event } from "@/api/resources";
import { columnsOf } from "@/pages/events/columns";
import { EventDrawer } from "@/pages/events/EventDrawer";
import { EventFilters } from "@/pages/events/EventFilters";
import { Following } from "@/pages/events/Following";
import { useHappened } from "@/pages/events/happened";
import { holdBack, merge } from "@/pages/events/merging";
import {
  isFiltered,
  isOpenEnded,
  matches,
  parametersOf,
  withoutDefaults,
} from "@/pages/events/search";
import type { EventsSearch } from "@/pages/events/search";
import { DataTable } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorNote } from "@/parts/ErrorNote";
import { PageTitle } from "@/parts/PageTitle";
import { useIsWide } from "@/parts/room";
import room from "@/parts/room.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid/events");

/** What there is no room for on a tablet; it is in the drawer. */
const WIDE_ONLY: readonly string[] = ["type"];

export function EventsPage() {
  const { workspaceSid } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const log = usePages<Event>(
    [workspaceSid, "event-log"],
    inWorkspace(workspaceSid, "Events"),
    parametersOf(search),
  );
  const [isPaused, setPaused] = useState(false);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const happened = useHappened(workspaceSid, heldAt !== null);
  const isLive = isOpenEnded(search) && !log.isStale && !log.isLoading;
  const events = useMemo(
    () =>
      isLive
        ? merge(
            happened.filter((event) => matches(event, search)),
            log.rows,
          )
        : log.rows,
    [isLive, happened, log.rows, search],
  );

  const table = useRef<HTMLDivElement>(null);
  const { shown, waiting } = useMemo(() => holdBack(events, heldAt), [events, heldAt]);
  const hold = () => setHeldAt((former) => former ?? events[0]?.event_date_ms ?? 0);
  const follow = () => {
    setPaused(false);
    setHeldAt(null);
    table.current?.querySelector("[role=table]")?.scrollTo({ top: 0 });
  };
  const choose = (change: EventsSearch) => {
    if (!isPaused) setHeldAt(null);
    void navigate({
      search: (former) => withoutDefaults({ ...former, ...change }),
      replace: true,
    });
  };
  const look = (event: string | undefined) =>
    void navigate({ search: (former) => withoutDefaults({ ...former, event }) });

  const isWide = useIsWide();
  const columns = useMemo(
    () => columnsOf(workspaceSid).filter(({ id }) => isWide || !WIDE_ONLY.includes(id)),
    [workspaceSid, isWide],
  );
  return (
    <>
      <PageTitle title="Events" about="What happens, as it happens, and all of the last 30 days." />
      <EventFilters
        workspaceSid={workspaceSid}
        search={search}
        onChange={choose}
        following={
          isOpenEnded(search) && (
            <Following
              isPaused={isPaused}
              waiting={waiting}
              onPause={() => {
                setPaused(true);
                hold();
              }}
              onFollow={follow}
            />
          )
        }
      />
      <ErrorNote error={log.error} title="The events could not be read" />
      {(log.error === null || log.rows.length > 0) && (
        <div
          ref={table}
          className={isWide ? undefined : room.narrow}
          // Rows must not move under who has scrolled down to read them.
          onScrollCapture={(event) => {
            if ((event.target as Element).scrollTop > 0) hold();
            else if (!isPaused) setHeldAt(null);
          }}
        >
          <DataTable
            label="Events"
            columns={columns}
            rows={shown}
            rowKey={({ sid }) => sid}
            isLoading={log.isLoading}
            hasMore={log.hasMore}
            onEnd={log.loadMore}
            maxHeight="max(20rem, calc(100vh - 23.5rem))"
            onOpen={({ sid }) => look(sid)}
            empty={<NoEvents isFiltered={isFiltered(search)} />}
          />
        </div>
      )}
      {search.event !== undefined && (
        <EventDrawer
          workspaceSid={workspaceSid}
          eventSid={search.event}
          onClose={() => look(undefined)}
        />
      )}
    </>
  );
}

function NoEvents({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No event is like that">
      Loosen the filters, or choose a longer time. What happens now appears here by itself.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing happened in that time">
      Choose a longer time, or do something: create a task, or change a worker’s activity. It
      appears here at once.
    </EmptyState>
  );
}
