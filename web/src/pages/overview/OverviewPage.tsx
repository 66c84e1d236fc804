// What goes on in a workspace, at a glance, as it happens.

import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";

import { Figures } from "@/pages/overview/Figures";
import { LastHour } from "@/pages/overview/LastHour";
import { NextSteps } from "@/pages/overview/NextSteps";
import { QueuesTable } from "@/pages/overview/QueuesTable";
import { Staffing } from "@/pages/overview/Staffing";
import { workspaceFiguresQuery } from "@/pages/overview/queries";
import { useSteps } from "@/pages/overview/useSteps";
import { ErrorNote } from "@/parts/ErrorNote";
import { PageTitle } from "@/parts/PageTitle";

import classes from "./OverviewPage.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid/");

export function OverviewPage() {
  const { workspaceSid } = route.useParams();
  const figures = useQuery(workspaceFiguresQuery(workspaceSid));
  const { steps, isEmpty } = useSteps(workspaceSid);
  return (
    <>
      <PageTitle title="Overview" about="Who waits, who serves, and how the last hour went." />
      <Stack>
        <ErrorNote
          error={figures.error}
          title="The figures could not be read"
          onRetry={() => void figures.refetch()}
        />
        {steps !== null && <NextSteps workspaceSid={workspaceSid} steps={steps} />}
        {!isEmpty && (
          <>
            <Figures workspaceSid={workspaceSid} figures={figures.data} />
            <div className={classes.columns}>
              <Staffing workspaceSid={workspaceSid} figures={figures.data} />
              <LastHour workspaceSid={workspaceSid} />
            </div>
            <QueuesTable workspaceSid={workspaceSid} />
          </>
        )}
      </Stack>
    </>
  );
}
