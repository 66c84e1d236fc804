import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";

import type { SeenAttribute } from "@/parts/expression/attributes";
import { completeWith } from "@/parts/expression/completion";

const SEEN: SeenAttribute[] = [
  { path: "languages", kinds: ["list"], values: ["en", 'the "best"'], workers: 3 },
  { path: "team", kinds: ["object"], values: [], workers: 1 },
  { path: "level", kinds: ["number"], values: [1, 2], workers: 1 },
];

/** What is offered at the bar, and what it takes the place of. */
async function offered(marked: string, explicit = false) {
  const position = marked.indexOf("|");
  const doc = marked.replace("|", "");
  const context = new CompletionContext(EditorState.create({ doc }), position, explicit);
  const result = await completeWith(() => Promise.resolve(SEEN))(context);
  if (result === null) return null;
  const labels = result.options.map(({ label }) => label);
  return { labels, replaced: doc.slice(result.from, result.to), options: result.options };
}

test("attributes are offered by name, with how many workers have them", async () => {
  const offer = await offered("la|");
  expect(offer?.labels).toEqual(["languages", "level", "NOT"]);
  expect(offer?.replaced).toBe("la");
  expect(offer?.options.map(({ detail }) => detail)).toContain("3 workers");
});

test("a list is first asked what it has", async () => {
  const offer = await offered("languages |");
  const first = offer?.options.toSorted((a, b) => (b.boost ?? 0) - (a.boost ?? 0))[0];
  expect(first?.label).toBe("HAS");
});

test("values are quoted as they were begun, and take the closing quote with them", async () => {
  expect((await offered("languages HAS |"))?.labels).toEqual(['"en"', '"the \\"best\\""']);
  const begun = await offered("languages HAS 'e|'");
  expect(begun?.labels.slice(0, 2)).toEqual(["'en'", "'the \"best\"'"]);
  expect(begun?.replaced).toBe("'e'");
  expect((await offered("level == |"))?.labels).toEqual(["1", "2"]);
});

test("another attribute is offered to who begins to write it", async () => {
  expect((await offered("level == la|"))?.labels).toContain("languages");
});

test("after a condition nothing is offered unasked", async () => {
  expect(await offered("level == 1 |")).toBeNull();
  expect((await offered("level == 1 |", true))?.labels).toEqual(["AND", "OR"]);
});
