import { describe, expect, it } from "vitest";

import { read } from "./document";
import { findingOf, groupByPlace, saidOf } from "./findings";
import { edgeId, graphOf, START } from "./graph";
import { layOut } from "./layout";
import { pathOf } from "./path";
import { readPlace, spellPlace } from "./places";
import { firstConfiguration } from "./starting";

const [SALES, SUPPORT] = ["WQ" + "1".repeat(32), "WQ" + "2".repeat(32)];
const NAMES = new Map([
  [SALES, "Sales"],
  [SUPPORT, "Support"],
]);

function graphOfText(text: string) {
  const { document, problem } = read(text);
  if (document === null) throw new Error(problem);
  return graphOf(document, NAMES);
}

const GRAPH = graphOfText(
  JSON.stringify({
    task_routing: {
      filters: [
        {
          filter_friendly_name: "English",
          expression: 'language == "en"',
          targets: [
            { queue: SALES, timeout: 30, priority: 5 },
            { expression: "worker.level > 1", skip_if: "workers.available == 0" },
            { queue: SUPPORT },
          ],
        },
        { expression: "vip", targets: [{ queue: SUPPORT }] },
      ],
      default_filter: { queue: SUPPORT },
    },
  }),
);

describe("graphOf", () => {
  it("leads from filters over targets to queues, each once", () => {
    expect(GRAPH.nodes.map(({ id }) => id)).toEqual([
      START,
      "filters[0]",
      "filters[0].targets[0]",
      "filters[0].targets[1]",
      "filters[0].targets[2]",
      "filters[1]",
      "filters[1].targets[0]",
      "default_filter",
      SALES,
      SUPPORT,
    ]);
    const labels = Object.fromEntries(GRAPH.edges.map(({ id, label }) => [id, label]));
    expect(labels).toMatchObject({
      [edgeId(START, "filters[0]")]: "",
      [edgeId("filters[0]", "filters[1]")]: "no match",
      [edgeId("filters[1]", "default_filter")]: "no match",
      [edgeId("filters[0]", "filters[0].targets[0]")]: "match",
      [edgeId("filters[0].targets[0]", "filters[0].targets[1]")]: "after 30 s",
      [edgeId("filters[0].targets[1]", "filters[0].targets[2]")]: "skipped",
      [edgeId("filters[0].targets[1]", SALES)]: "",
      [edgeId("default_filter", SUPPORT)]: "",
    });
  });

  it("says of its nodes what they are, in the order in which it matters", () => {
    const said = GRAPH.nodes.map(({ owner, title, lines }) => [owner, title, ...lines.flat()]);
    expect(said.slice(1, 4)).toEqual([
      ["Filter", "English", "if", 'language == "en"'],
      ["Filter 1", "Target 1", "for", "30 s", "priority", "5"],
      ["Filter 1", "Target 2", "workers", "worker.level > 1", "skip if", "workers.available == 0"],
    ]);
    expect(said.at(-1)).toEqual(["Queue", "Support"]);
  });
});

describe("layOut", () => {
  const { boxes, width, height } = layOut(GRAPH);
  const box = (id: string) => boxes.get(id) as NonNullable<ReturnType<typeof boxes.get>>;

  it("puts filters, targets and queues in columns, in their order", () => {
    const ordered = [
      [START, "filters[0]", "filters[1]", "default_filter"],
      [0, 1, 2].map((n) => `filters[0].targets[${n}]`),
    ];
    for (const column of ordered) {
      expect(new Set(column.map((id) => box(id).x)).size).toBe(1);
      const tops = column.map((id) => box(id).y);
      expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    }
    expect(box("filters[0]").x).toBeLessThan(box("filters[0].targets[0]").x);
    expect(box("filters[0].targets[0]").x).toBeLessThan(box(SALES).x);
    expect(box(SALES).x).toBe(box(SUPPORT).x);
  });

  it("lets nothing overlap, and nothing stick out", () => {
    const all = [...boxes.values()];
    for (const [index, one] of all.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + one.width).toBeLessThanOrEqual(width);
      expect(one.y + one.height).toBeLessThanOrEqual(height);
      for (const other of all.slice(index + 1)) {
        const beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
        const below = one.y + one.height <= other.y || other.y + other.height <= one.y;
        expect(beside || below).toBe(true);
      }
    }
  });

  it("takes a document that has nothing yet, and a large one", () => {
    expect(layOut(graphOfText("{}")).boxes.size).toBe(1);
    const filters = Array.from({ length: 60 }, () => ({ targets: [{ queue: SALES }, {}] }));
    expect(layOut(graphOfText(JSON.stringify({ filters }))).boxes.size).toBe(1 + 60 * 3 + 1);
  });
});

