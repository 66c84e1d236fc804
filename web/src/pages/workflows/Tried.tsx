// What would become of a tried task, in words: the filters it met, and its steps.

import { Anchor, Stack, Text } from "@mantine/core";

import { spellDuration } from "@/live/time";
import { State } from "@/parts/State";
import type { Colour } from "@/parts/State";

import type { Evaluation } from "./path";
import { namePlace, readPlace } from "./places";
import type { Place } from "./places";
import classes from "./Tried.module.css";

type Step = Evaluation["steps"][number];
type FilterTried = Evaluation["filters"][number];

interface Props {
  evaluation: Evaluation;
  onSelect: (place: Place) => void;
}

export function Tried({ evaluation, onSelect }: Props) {
  return (
    <Stack gap="xs" role="status" fz="sm">
      <Text size="sm" fw={600}>
        {evaluation.summary}
      </Text>
      <ul className={classes.list} aria-label="Filters tried">
        {evaluation.filters.map((tried) => (
          <li key={tried.where}>
            <State {...stateOf(tried)} />{" "}
            <Where where={tried.where} name={tried.friendly_name} onSelect={onSelect} />
            {tried.because.map(({ expression, values }) => (
              <Text key={expression} size="xs" c="dimmed" className={classes.because ?? ""}>
                {expression}
                {spellValues(values)}
              </Text>
            ))}
          </li>
        ))}
      </ul>
      <ol className={classes.list} aria-label="Steps">
        {evaluation.steps.map((step, index) => (
          <li key={index}>
            <Text size="sm" component="div">
              {index + 1}. <Where where={step.where} name={null} onSelect={onSelect} />{" "}
              {step.task_queue.friendly_name}, priority {step.priority}, {spanOf(step)}
            </Text>
            <Text size="xs" c="dimmed">
              {whoIn(step)}
            </Text>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

interface WhereProps {
  where: string;
  name: string | null;
  onSelect: (place: Place) => void;
}

function Where({ where, name, onSelect }: WhereProps) {
  const place = readPlace(where)?.place;
  if (place === undefined) return <>{name ?? where}</>;
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => onSelect(place)}>
      {name ?? namePlace(place)}
    </Anchor>
  );
}

function stateOf({ where, result }: FilterTried): { colour: Colour; word: string } {
  if (result === "true") return { colour: "green", word: "taken" };
  if (result === "false") return { colour: "red", word: "no match" };
  return { colour: "grey", word: where === "default_filter" ? "not needed" : "not tried" };
}

function spellValues(values: Readonly<Record<string, unknown>>): string {
  const spelled = Object.entries(values).map(([key, value]) => `${key} is ${spell(value)}`);
  return spelled.length === 0 ? "" : ` (${spelled.join(", ")})`;
}

function spell(value: unknown): string {
  return value === null ? "not there" : JSON.stringify(value);
}

function spanOf({ starts_after_s, ends_after_s, ends }: Step): string {
  if (ends === "skip_if") return `skipped at ${spellDuration(starts_after_s)}`;
  return `from ${spellDuration(starts_after_s)} to ${spellDuration(ends_after_s)}`;
}

/** Who would be reserved in a step; otherwise why nobody would. */
function whoIn({ reserved_first, reserved_at_once, reasons }: Step): string {
  if (reserved_first.length > 0) {
    const names = reserved_first
      .slice(0, reserved_at_once)
      .map(({ worker }) => worker.friendly_name);
    return `Reserved at once: ${names.join(", ")}`;
  }
  if (reasons.length === 0) return "Nobody could take it: there are no workers";
  const counted = reasons.map(({ reason, count }) => `${count} ${reason}`);
  return `Nobody could take it: ${counted.join(", ")}`;
}
