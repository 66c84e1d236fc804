// The charts of the last hour.

import { useQuery } from "@tanstack/react-query";

import { Chart } from "@/pages/overview/Chart";
import { TASKS, WAITS } from "@/pages/overview/charts";
import { lastHourQuery } from "@/pages/overview/queries";
import { ErrorNote } from "@/parts/ErrorNote";

export function LastHour({ workspaceSid }: { workspaceSid: string }) {
  const { data: series, error, refetch } = useQuery(lastHourQuery(workspaceSid));
  if (error !== null && series === undefined) {
    const title = "The last hour could not be read";
    return <ErrorNote error={error} title={title} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <Chart shape={TASKS} series={series} />
      <Chart shape={WAITS} series={series} />
    </>
  );
}
