// The words of routing expressions, as far as highlighting and completion need to know them. The
// server alone judges an expression.

/** What can stand between two values, with what it means. */
export const OPERATORS: readonly (readonly [operator: string, meaning: string])[] = [
  ["==", "is equal"],
  ["!=", "is not equal"],
  ["HAS", "a list has the value"],
  ["IN", "is one of a list"],
  ["NOT IN", "is none of a list"],
  ["CONTAINS", "a text or list contains it"],
  [">", "is greater"],
  [">=", "is greater or equal"],
  ["<", "is less"],
  ["<=", "is less or equal"],
];

const CONSTANTS = new Set(["TRUE", "FALSE", "NULL"]);
const WORD_OPERATORS = new Set(["HAS", "IN", "CONTAINS"]);
const JUNCTIONS = new Set(["AND", "OR"]);

export type Kind =
  "path" | "operator" | "not" | "junction" | "constant" | "number" | "string" | "bracket" | "stray";

export interface Token {
  kind: Kind;
  text: string;
  from: number;
  to: number;
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
/** How a path goes on: what follows a dot is a name, whatever it is. It may not be complete yet. */
const STEPS = /(?:\.[\p{L}\p{N}_$]*|\[\d+\])+/uy;
const NUMBER = /-?\d+(?:\.\d+)?/y;
/** A text in quotes. The closing one may be missing. */
const STRING = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/suy;
const SYMBOL = /==|!=|>=|>-|<=|<-|[=<>]/y;

/** The token that begins at `offset`, which is no space. */
export function tokenAt(text: string, offset: number): Token {
  const word = match(WORD, text, offset);
  if (word !== null) {
    const kind = kindOf(word);
    const whole = kind === "path" ? word + (match(STEPS, text, offset + word.length) ?? "") : word;
    return token(kind, whole, offset);
  }
  const number = match(NUMBER, text, offset);
  if (number !== null) return token("number", number, offset);
  const string = match(STRING, text, offset);
  if (string !== null) return token("string", string, offset);
  const symbol = match(SYMBOL, text, offset);
  if (symbol !== null) return token("operator", symbol, offset);
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return token("()[],".includes(character) ? "bracket" : "stray", character, offset);
}

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = spaceAfter(text, 0);
  while (offset < text.length) {
    const next = tokenAt(text, offset);
    tokens.push(next);
    offset = spaceAfter(text, next.to);
  }
  return tokens;
}

/** Whether a text in quotes has its closing one. */
export function isClosed(string: string): boolean {
  return /^(["'])(?:(?!\1)[^\\]|\\.)*\1$/su.test(string);
}

function kindOf(word: string): Kind {
  const upper = word.toUpperCase();
  if (JUNCTIONS.has(upper)) return "junction";
  if (WORD_OPERATORS.has(upper)) return "operator";
  if (CONSTANTS.has(upper)) return "constant";
  return upper === "NOT" ? "not" : "path";
}

function token(kind: Kind, text: string, from: number): Token {
  return { kind, text, from, to: from + text.length };
}

function match(pattern: RegExp, text: string, offset: number): string | null {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? null;
}

function spaceAfter(text: string, offset: number): number {
  return offset + (match(/\s*/y, text, offset)?.length ?? 0);
}
