// What the address says, read with care: anybody may have written it.
//
// What is read has to name all it could have, also what is undefined: the router keeps everything
// else of the address as it is.

/** A text. Addresses are read as JSON where they can be, so that `42` comes as a number. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string" && value.trim() !== "") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** One of `choices`, or nothing. */
export function choiceOf<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}