describe("pathOf", () => {
  it("goes on within a filter, and from the next one", () => {
    const step = (where: string, sid: string) =>
      ({ where, task_queue: { sid, friendly_name: null } }) as never;
    const tried = (where: string, result: string) => ({ where, result }) as never;
    const { nodes, edges } = pathOf({
      filters: [
        tried("filters[0]", "true"),
        tried("filters[1]", "true"),
        tried("default_filter", "not tried"),
      ],
      steps: [
        step("filters[0].targets[0]", SALES),
        step("filters[0].targets[1]", SALES),
        step("filters[1].targets[0]", SUPPORT),
      ],
    });
    expect(nodes.has("default_filter")).toBe(false);
    expect(edges).toEqual(
      new Set([
        edgeId(START, "filters[0]"),
        edgeId("filters[0]", "filters[1]"),
        edgeId("filters[0]", "filters[0].targets[0]"),
        edgeId("filters[0].targets[0]", SALES),
        edgeId("filters[0].targets[0]", "filters[0].targets[1]"),
        edgeId("filters[0].targets[1]", SALES),
        edgeId("filters[1]", "filters[1].targets[0]"),
        edgeId("filters[1].targets[0]", SUPPORT),
      ]),
    );
    const drawn = new Set(GRAPH.edges.map(({ id }) => id));
    for (const id of edges) expect(drawn).toContain(id);
  });

  it("leads to what takes the rest", () => {
    const evaluation = {
      filters: [
        { where: "filters[0]", result: "false" },
        { where: "default_filter", result: "true" },
      ],
      steps: [{ where: "default_filter", task_queue: { sid: SALES, friendly_name: null } }],
    };
    expect(pathOf(evaluation as never).edges).toEqual(
      new Set([
        edgeId(START, "filters[0]"),
        edgeId("filters[0]", "default_filter"),
        edgeId("default_filter", SALES),
      ]),
    );
  });
});

describe("findings", () => {
  const said = "Invalid value for parameter Configuration";

  it.each([
    ["(filters[0].targets[1].order_by): unexpected 'x'", "filters[0].targets[1].order_by"],
    [": filters[0].targets must be a list with a target", "filters[0].targets"],
    [": task_routing must have filters", "task_routing"],
    [": WQ1 does not exist in this workspace", ""],
  ])("finds the place in a refusal: %s", (rest, where) => {
    const space = rest.startsWith("(") ? " " : "";
    const finding = findingOf(new Error(said + space + rest));
    expect(finding).toMatchObject({ where, refuses: true });
    expect(finding.message).not.toContain("Configuration");
  });

  it("keeps what it does not understand", () => {
    expect(findingOf(new Error("Too large"))).toMatchObject({ where: "", message: "Too large" });
  });

  it("groups by place, and finds a field's own", () => {
    const grouped = groupByPlace([
      { where: "filters[1].expression", message: "a", refuses: false },
      { where: "filters[1]", message: "b", refuses: false },
      { where: "default_filter.timeout", message: "c", refuses: false },
      { where: "task_routing.x", message: "d", refuses: false },
    ]);
    expect([...grouped.keys()]).toEqual(["filters[1]", "default_filter", ""]);
    expect(saidOf(grouped.get("filters[1]"), "expression")).toBe("a");
    expect(saidOf(grouped.get("filters[1]"), "")).toBe("b");
    expect(saidOf(undefined, "expression")).toBeNull();
  });
});

it("spells places as it reads them", () => {
  for (const where of ["filters[3]", "filters[3].targets[12]", "default_filter"]) {
    const found = readPlace(where);
    expect(found && spellPlace(found.place)).toBe(where);
  }
  expect(readPlace("task_routing.filter")).toBeNull();
  expect(readPlace("filters[0].targets[1].skip_if")?.field).toBe("skip_if");
});

it("starts with every task in one queue", () => {
  const graph = graphOfText(firstConfiguration(SALES));
  expect(graph.nodes.map(({ title }) => title)).toEqual([
    "A task comes in",
    "Everything else",
    "Sales",
  ]);
});
