// A form in a dialog: what it is for, its fields, what went wrong, and the two ways out.

import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";

import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  title: string;
  /** What the button says: "Create worker". */
  verb: string;
  size?: "md" | "lg";
  /** Whether what is written may be sent. */
  isReady: boolean;
  isPending: boolean;
  /** What no field says by itself. */
  error: Error | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function FormModal(props: Props) {
  const {
    title,
    verb,
    size = "md",
    isReady,
    isPending,
    error,
    onSubmit,
    onClose,
    children,
  } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSubmit();
        }}
      >
        <Stack>
          {children}
          <ErrorNote error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} disabled={!isReady}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
