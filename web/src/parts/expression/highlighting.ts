// Colours for routing expressions.

import { StreamLanguage } from "@codemirror/language";

import { tokenAt } from "@/parts/expression/grammar";
import type { Kind } from "@/parts/expression/grammar";

/** Names of tags of `@lezer/highlight`. */
const TAGS: Record<Kind, string> = {
  path: "propertyName",
  operator: "operatorKeyword",
  not: "operatorKeyword",
  junction: "keyword",
  constant: "bool",
  number: "number",
  string: "string",
  bracket: "punctuation",
  stray: "invalid",
};

export const expressionLanguage = StreamLanguage.define<null>({
  name: "routing-expression",
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    const { kind, to } = tokenAt(stream.string, stream.pos);
    stream.pos = to;
    return TAGS[kind];
  },
  languageData: { closeBrackets: { brackets: ["(", "[", "'", '"'] } },
});
