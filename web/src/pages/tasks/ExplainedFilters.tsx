// Which filter of its workflow a task went through, and what the step wants where it is.

import { Text, Title } from "@mantine/core";

import { spellDuration } from "@/live/time";
import { FalseParts } from "@/pages/tasks/FalseParts";
import { namePlaces } from "@/pages/tasks/placeNames";
import type { FilterTried, TaskExplanation } from "@/pages/tasks/queries";
import { Facts } from "@/parts/Facts";
import { State } from "@/parts/State";
import type { Colour } from "@/parts/State";

import classes from "./Explained.module.css";

const RESULTS: Record<FilterTried["result"], readonly [Colour, string]> = {
  true: ["green", "matches"],
  false: ["red", "does not match"],
  "not tried": ["grey", "was not tried"],
};

export function ExplainedFilters({ explanation }: { explanation: TaskExplanation }) {
  const { filters, step } = explanation;
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        Through the workflow
      </Title>
      {filters.length === 0 && (
        <Text size="sm" c="dimmed">
          It was put into its queue without going through the filters.
        </Text>
      )}
      <ol className={classes.list}>
        {filters.map((filter) => {
          const [colour, words] = RESULTS[filter.result];
          return (
            <li key={filter.where} className={classes.filter}>
              <Text size="sm" component="span">
                <State colour={colour} word={words} />
              </Text>
              <div>
                <Text size="sm">
                  {namePlaces(filter.where, filters)}{" "}
                  {filter.expression !== null && (
                    <code className={classes.expression}>{filter.expression}</code>
                  )}
                </Text>
                <FalseParts parts={filter.because} />
              </div>
            </li>
          );
        })}
      </ol>
      {step !== null && <StepFacts step={step} filters={filters} />}
    </div>
  );
}

interface StepProps {
  step: NonNullable<TaskExplanation["step"]>;
  filters: readonly FilterTried[];
}

function StepFacts({ step, filters }: StepProps) {
  const skip =
    step.skip_if === null
      ? null
      : `${step.skip_if}${step.skip_if_holds === true ? " (holds now)" : ""}`;
  const facts = [
    ["Step", namePlaces(step.where, filters)],
    ["Queue", step.task_queue.friendly_name ?? "–"],
    ["Time in this step", step.timeout_s === null ? null : spellDuration(step.timeout_s)],
    ["Wants workers with", step.expression],
    ["Best first by", step.order_by],
    ["Known worker", step.known_worker],
    ["Skipped if", skip],
  ] as const;
  const known = facts.filter(([, value]) => value !== null && value !== "");
  return (
    <div style={{ marginTop: "0.5rem" }}>
      <Facts facts={known} />
    </div>
  );
}
