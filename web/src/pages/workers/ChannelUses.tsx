// How full the channels of a worker are: `voice 1/1`.

import type { ListedWorker } from "@/api/resources";
import { usesOf } from "@/pages/workers/rows";

import classes from "./Workers.module.css";

export function ChannelUses({ worker }: { worker: ListedWorker }) {
  const uses = usesOf(worker);
  return (
    <ul
      className={classes.list}
      title={uses.map(({ name, words }) => `${name} ${words}`).join(", ")}
    >
      {uses.map(({ sid, name, used, words }) => (
        <li key={sid} className={classes.channel} data-used={used > 0}>
          {name} <b>{words}</b>
        </li>
      ))}
    </ul>
  );
}
