// One worker: what she does, has and can do, what happened to her, and why she has no task.

import { Button, Group, Menu, Skeleton, Stack } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { ApiError } from "@/api/client";
import { activitiesQuery } from "@/api/queries";
import { ActivityItems } from "@/pages/workers/ActivityItems";
import { ActivityTimes } from "@/pages/workers/ActivityTimes";
import { ChannelsForm } from "@/pages/workers/ChannelsForm";
import type { Dialog } from "@/pages/workers/dialog";
import { MissingWorker } from "@/pages/workers/MissingWorker";
import { OpenReservations } from "@/pages/workers/OpenReservations";
import { openReservationsQuery, workerQuery } from "@/pages/workers/queries";
import { QueuesOfWorker } from "@/pages/workers/QueuesOfWorker";
import { countOffers } from "@/pages/workers/rows";
import { WhyNoTask } from "@/pages/workers/WhyNoTask";
import { WorkerDialogs } from "@/pages/workers/WorkerDialogs";
import { WorkerFacts } from "@/pages/workers/WorkerFacts";
import { WorkerTimeline } from "@/pages/workers/WorkerTimeline";
import { ErrorNote } from "@/parts/ErrorNote";
import { PageTitle } from "@/parts/PageTitle";
import { ActivityState } from "@/parts/State";
import { Surface } from "@/parts/Surface";
import { Age } from "@/parts/When";
import { useMay } from "@/session/session";

import classes from "./Worker.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid/workers/$workerSid");

export function WorkerPage() {
  const { workspaceSid, workerSid } = route.useParams();
  const navigate = useNavigate();
  const { data: activities } = useSuspenseQuery(activitiesQuery(workspaceSid));
  const { data: worker, error } = useQuery(workerQuery(workspaceSid, workerSid));
  const { data: open = [] } = useQuery(openReservationsQuery(workspaceSid, workerSid));
  const mayChange = useMay("supervisor");
  const mayDelete = useMay("admin");
  const [dialog, setDialog] = useState<Dialog | null>(null);
  if (error instanceof ApiError && error.status === 404) {
    return <MissingWorker workspaceSid={workspaceSid} />;
  }
  if (worker === undefined) {
    return error === null ? <Skeleton height="20rem" /> : <ErrorNote error={error} />;
  }
  const name = worker.friendly_name;
  const about = { workspaceSid, worker };
  const actions = mayChange && (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={16} aria-hidden />}>Change activity</Button>
        </Menu.Target>
        <Menu.Dropdown mah="60vh" style={{ overflow: "auto" }}>
          <ActivityItems
            {...about}
            activities={activities}
            offers={countOffers(open)}
            onAsk={setDialog}
          />
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={() => setDialog({ kind: "edit", worker })}>
        Edit worker
      </Button>
      {mayDelete && (
        <Button variant="default" onClick={() => setDialog({ kind: "delete", worker })}>
          Delete worker
        </Button>
      )}
    </>
  );
  return (
    <>
      <PageTitle
        title={name}
        about={
          <Group component="span" gap="xs">
            <ActivityState name={worker.activity_name} available={worker.available} />
            <span>
              for <Age since={worker.date_status_changed} />
            </span>
          </Group>
        }
        actions={actions}
      />
      <div className={classes.columns}>
        <Stack>
          <WhyNoTask {...about} />
          <Surface title="Tasks and offers now">
            <OpenReservations {...about} reservations={open} />
          </Surface>
          <Surface title="What happened">
            <WorkerTimeline {...about} />
          </Surface>
        </Stack>
        <Stack>
          <Surface title="Channels">
            <ChannelsForm workspaceSid={workspaceSid} workerSid={workerSid} />
          </Surface>
          <QueuesOfWorker {...about} />
          <ActivityTimes {...about} />
          <WorkerFacts worker={worker} />
        </Stack>
      </div>
      <WorkerDialogs
        workspaceSid={workspaceSid}
        dialog={dialog}
        onClose={() => setDialog(null)}
        onDeleted={() =>
          void navigate({ to: "/workspaces/$workspaceSid/workers", params: { workspaceSid } })
        }
      />
    </>
  );
}
