// One figure of how a channel is used.

import { useQuery } from "@tanstack/react-query";

import { usageQuery } from "@/pages/task-channels/usage";
import type { Usage } from "@/pages/task-channels/usage";

interface Props {
  workspaceSid: string;
  channelSid: string;
  show: keyof Usage;
}

export function UsageCell({ workspaceSid, channelSid, show }: Props) {
  const { data: usage } = useQuery(usageQuery(workspaceSid, channelSid));
  return <span>{usage?.[show] ?? "–"}</span>;
}
