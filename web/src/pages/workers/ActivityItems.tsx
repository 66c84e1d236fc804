// The activities a worker may go to, as items of a menu. Where it matters, it asks what becomes of offers.

import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";

import type { Activity, Worker } from "@/api/resources";
import { needsChoice, useMove } from "@/pages/workers/activity";
import type { Ask } from "@/pages/workers/dialog";
import { Dot } from "@/parts/State";

interface Props {
  workspaceSid: string;
  worker: Worker;
  activities: readonly Activity[];
  /** How many offers wait for the worker's answer. */
  offers: number;
  onAsk: Ask;
}

export function ActivityItems({ workspaceSid, worker, activities, offers, onAsk }: Props) {
  const move = useMove(workspaceSid);
  return (
    <>
      <Menu.Label>Change the activity to</Menu.Label>
      {activities.map((activity) => {
        const isPresent = activity.sid === worker.activity_sid;
        return (
          <Menu.Item
            key={activity.sid}
            disabled={isPresent}
            leftSection={<Dot colour={activity.available ? "green" : "grey"} />}
            rightSection={isPresent ? <IconCheck size={14} aria-label="present" /> : null}
            onClick={() => {
              if (needsChoice(activity, offers)) onAsk({ kind: "offers", worker, activity });
              else move.mutate({ worker, activity, isRejecting: false });
            }}
          >
            {activity.friendly_name}
          </Menu.Item>
        );
      })}
    </>
  );
}
