// What the worker is doing, and the choice of something else.

import { type FormEvent, useState } from "react";

import { useAction } from "./action";
import type { Desk } from "./desk";

export function ActivityForm({ desk }: { desk: Desk }) {
  const { activities, activity: present } = desk.worker;
  const [chosenSid, setChosenSid] = useState<string>();
  const [isRejecting, setRejecting] = useState(false);
  const action = useAction(() => desk.changed());
  const chosen = activities.get(chosenSid ?? present.sid) ?? present;
  // The SDK rejects open offers only on the way to an activity that takes no tasks.
  const mayReject = !chosen.available && desk.offers.length > 0;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const options = mayReject && isRejecting ? { rejectPendingReservations: true } : {};
    if (await action.run(() => chosen.setAsCurrent(options))) {
      setChosenSid(undefined);
      setRejecting(false);
    }
  };

  return (
    <form className="activity" onSubmit={(event) => void submit(event)}>
      <p className={present.available ? "present good" : "present"} role="status">
        <span className="unseen">Your activity: </span>
        {present.name}
      </p>
      <label>
        <span className="unseen">Other activity</span>
        <select value={chosen.sid} onChange={(event) => setChosenSid(event.target.value)}>
          {[...activities.values()]
            .sort((one, other) => one.name.localeCompare(other.name))
            .map(({ sid, name, available }) => (
              <option key={sid} value={sid}>
                {available ? name : `${name} (no tasks)`}
              </option>
            ))}
        </select>
      </label>
      <button type="submit" aria-disabled={action.isRunning}>
        Set activity
      </button>
      {mayReject && (
        <label className="choice">
          <input
            type="checkbox"
            checked={isRejecting}
            onChange={(event) => setRejecting(event.target.checked)}
          />
          Reject what is offered to me
        </label>
      )}
      {action.error !== "" && (
        <p role="alert" className="error">
          {action.error}
        </p>
      )}
    </form>
  );
}
