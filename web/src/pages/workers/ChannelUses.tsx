// How full the channels of a worker are: `voice 1/1`.

import { byUse, spellUse } from "@/pages/workers/rows";
import type { ChannelOfRow } from "@/pages/workers/rows";

import classes from "./Workers.module.css";

export function ChannelUses({ channels }: { channels: readonly ChannelOfRow[] }) {
  const shown = byUse(channels);
  return (
    <ul
      className={classes.list}
      title={shown
        .map((channel) => `${channel.task_channel_unique_name} ${spellUse(channel)}`)
        .join(", ")}
    >
      {shown.map((channel) => (
        <li key={channel.sid} className={classes.channel} data-used={channel.assigned_tasks > 0}>
          {channel.task_channel_unique_name} <b>{spellUse(channel)}</b>
        </li>
      ))}
    </ul>
  );
}
