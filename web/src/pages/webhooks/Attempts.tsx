// Every attempt to deliver the same, the first one first, and how long each took.

import { Link } from "@tanstack/react-router";

import type { Webhook } from "@/api/resources";
import { Duration, Outcome } from "@/pages/webhooks/Outcome";
import { attemptOf, outcomeOf } from "@/pages/webhooks/words";
import { ExactWhen } from "@/parts/When";

import classes from "./Webhooks.module.css";

interface Props {
  workspaceSid: string;
  /** The newest first, as they were read. */
  attempts: readonly Webhook[];
  currentSid: string;
}

export function Attempts({ workspaceSid, attempts, currentSid }: Props) {
  const longest = Math.max(1, ...attempts.map(({ duration_ms }) => duration_ms ?? 0));
  return (
    <ol className={classes.attempts} aria-label="Attempts, the first one first">
      {attempts.toReversed().map((attempt) => (
        <li
          key={attempt.sid}
          className={classes.attempt}
          data-current={attempt.sid === currentSid}
          aria-current={attempt.sid === currentSid ? "true" : undefined}
        >
          <Link
            to="/workspaces/$workspaceSid/webhooks"
            params={{ workspaceSid }}
            search={(former) => ({ ...former, webhook: attempt.sid })}
            preload={false}
          >
            {attemptOf(attempt)}
          </Link>
          <span>
            <Outcome webhook={attempt} />
          </span>
          <span className={classes.took}>
            <Duration webhook={attempt} />
          </span>
          <ExactWhen ms={attempt.date_created_ms} />
          <div className={classes.track} aria-hidden>
            <div
              className={classes.bar}
              style={{
                width: `${(100 * (attempt.duration_ms ?? 0)) / longest}%`,
                background: `var(--pm-${outcomeOf(attempt).colour})`,
              }}
            />
          </div>
        </li>
      ))}
    </ol>
  );
}
