// The place of a waiting task in its queue, and how much longer it will wait.

import { useQuery } from "@tanstack/react-query";

import { isWaiting } from "@/pages/tasks/moves";
import { estimateQuery } from "@/pages/tasks/queries";
import { tellPlace, tellWait } from "@/pages/tasks/reasons";
import { ErrorNote } from "@/parts/ErrorNote";
import { Facts } from "@/parts/Facts";

interface Props {
  workspaceSid: string;
  taskSid: string;
}

export function TaskPlace({ workspaceSid, taskSid }: Props) {
  const { data: estimate, error } = useQuery(estimateQuery(workspaceSid, taskSid));
  if (error !== null) return <ErrorNote error={error} title="The estimate could not be read" />;
  if (estimate === undefined || !isWaiting(estimate)) return null;
  const { answered, within_p90: within } = estimate.calibration;
  const facts: [string, string][] = [["Estimated wait", tellWait(estimate)]];
  if (estimate.position !== null) facts.unshift(["Place in the queue", tellPlace(estimate)]);
  if (within !== null && estimate.basis !== "none") {
    const share = Math.round(within * 100);
    facts.push(["How right that was", `${share} % of the last ${answered} waited no longer`]);
  }
  return <Facts facts={facts} />;
}
