// Asks before something cannot be taken back. What is large is confirmed by typing its name.

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";

import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  title: string;
  /** What follows from it. */
  children: ReactNode;
  /** What the button says: "Delete worker". */
  verb: string;
  /** What the button says that changes nothing. */
  stay?: string;
  /** What has to be typed first, if anything. */
  typed?: string;
  isPending: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmModal(props: Props) {
  const { title, children, verb, typed, isPending, error, onConfirm, onClose } = props;
  const [text, setText] = useState("");
  const isConfirmed = typed === undefined || text === typed;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isConfirmed) onConfirm();
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {children}
          </Text>
          {typed !== undefined && (
            <TextInput
              data-autofocus
              label={`Type “${typed}” to confirm`}
              value={text}
              autoComplete="off"
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          <ErrorNote error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {props.stay ?? "Keep it"}
            </Button>
            <Button type="submit" color="red.9" loading={isPending} disabled={!isConfirmed}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
