import { describe, expect, it } from "vitest";

import { at, filtersOf, nameOf, queueOf, read, unfold, write } from "./document";
import type { Document } from "./document";
import {
  addDefault,
  addFilter,
  addTarget,
  isOnlyTarget,
  move,
  removeAt,
  setField,
} from "./editing";
import { DEFAULT } from "./places";
import type { Place } from "./places";

const [SALES, SUPPORT] = ["WQ" + "1".repeat(32), "WQ" + "2".repeat(32)];
const FILTER: Place = { kind: "filter", filter: 0 };
const TARGET: Place = { kind: "target", filter: 0, target: 0 };
const SECOND: Place = { kind: "target", filter: 0, target: 1 };

const TEXT = `{
  "_comment": "Read me first",
  "task_routing": {
    "_why": "Languages before all else",
    "filters": [
      {
        "_note": "English",
        "friendlyName": "English",
        "expression": "language == \\"en\\"",
        "targets": [
          {
            "queue": "${SALES}",
            "timeout": "30",
            "made_up": {
              "kept": [1, null, 2.5]
            }
          },
          {
            "priority": 5
          }
        ]
      },
      {
        "expression": "vip",
        "targets": [
          {
            "queue": "${SUPPORT}"
          }
        ]
      }
    ],
    "default_filter": {
      "task_queue_sid": "${SUPPORT}",
      "_later": true
    }
  },
  "version": 3
}`;

function parsed(text: string): Document {
  const { document, problem } = read(text);
  if (document === null) throw new Error(problem);
  return document;
}

function values(document: Document): unknown {
  return JSON.parse(write(document));
}

describe("a round trip", () => {
  it("is the same text, with comments and unknown keys in their places", () => {
    expect(write(parsed(TEXT)).replaceAll(/\[\s+1,\s+null,\s+2.5\s+\]/g, "[1, null, 2.5]")).toBe(
      TEXT,
    );
  });

  it.each([
    ['{"task_routing":{"filters":[]},"_x":1}', "in one line"],
    ['{\n    "task_routing": {\n        "filters": []\n    }\n}', "by four spaces"],
    ['{\n\t"filters": []\n}', "by tabs, without task_routing"],
  ])("keeps how %s is indented: %s", (text) => {
    expect(write(parsed(text)).replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
    expect(write(parsed(text))).toBe(text);
  });

  it("unfolds one line, and leaves alone what cannot be read", () => {
    expect(unfold('{"task_routing":{"_a":1}}')).toBe('{\n  "task_routing": {\n    "_a": 1\n  }\n}');
    expect(unfold('{"task_routing":')).toBe('{"task_routing":');
  });
});

describe("reading", () => {
  it.each([
    ["[]", "A workflow is a JSON object"],
    ['{"task_routing": []}', "task_routing must be an object"],
    ['{"filters": {}}', "filters must be a list"],
    ['{"filters": [1]}', "filters[0] must be an object"],
    ['{"filters": [{"targets": [null]}]}', "filters[0].targets must be a list of objects"],
    ['{"default_filter": "WQ"}', "default_filter must be an object"],
  ])("says why %s is no workflow", (text, problem) => {
    expect(read(text)).toEqual({ document: null, problem });
  });

  it("says where JSON is wrong", () => {
    expect(read('{"filters": ').problem).toMatch(/JSON/);
  });

  it("names filters, and gives targets without a queue that of the one above", () => {
    const document = parsed(TEXT);
    expect(filtersOf(document).map(nameOf)).toEqual(["English", "Filter 2"]);
    expect(queueOf(document, SECOND)).toBe(SALES);
    expect(queueOf(document, DEFAULT)).toBe(SUPPORT);
    expect(queueOf(document, { kind: "target", filter: 7, target: 0 })).toBeNull();
  });
});

describe("editing", () => {
  it("changes one field and nothing else", () => {
    const edited = setField(parsed(TEXT), TARGET, "timeout", 45);
    expect(write(edited)).toBe(write(parsed(TEXT)).replace('"timeout": "30"', '"timeout": 45'));
  });

  it("takes a field out again", () => {
    const edited = setField(setField(parsed(TEXT), FILTER, "new", "x"), FILTER, "new", undefined);
    expect(write(edited)).toBe(write(parsed(TEXT)));
  });

  it("moves filters and targets with all they have, there and back", () => {
    for (const place of [FILTER, TARGET]) {
      const down = move(parsed(TEXT), place, 1);
      expect(values(down.document)).not.toEqual(JSON.parse(TEXT));
      expect(down.place).not.toEqual(place);
      const back = move(down.document, down.place as Place, -1);
      expect(values(back.document)).toEqual(JSON.parse(TEXT));
      expect(back.place).toEqual(place);
    }
  });

  it("does not move anything over the edge", () => {
    expect(write(move(parsed(TEXT), FILTER, -1).document)).toBe(write(parsed(TEXT)));
    expect(write(move(parsed(TEXT), SECOND, 1).document)).toBe(write(parsed(TEXT)));
  });

  it("adds and removes filters, targets and the default filter", () => {
    const filter = addFilter(parsed(TEXT), SALES);
    expect(at(filter.document, filter.place as Place)).toMatchObject({
      targets: [{ queue: SALES }],
    });
    expect(values(removeAt(filter.document, filter.place as Place).document)).toEqual(
      JSON.parse(TEXT),
    );

    const target = addTarget(parsed(TEXT), 1, SALES);
    expect(filtersOf(target.document)[1]).toMatchObject({
      targets: [{ queue: SUPPORT, timeout: 60 }, { queue: SALES }],
    });
    expect(isOnlyTarget(target.document, target.place as Place)).toBe(false);
    expect(isOnlyTarget(parsed(TEXT), { kind: "target", filter: 1, target: 0 })).toBe(true);

    const without = removeAt(parsed(TEXT), DEFAULT).document;
    expect(at(without, DEFAULT)).toBeNull();
    expect(at(addDefault(without, SALES).document, DEFAULT)).toEqual({ queue: SALES });
  });

  it("works on a document without task_routing and without filters", () => {
    const { document } = addFilter(parsed('{"_top": 1}'), SALES);
    expect(values(document)).toMatchObject({ _top: 1, filters: [{ expression: "1==1" }] });
  });
});
