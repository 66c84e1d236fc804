// How long the token is good for, and the field for another one.

import { type FormEvent, useState } from "react";

import { useAction } from "./action";
import type { Desk } from "./desk";
import { clock, duration } from "./words";

interface Props {
  desk: Desk;
  /** In seconds; `Infinity` where the token does not say. */
  left: number;
  isUrgent: boolean;
}

export function TokenForm({ desk, left, isUrgent }: Props) {
  const [token, setToken] = useState("");
  const [isOpen, setOpen] = useState(isUrgent);
  const action = useAction();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await action.run(() => desk.updateToken(token.trim()))) {
      setToken("");
      setOpen(false);
    }
  };

  return (
    <section aria-labelledby="token" className={isUrgent ? "token urgent" : "token"}>
      <h2 id="token">Token</h2>
      <p role={isUrgent ? "alert" : undefined}>{state(desk.tokenExpiresAt, left, isUrgent)}</p>
      {isUrgent && left > 0 && <p className="left">{duration(left)} left</p>}
      {isOpen ? (
        <form onSubmit={(event) => void submit(event)}>
          <label>
            New token
            <textarea
              required
              rows={3}
              value={token}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setToken(event.target.value)}
            />
          </label>
          <button type="submit" aria-disabled={action.isRunning}>
            Use this token
          </button>
        </form>
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          Renew
        </button>
      )}
      {action.error !== "" && (
        <p role="alert" className="error">
          {action.error}
        </p>
      )}
    </section>
  );
}

function state(expiry: Date | undefined, left: number, isUrgent: boolean): string {
  if (expiry === undefined) return "It does not say how long it is good for.";
  if (left <= 0) return "It has expired: you get no more offers.";
  if (isUrgent) return "It expires soon.";
  return `Good until ${clock(expiry)}.`;
}
