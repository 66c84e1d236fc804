import { expect, test } from "vitest";

import type { Webhook } from "@/api/resources";
import { attemptOf, outcomeOf, whyNot } from "@/pages/webhooks/words";

const sent = (fields: Partial<Webhook>): Webhook => ({
  ...({ error: null, attempt: 1, next_attempt: null, replayed_sid: null } as Webhook),
  ...fields,
});

test("what will be tried again is no loss yet", () => {
  expect(outcomeOf(sent({ outcome: "failed" })).colour).toBe("red");
  const waiting = sent({ outcome: "failed", next_attempt: "2026-03-01T12:00:00Z" });
  expect(outcomeOf(waiting).colour).toBe("amber");
  expect(whyNot(waiting)?.follows).toContain("tried again");
});

test("what went well needs no reason", () => {
  expect(whyNot(sent({ outcome: "delivered" }))).toBeNull();
});

test("why it failed is a sentence", () => {
  const failed = sent({ outcome: "failed", error: "the answer was 500" });
  expect(whyNot(failed)).toEqual({ why: "The answer was 500.", follows: null });
});

test("what was laid aside untried says so", () => {
  const aside = sent({ outcome: "laid-aside", attempt: 0 });
  expect(whyNot(aside)?.why).toContain("not sent");
  expect(attemptOf(aside)).toBe("Not sent");
  expect(attemptOf(sent({ replayed_sid: "WH1" }))).toBe("Sent again by hand");
});
