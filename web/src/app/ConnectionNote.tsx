// Says whether what is seen is live. When it is not, it says so loudly, and recovers by itself.

import { Text } from "@mantine/core";

import { useConnection } from "@/live/Live";
import type { Connection } from "@/live/stream";
import { State } from "@/parts/State";
import type { Colour } from "@/parts/State";

const SAID: Record<Connection, readonly [Colour, string]> = {
  connecting: ["grey", "Connecting"],
  live: ["green", "Live"],
  lost: ["red", "Connection lost, trying again"],
  gone: ["red", "This workspace was deleted"],
};

export function ConnectionNote() {
  const [colour, word] = SAID[useConnection()];
  return (
    <Text component="div" size="sm" role="status" fw={colour === "red" ? 600 : 400}>
      <State colour={colour} word={word} />
    </Text>
  );
}
