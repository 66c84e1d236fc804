// Attributes of tasks: in one line, and sensible ones to begin with.

const LONGEST = 200;

/** What tells a task apart, in one line: `language: es, level: 2`. */
export function summaryOf(attributes: string): string {
  let document: unknown;
  try {
    document = JSON.parse(attributes);
  } catch {
    return attributes.slice(0, LONGEST);
  }
  if (typeof document !== "object" || document === null) return attributes.slice(0, LONGEST);
  const pairs = Object.entries(document).map(([name, value]) => `${name}: ${valueOf(value)}`);
  const line = pairs.join(", ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function valueOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isListOfWords = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isListOfWords ? value.join(" ") : JSON.stringify(value);
}

export interface AttributesTemplate {
  value: string;
  label: string;
  attributes: Record<string, unknown>;
}

export const TEMPLATES: readonly AttributesTemplate[] = [
  { value: "empty", label: "None", attributes: {} },
  {
    value: "language",
    label: "Caller with a language",
    attributes: { selected_language: "es" },
  },
  {
    value: "support",
    label: "Support request",
    attributes: { type: "support", product: "router", language: "en", level: 2 },
  },
  {
    value: "sales",
    label: "Sales lead",
    attributes: { type: "sales", customer: "Acme", region: "EMEA", value: 12000 },
  },
  {
    value: "skills",
    label: "Work that needs skills",
    attributes: { required_skills: ["billing", "german"], vip: true },
  },
];
