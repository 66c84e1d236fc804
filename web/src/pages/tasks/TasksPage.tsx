// The tasks of a workspace, as they come and go.

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";

import { ApiError } from "@/api/client";
import { useLongList } from "@/api/longList";
import { extended } from "@/api/paths";
import type { ListedTask } from "@/api/resources";
import { columnsOf } from "@/pages/tasks/columns";
import { CreateTaskDrawer } from "@/pages/tasks/CreateTaskDrawer";
import { isFiltered, parametersOf, tidy } from "@/pages/tasks/search";
import type { TasksSearch } from "@/pages/tasks/search";
import { TasksFilters } from "@/pages/tasks/TasksFilters";
import { DataTable } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { HeldList } from "@/parts/HeldList";
import { PageTitle } from "@/parts/PageTitle";
import { useIsWide } from "@/parts/room";
import room from "@/parts/room.module.css";
import { useMay } from "@/session/session";

const route = getRouteApi("/inside/workspaces/$workspaceSid/tasks");

export function TasksPage() {
  const { workspaceSid } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayChange = useMay("supervisor");
  const [isCreating, { open, close }] = useDisclosure(false);
  const tasks = useLongList<ListedTask>(
    [workspaceSid, "tasks"],
    extended(workspaceSid, "Tasks"),
    parametersOf(search),
  );
  const isWide = useIsWide();
  const columns = useMemo(() => columnsOf(workspaceSid, isWide), [workspaceSid, isWide]);
  const choose = (change: TasksSearch | null) =>
    void navigate({
      search: (former) =>
        change === null ? tidy({ order: former.order }) : tidy({ ...former, ...change }),
      replace: true,
    });
  const { error } = tasks;
  const isAboutExpression = search.expression !== undefined && isRefusal(error);
  const create = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      Create task
    </Button>
  );
  return (
    <>
      <PageTitle
        title="Tasks"
        about="Work that waits for workers, is with them, or is done."
        actions={create}
      />
      <TasksFilters workspaceSid={workspaceSid} search={search} onChange={choose} />
      {!isAboutExpression && (
        <HeldList
          error={error}
          title="The tasks could not be read"
          isHeld={tasks.rows.length > 0 && !tasks.isStale}
        >
          <div className={isWide ? undefined : room.narrow}>
            <DataTable
              label="Tasks"
              columns={columns}
              rows={tasks.rows}
              rowKey={(task) => task.sid}
              isLoading={tasks.isLoading}
              hasMore={tasks.hasMore}
              onSee={tasks.onSee}
              maxHeight="max(20rem, calc(100vh - 18rem))"
              onOpen={({ sid }) =>
                void navigate({
                  to: "/workspaces/$workspaceSid/tasks/$taskSid",
                  params: { workspaceSid, taskSid: sid },
                })
              }
              empty={
                isFiltered(search) ? (
                  <EmptyState title="No task is like that">
                    Loosen the filters, or clear them to see every task.
                  </EmptyState>
                ) : (
                  <EmptyState title="No tasks yet" action={create}>
                    A task is work for somebody: a call, a chat, a case. Its attributes say what it
                    is about; a workflow decides by them which queue it waits in.
                  </EmptyState>
                )
              }
            />
          </div>
        </HeldList>
      )}
      {isCreating && <CreateTaskDrawer workspaceSid={workspaceSid} onClose={close} />}
    </>
  );
}

function isRefusal(error: Error | null): error is ApiError {
  return error instanceof ApiError && error.status === 400;
}
