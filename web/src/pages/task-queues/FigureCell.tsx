// Figures of a queue in its row: how many wait, since when, and for how many workers.

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { figuresQuery } from "@/pages/task-queues/figures";
import type { QueueFigures } from "@/pages/task-queues/figures";

interface Props {
  workspaceSid: string;
  queueSid: string;
  /** The queues that are asked for together, this one among them. */
  together: readonly string[];
  show: (figures: QueueFigures) => ReactNode;
}

/** Rows that are not in sight do not ask. */
export function FigureCell({ workspaceSid, queueSid, together, show }: Props) {
  const { data } = useQuery(figuresQuery(workspaceSid, together));
  const figures = data?.get(queueSid);
  return figures === undefined ? <span aria-label="Not known yet">–</span> : show(figures);
}
