// A list that could not be read again: what it held stays in sight below the error.

import { Stack } from "@mantine/core";
import type { ReactNode } from "react";

import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  /** Why the latest reading of the list failed. */
  error: Error | null;
  title: string;
  onRetry?: (() => void) | undefined;
  /** Whether there are rows of an earlier reading. */
  isHeld: boolean;
  /** The list. */
  children: ReactNode;
}

/** Without rows there is the error alone: an empty list would say that there are none. */
export function HeldList({ error, title, onRetry, isHeld, children }: Props) {
  return (
    <Stack gap="sm">
      <ErrorNote error={error} title={title} {...(onRetry !== undefined && { onRetry })} />
      {(error === null || isHeld) && <div>{children}</div>}
    </Stack>
  );
}
