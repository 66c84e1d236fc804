// The settings for who may not change them.

import type { Workspace } from "@/api/resources";
import { Facts } from "@/parts/Facts";
import { Surface } from "@/parts/Surface";

export function SettingsFacts({ workspace }: { workspace: Workspace }) {
  return (
    <Surface title="As it is set">
      <Facts
        facts={[
          ["Name", workspace.friendly_name],
          ["Events are sent to", workspace.event_callback_url || "nobody"],
          ["Only these events", workspace.events_filter || "all"],
          ["A worker has at once", workspace.multi_task_enabled ? "several tasks" : "one task"],
          ["Of equal tasks first", ORDER_WORDS[workspace.prioritize_queue_order]],
          ["New workers are", workspace.default_activity_name],
          ["Who lets an offer time out is", workspace.timeout_activity_name],
        ]}
      />
    </Surface>
  );
}

const ORDER_WORDS: Record<Workspace["prioritize_queue_order"], string> = {
  FIFO: "the oldest",
  LIFO: "the newest",
};
