// Everybody who works here: what they do at this moment, and what they have.

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";

import { ApiError } from "@/api/client";
import { useLongList } from "@/api/longList";
import { extended } from "@/api/paths";
import type { ListedWorker } from "@/api/resources";
import { columnsOf } from "@/pages/workers/columns";
import { CreateWorker } from "@/pages/workers/CreateWorker";
import type { Dialog } from "@/pages/workers/dialog";
import { FilterBar } from "@/pages/workers/FilterBar";
import { isNarrowed, parametersOf } from "@/pages/workers/filters";
import type { WorkerFilters } from "@/pages/workers/filters";
import { Headcounts } from "@/pages/workers/Headcounts";
import { NoWorkers } from "@/pages/workers/NoWorkers";
import { RowMenu } from "@/pages/workers/RowMenu";
import type { MenuAt } from "@/pages/workers/RowMenu";
import { WorkerDialogs } from "@/pages/workers/WorkerDialogs";
import { DataTable } from "@/parts/DataTable";
import { HeldList } from "@/parts/HeldList";
import { PageTitle } from "@/parts/PageTitle";
import { useIsWide } from "@/parts/room";
import room from "@/parts/room.module.css";
import { useMay } from "@/session/session";

const ROW_HEIGHT = { narrow: 52, wide: 40 };

const route = getRouteApi("/inside/workspaces/$workspaceSid/workers");

export function WorkersPage() {
  const { workspaceSid } = route.useParams();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const mayChange = useMay("supervisor");
  const mayCreate = useMay("admin");
  const isNarrow = !useIsWide();
  const [isCreating, setCreating] = useState(false);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const workers = useLongList<ListedWorker>(
    [workspaceSid, "workers"],
    extended(workspaceSid, "Workers"),
    parametersOf(filters),
  );
  const columns = useMemo(
    () => columnsOf(workspaceSid, { openMenu: mayChange ? setMenu : null, isNarrow }),
    [workspaceSid, mayChange, isNarrow],
  );
  const narrow = useCallback(
    (change: WorkerFilters) =>
      void navigate({
        search: (before) => ({ ...before, ...change }),
        replace: true,
      }),
    [navigate],
  );
  const clear = () =>
    void navigate({ to: "/workspaces/$workspaceSid/workers", params: { workspaceSid } });
  const isOfExpression =
    filters.expression !== undefined &&
    workers.error instanceof ApiError &&
    workers.error.message.includes("TargetWorkersExpression");
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Create worker
    </Button>
  );
  return (
    <>
      <PageTitle
        title="Workers"
        about="Who takes tasks: what everybody does at this moment, and has."
        actions={create}
      />
      <Headcounts workspaceSid={workspaceSid} filters={filters} onChange={narrow} />
      <FilterBar
        workspaceSid={workspaceSid}
        filters={filters}
        onChange={narrow}
        onClear={isNarrowed(filters) ? clear : null}
      />
      <HeldList
        error={isOfExpression ? null : workers.error}
        title="The workers could not be read"
        isHeld={workers.rows.length > 0 && !workers.isStale}
      >
        <div className={isNarrow ? room.narrow : undefined} aria-busy={workers.isStale}>
          <DataTable
            label="Workers"
            columns={columns}
            rows={isOfExpression ? [] : workers.rows}
            rowKey={(worker) => worker.sid}
            onOpen={(worker) =>
              void navigate({
                to: "/workspaces/$workspaceSid/workers/$workerSid",
                params: { workspaceSid, workerSid: worker.sid },
              })
            }
            isLoading={workers.isLoading}
            hasMore={workers.hasMore}
            onSee={workers.onSee}
            rowHeight={isNarrow ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide}
            maxHeight="calc(100vh - 19rem)"
            empty={
              <NoWorkers isNarrowed={isNarrowed(filters)} onClear={clear} create={create || null} />
            }
          />
        </div>
      </HeldList>
      {menu !== null && (
        <RowMenu
          workspaceSid={workspaceSid}
          at={menu}
          onAsk={setDialog}
          onClose={() => setMenu(null)}
        />
      )}
      <WorkerDialogs workspaceSid={workspaceSid} dialog={dialog} onClose={() => setDialog(null)} />
      {isCreating && (
        <CreateWorker workspaceSid={workspaceSid} onClose={() => setCreating(false)} />
      )}
    </>
  );
}
