// All that was sent to the outside, the newest first, as it is answered.

import { Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { useLongList } from "@/api/longList";
import { extended } from "@/api/paths";
import type { Webhook } from "@/api/resources";
import { useNextAttempts } from "@/live/callbacks";
import { columnsOf } from "@/pages/webhooks/columns";
import { RequestFilters } from "@/pages/webhooks/RequestFilters";
import { isFiltered, parametersOf } from "@/pages/webhooks/search";
import type { WebhooksSearch } from "@/pages/webhooks/search";
import { DataTable } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorNote } from "@/parts/ErrorNote";
import { useIsWide } from "@/parts/room";
import room from "@/parts/room.module.css";

/** What there is no room for on a tablet; it is in the drawer. */
const WIDE_ONLY: readonly string[] = ["task", "address"];

interface Props {
  workspaceSid: string;
  search: WebhooksSearch;
  onChange: (change: WebhooksSearch) => void;
  onOpen: (webhookSid: string) => void;
}

export function Requests({ workspaceSid, search, onChange, onOpen }: Props) {
  const webhooks = useLongList<Webhook>(
    [workspaceSid, "webhooks"],
    extended(workspaceSid, "Webhooks"),
    parametersOf(search),
  );
  useNextAttempts(workspaceSid, webhooks.rows);
  const isWide = useIsWide();
  const columns = useMemo(
    () => columnsOf(workspaceSid).filter(({ id }) => isWide || !WIDE_ONLY.includes(id)),
    [workspaceSid, isWide],
  );
  return (
    <>
      <RequestFilters search={search} onChange={onChange} />
      <ErrorNote error={webhooks.error} title="The requests could not be read" />
      {(webhooks.error === null || webhooks.rows.length > 0) && (
        <div className={isWide ? undefined : room.narrow}>
          <DataTable
            label="Requests"
            columns={columns}
            rows={webhooks.rows}
            rowKey={({ sid }) => sid}
            isLoading={webhooks.isLoading}
            hasMore={webhooks.hasMore}
            onSee={webhooks.onSee}
            maxHeight="max(20rem, calc(100vh - 20rem))"
            onOpen={({ sid }) => onOpen(sid)}
            empty={
              isFiltered(search) ? (
                <EmptyState title="No request is like that">
                  Loosen the filters, or clear them to see every request.
                </EmptyState>
              ) : (
                <NothingSent workspaceSid={workspaceSid} />
              )
            }
          />
        </div>
      )}
    </>
  );
}

function NothingSent({ workspaceSid }: { workspaceSid: string }) {
  return (
    <EmptyState
      title="Nothing was sent yet"
      action={
        <Link to="/workspaces/$workspaceSid/settings" params={{ workspaceSid }}>
          Set an event callback URL
        </Link>
      }
    >
      Your application is called when a worker was chosen, if the workflow has an assignment
      callback URL, and when something happens, if the workspace has an event callback URL. Every
      request is shown here with its answer.
    </EmptyState>
  );
}
