// The parts of an expression that are false, with the values they saw.

import { Text } from "@mantine/core";

import type { Verdict } from "@/pages/tasks/queries";

import classes from "./Explained.module.css";

export function FalseParts({ parts }: { parts: Verdict["because"] }) {
  return parts.map(({ expression, values }) => (
    <Text key={expression} size="xs" c="dimmed" component="div">
      <code className={classes.expression}>{expression}</code> is false
      {Object.entries(values as Record<string, unknown>).map(([name, value], index) => (
        <span key={name}>
          {index === 0 ? ": " : ", "}
          <code className={classes.expression}>{name}</code> is{" "}
          <code className={classes.expression}>{JSON.stringify(value)}</code>
        </span>
      ))}
    </Text>
  ));
}
