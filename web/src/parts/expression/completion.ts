// What could be written next: attributes seen on workers, operators, values seen.

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

import type { SeenAttribute } from "@/parts/expression/attributes";
import { OPERATORS } from "@/parts/expression/grammar";
import { placeAt } from "@/parts/expression/place";
import type { Place } from "@/parts/expression/place";

/** Completes with attributes, which are asked for when the first is needed. */
export function completeWith(attributes: () => Promise<readonly SeenAttribute[]>) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString();
    const place = placeAt(text, context.pos);
    if (place === null) return null;
    // After a whole condition Enter begins a line: nothing is offered before it is wanted.
    if (place.expects === "junction" && place.written === "" && !context.explicit) return null;
    if (text.trim() === "" && !context.explicit) return null;
    const options = optionsAt(place, await attributes());
    if (options.length === 0 || context.aborted) return null;
    const quote = /^["']/.exec(place.written)?.[0];
    // The editor may have closed the quote already.
    const isQuoteAhead = quote !== undefined && text[context.pos] === quote;
    return { from: place.from, to: context.pos + (isQuoteAhead ? 1 : 0), options };
  };
}

export function optionsAt(place: Place, attributes: readonly SeenAttribute[]): Completion[] {
  const compared = attributes.find(({ path }) => path === place.path);
  switch (place.expects) {
    case "operand":
      return [...comparable(attributes).map(pathOption), keyword("NOT", "the opposite")];
    case "operator":
      return operatorsFor(compared);
    case "value":
      return [
        ...(compared?.values ?? []).map((value) => valueOption(value, place.written)),
        // Another attribute is compared with so rarely that it is offered to who begins to write it.
        ...(place.written === "" ? [] : comparable(attributes).map(pathOption)),
      ];
    case "junction":
      return [keyword("AND", "both hold"), keyword("OR", "one of them holds")];
  }
}

/** Not objects: what is in them has paths of its own. */
function comparable(attributes: readonly SeenAttribute[]): SeenAttribute[] {
  return attributes.filter(({ kinds }) => kinds.some((kind) => kind !== "object"));
}

function pathOption({ path, workers }: SeenAttribute): Completion {
  const detail = workers === 1 ? "1 worker" : `${workers} workers`;
  return { label: path, type: "property", detail };
}

/** The operators, first those that suit what the attribute holds. */
function operatorsFor(attribute: SeenAttribute | undefined): Completion[] {
  const isList = attribute?.kinds.includes("list") === true;
  return OPERATORS.map(([operator, meaning]) => ({
    ...keyword(operator, meaning),
    boost: isList && operator === "HAS" ? 1 : 0,
  }));
}

function valueOption(value: string | number | boolean, written: string): Completion {
  if (typeof value !== "string") return { label: String(value), type: "constant", boost: 1 };
  const quote = written.startsWith("'") ? "'" : '"';
  const inside = value.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  return { label: quote + inside + quote, type: "text", boost: 1 };
}

function keyword(label: string, detail: string): Completion {
  return { label, detail, type: "keyword" };
}
