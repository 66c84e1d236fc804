// Whether new events appear at the top: they can be held back while one reads.

import { Button, Text } from "@mantine/core";
import { IconArrowUp, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";

interface Props {
  isPaused: boolean;
  /** How many events happened that are not shown. */
  waiting: number;
  onPause: () => void;
  /** Shows what waits, and follows again. */
  onFollow: () => void;
}

export function Following({ isPaused, waiting, onPause, onFollow }: Props) {
  return (
    <>
      {isPaused ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={onFollow}
        >
          Go on
        </Button>
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={onPause}
        >
          Pause
        </Button>
      )}
      {waiting > 0 && (
        <Button size="xs" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={onFollow}>
          {waiting === 1 ? "Show 1 new event" : `Show ${waiting} new events`}
        </Button>
      )}
      {isPaused && waiting === 0 && (
        <Text size="sm" c="dimmed">
          Paused: what happens now waits.
        </Text>
      )}
    </>
  );
}
