// Something the worker asked for that takes its time: it runs once at a time, and what goes wrong is
// told beside the button.

import { useState } from "react";

import { explain } from "./words";

export interface Action {
  isRunning: boolean;
  error: string;
  /** Whether it worked. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** `after` is called when it is over, whatever came of it. */
export function useAction(after?: () => void): Action {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState("");

  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (isRunning) return false;
    setRunning(true);
    setError("");
    try {
      await work();
      return true;
    } catch (reason) {
      setError(explain(reason));
      return false;
    } finally {
      setRunning(false);
      after?.();
    }
  };
  return { isRunning, error, run };
}
