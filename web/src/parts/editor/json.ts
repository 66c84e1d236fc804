// JSON as people write and read it.

/** What is wrong with the text, or null. */
export function jsonErrorOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof SyntaxError ? error.message : String(error);
  }
}

/** What is wrong with the text as attributes, which are an object; or null. */
export function attributesErrorOf(text: string): string | null {
  const wrong = jsonErrorOf(text);
  if (wrong !== null) return wrong;
  const value: unknown = JSON.parse(text);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? null : 'Attributes are an object, such as {"skills": ["support"]}';
}

/** The text in lines, if it is JSON; otherwise as it is. */
export function spread(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
