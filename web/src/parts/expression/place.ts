// What is expected at a place of an expression that is being written.

import { isClosed, tokensOf } from "@/parts/expression/grammar";
import type { Token } from "@/parts/expression/grammar";

export interface Place {
  /** Where what is being written begins. */
  from: number;
  /** What has been written of it; nothing yet if empty. */
  written: string;
  /** A condition begins, its operator comes, the value it compares with, or AND and OR. */
  expects: "operand" | "operator" | "value" | "junction";
  /** The path that is compared, for operators and values. */
  path: string | null;
}

type State = Pick<Place, "expects" | "path"> & { isInList: boolean };

const START: State = { expects: "operand", path: null, isInList: false };

/** The place at `position`; null where nothing sensible can follow. */
export function placeAt(text: string, position: number): Place | null {
  const tokens = tokensOf(text.slice(0, position));
  const last = tokens.at(-1);
  const unfinished = last !== undefined && isUnfinished(last, position) ? last : null;
  if (unfinished !== null) tokens.pop();
  let state: State | null = START;
  for (const token of tokens) {
    state = after(state, token);
    if (state === null) return null;
  }
  const { expects, path } = state;
  return { from: unfinished?.from ?? position, written: unfinished?.text ?? "", expects, path };
}

function isUnfinished(token: Token, position: number): boolean {
  if (token.kind === "string") return !isClosed(token.text);
  if (token.to !== position) return false;
  return token.kind !== "bracket" && token.kind !== "stray";
}

function after(state: State, token: Token): State | null {
  if (state.isInList) return token.text === "]" ? ended(state) : state;
  switch (state.expects) {
    case "operand":
      if (token.kind === "not" || token.text === "(") return state;
      return isOperand(token) ? ended({ ...state, path: pathOf(token) }, token) : null;
    case "operator":
      if (token.kind === "not") return state;
      return token.kind === "operator" ? { ...state, expects: "value" } : null;
    case "value":
      return isOperand(token) ? ended(state, token) : null;
    case "junction":
      if (token.text === ")") return state;
      return token.kind === "junction" ? START : null;
  }
}

/** After an operand, or within it when it is a list that has just been opened. */
function ended(state: State, token?: Token): State {
  if (token?.text === "[") return { ...state, isInList: true };
  const expects = state.expects === "operand" ? "operator" : "junction";
  return { ...state, isInList: false, expects };
}

function isOperand(token: Token): boolean {
  return ["path", "constant", "number", "string"].includes(token.kind) || token.text === "[";
}

function pathOf(token: Token): string | null {
  return token.kind === "path" ? token.text : null;
}
