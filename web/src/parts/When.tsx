// Moments and ages: in words for the viewer, exact in UTC on hover.

import { Text } from "@mantine/core";

import { spellDuration, spellMoment, spellUtc, spellUtcExact, useNow } from "@/live/time";

/** A moment, in the viewer's zone. */
export function When({ date }: { date: string | null | undefined }) {
  if (date == null) return <span>–</span>;
  return (
    <time dateTime={date} title={spellUtc(date)}>
      {spellMoment(date)}
    </time>
  );
}

/** A moment whose milliseconds are known: they are shown on hover. */
export function ExactWhen({ ms }: { ms: number }) {
  const date = new Date(ms).toISOString();
  return (
    <time dateTime={date} title={spellUtcExact(ms)} style={{ fontVariantNumeric: "tabular-nums" }}>
      {spellMoment(date)}
    </time>
  );
}

/** The same where there is room for both: the viewer's zone, and exactly in UTC. */
export function FullWhen({ ms }: { ms: number }) {
  return (
    <>
      <ExactWhen ms={ms} />{" "}
      <Text component="span" inherit c="dimmed">
        ({spellUtcExact(ms)})
      </Text>
    </>
  );
}

/** How long ago a moment was; it counts on. */
export function Age({ since }: { since: string | null | undefined }) {
  const now = useNow();
  if (since == null) return <span>–</span>;
  return (
    <time dateTime={since} title={spellUtc(since)} style={{ fontVariantNumeric: "tabular-nums" }}>
      {spellDuration((now - Date.parse(since)) / 1000)}
    </time>
  );
}
