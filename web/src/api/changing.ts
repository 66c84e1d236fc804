// Changes: what is asked, what is said when it is done, what is read again, and what went wrong.

import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { QueryKey } from "@tanstack/react-query";

interface Change<T, R> {
  ask: (input: T) => Promise<R>;
  /** What is said when it is done; nothing if what is seen tells it. */
  say?: string | ((result: R, input: T) => string);
  /** The keys of queries whose answers may have changed. */
  refresh: readonly QueryKey[];
  onDone?: (result: R, input: T) => void;
  /** Whether the form shows the error itself; otherwise it is notified. */
  showsError?: boolean;
}

/** A change by the API. `mutate(input)` asks for it. */
export function useChange<T, R>({ ask, say, refresh, onDone, showsError }: Change<T, R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: (result, input) => {
      for (const queryKey of refresh) void queries.invalidateQueries({ queryKey });
      const words = typeof say === "function" ? say(result, input) : say;
      if (words !== undefined) notifications.show({ message: words, color: "teal" });
      onDone?.(result, input);
    },
    onError: (error) => {
      if (showsError !== true) {
        notifications.show({
          // Told once, however often it is tried: what stays must leave room.
          id: `failed: ${error.message}`,
          title: "That did not work",
          message: error.message,
          color: "red",
          // What went wrong is read by whoever looks next; what was done may pass by.
          autoClose: false,
        });
      }
    },
  });
}
