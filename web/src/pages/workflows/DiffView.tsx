// Two texts compared: what went and what came, with a few lines around.

import { Text, VisuallyHidden } from "@mantine/core";
import { useMemo } from "react";

import { diffLines, hunksOf } from "./diff";
import type { Line } from "./diff";
import classes from "./DiffView.module.css";

const AROUND = 3;
const SIGN = { same: " ", added: "+", removed: "−" };
const WORD = { same: "", added: "added: ", removed: "removed: " };

export function DiffView({
  label,
  before,
  after,
}: {
  label: string;
  before: string;
  after: string;
}) {
  const hunks = useMemo(() => hunksOf(diffLines(before, after), AROUND), [before, after]);
  const count = (kind: Line["kind"]) => hunks.filter((line) => line?.kind === kind).length;
  return (
    <div>
      <Text size="sm" mb={4}>
        {count("added")} lines added, {count("removed")} removed
      </Text>
      <div className={classes.diff} role="region" aria-label={label} tabIndex={0}>
        {hunks.map((line, index) =>
          line === null ? (
            <div key={index} className={classes.gap}>
              ⋯
            </div>
          ) : (
            <div key={index} className={classes.line} data-kind={line.kind}>
              <span className={classes.sign} aria-hidden>
                {SIGN[line.kind]}
              </span>
              <VisuallyHidden>{WORD[line.kind]}</VisuallyHidden>
              {line.text}
            </div>
          ),
        )}
      </div>
    </div>
  );
}
