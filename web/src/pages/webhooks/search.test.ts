import { expect, test } from "vitest";

import {
  alertParametersOf,
  codeOf,
  isFiltered,
  parametersOf,
  readWebhooksSearch,
} from "@/pages/webhooks/search";

test("what makes no sense in an address is left out", () => {
  const search = { tab: "others", kind: "post", outcome: "failed", code: 100_000, level: 3 };
  const read = readWebhooksSearch(search);
  expect(read).toEqual({ outcome: "failed" });
  // The router keeps what is not named.
  expect(Object.keys(read)).toEqual(expect.arrayContaining(Object.keys(search)));
});

test("what is looked at filters nothing", () => {
  const search = readWebhooksSearch({ webhook: "WH1", tab: "alerts", level: "error", code: 11200 });
  expect(isFiltered(search)).toBe(false);
  expect(alertParametersOf(search)).toEqual({ Level: "error", Code: 11200 });
});

test("filters are asked of the API by its names", () => {
  const asked = parametersOf(
    readWebhooksSearch({ kind: "event", event: "EV1", type: "task.created" }),
  );
  expect(asked).toMatchObject({ Kind: "event", EventSid: "EV1", EventType: "task.created" });
});

test("a code is a number of at most five digits", () => {
  expect(["", "x", "-1", "1.5", 11200, "40001"].map(codeOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    11200,
    40001,
  ]);
});
