// What was sent to the outside, and what came of it, in words.

import type { Webhook } from "@/api/resources";
import type { Colour } from "@/parts/State";

const KIND: Record<Webhook["kind"], string> = {
  assignment: "Assignment callback",
  event: "Event callback",
  voice: "Telephony request",
};

export function kindOf({ kind }: Webhook): string {
  return KIND[kind];
}

/** What came of it in a word or a few, and in which colour. */
export function outcomeOf({ outcome, next_attempt }: Webhook): { colour: Colour; word: string } {
  switch (outcome) {
    case "delivered":
      return { colour: "green", word: "delivered" };
    case "failed":
      return next_attempt === null
        ? { colour: "red", word: "failed" }
        : { colour: "amber", word: "failed, tried again" };
    case "laid-aside":
      return { colour: "red", word: "laid aside" };
    case "redriven":
      return { colour: "blue", word: "laid aside, sent since" };
  }
}

/** Which attempt it was. */
export function attemptOf({ attempt, replayed_sid }: Webhook): string {
  if (replayed_sid !== null) return "Sent again by hand";
  return attempt === 0 ? "Not sent" : `Attempt ${attempt}`;
}

/** Why it was not taken, and what follows; null when it was taken. */
export function whyNot(webhook: Webhook): { why: string; follows: string | null } | null {
  const { outcome, error, attempt, next_attempt } = webhook;
  if (outcome === "delivered") return null;
  const untried = "It was not sent: the receiver had failed for too long.";
  const why = error === null ? (attempt === 0 ? untried : "It was not taken.") : sentence(error);
  if (outcome === "laid-aside") {
    const follows = "It is laid aside: it is sent when somebody sends it again.";
    return { why, follows };
  }
  if (outcome === "redriven") return { why, follows: "It was sent again since, and taken." };
  const follows =
    next_attempt === null ? null : "It is tried again, and what happened after it waits for it.";
  return { why, follows };
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
