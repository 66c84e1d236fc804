// How many tasks of each kind the worker takes at a time, and has.

import type { Desk } from "./desk";

export function Channels({ desk }: { desk: Desk }) {
  const channels = [...desk.worker.channels.values()].sort((one, other) =>
    one.taskChannelUniqueName.localeCompare(other.taskChannelUniqueName),
  );
  // What the SDK says is assigned is as old as the latest change of the channel itself.
  const held = [...desk.offers, ...desk.work].map(({ task }) => task.taskChannelSid);
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">Channels</h2>
      <ul className="channels">
        {channels.map(({ sid, taskChannelSid, taskChannelUniqueName: name, capacity, available }) => {
          const count = held.filter((channelSid) => channelSid === taskChannelSid).length;
          return (
            <li key={sid} className={available ? "" : "closed"}>
              <span>{name}</span>
              <span>
                {count} of {capacity}
                {!available && ", closed"}
              </span>
              {capacity > 0 && <progress aria-label={name} max={capacity} value={count} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
