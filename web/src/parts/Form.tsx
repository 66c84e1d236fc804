// The frame of a form in a dialog or a drawer: its fields, what went wrong, and the two ways out.

import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";

import { ErrorNote } from "@/parts/ErrorNote";

export interface FormProps {
  /** What the button says: "Create worker". */
  verb: string;
  /** What the way out without it says. */
  leave?: string;
  /** Whether what is written may be sent. */
  isReady: boolean;
  isPending: boolean;
  /** What no field says by itself. */
  error: Error | null;
  errorTitle?: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function Form(props: FormProps) {
  const { verb, leave = "Cancel", isReady, isPending, onSubmit, onClose, children } = props;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSubmit();
      }}
    >
      <Stack>
        {children}
        <ErrorNote error={props.error} title={props.errorTitle} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {leave}
          </Button>
          <Button type="submit" loading={isPending} disabled={!isReady}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
