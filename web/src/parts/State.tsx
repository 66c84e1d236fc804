// States, each always in the same colour: a dot that means something, and a word that says it.

import classes from "./State.module.css";

export type Colour = "green" | "amber" | "red" | "blue" | "violet" | "grey";

const OF_STATE: Record<string, Colour> = {
  pending: "amber",
  reserved: "blue",
  assigned: "green",
  wrapping: "violet",
  completed: "grey",
  canceled: "grey",
  accepted: "green",
  rejected: "red",
  timeout: "amber",
  rescinded: "grey",
  failed: "red",
};

/** Words that say more than the API's: nothing is known of others. */
const WORDS: Record<string, string> = { pending: "waiting", timeout: "timed out" };

export function Dot({ colour }: { colour: Colour }) {
  return <span className={classes.dot} style={{ background: `var(--pm-${colour})` }} aria-hidden />;
}

/** The status of a task: a pending one is waiting. */
export function TaskState({ status }: { status: string }) {
  return <State colour={OF_STATE[status] ?? "grey"} word={WORDS[status] ?? status} />;
}

/** The status of a reservation. */
export function ReservationState({ status }: { status: string }) {
  const word = status === "timeout" ? "timed out" : status;
  return <State colour={OF_STATE[status] ?? "grey"} word={word} />;
}

export function ActivityState({ name, available }: { name: string; available: boolean }) {
  return <State colour={available ? "green" : "grey"} word={name} />;
}

export function State({ colour, word }: { colour: Colour; word: string }) {
  return (
    <span className={classes.state}>
      <Dot colour={colour} />
      {word}
    </span>
  );
}
