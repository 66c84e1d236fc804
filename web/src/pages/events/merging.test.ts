import { expect, test } from "vitest";

import type { Event } from "@/api/resources";
import { holdBack, merge } from "@/pages/events/merging";

const at = (...moments: number[]) =>
  moments.map((event_date_ms) => ({ sid: `EV${event_date_ms}`, event_date_ms }) as Event);

test("what happened since goes on top, and nothing is there twice", () => {
  expect(merge(at(5, 4, 3), at(3, 2, 1))).toEqual(at(5, 4, 3, 2, 1));
});

test("what happened before the newest that was read waits for its page", () => {
  expect(merge(at(9, 8, 2), at(8, 7))).toEqual(at(9, 8, 7));
});

test("an empty log begins with what happens", () => {
  expect(merge(at(2, 1), [])).toEqual(at(2, 1));
});

test("while it is held, what is newer is counted and not shown", () => {
  expect(holdBack(at(5, 4, 3), 3)).toEqual({ shown: at(3), waiting: 2 });
  expect(holdBack(at(5, 4, 3), null)).toEqual({ shown: at(5, 4, 3), waiting: 0 });
});
