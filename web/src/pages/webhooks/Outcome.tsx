// What came of a webhook: a colour and a word, and the answer's status where there was one.

import { Text } from "@mantine/core";

import type { Webhook } from "@/api/resources";
import { outcomeOf } from "@/pages/webhooks/words";
import { State } from "@/parts/State";

export function Outcome({ webhook }: { webhook: Webhook }) {
  return (
    <>
      <State {...outcomeOf(webhook)} />
      {webhook.response_status !== null && (
        <Text component="span" size="sm" c="dimmed" ml="xs">
          {webhook.response_status}
        </Text>
      )}
    </>
  );
}

/** How long it took, in milliseconds. */
export function Duration({ webhook: { duration_ms } }: { webhook: Webhook }) {
  return <span>{duration_ms === null ? "–" : `${duration_ms.toLocaleString()} ms`}</span>;
}
