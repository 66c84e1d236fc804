// What the linter says, each with the way to where it says it.

import { Anchor, Group, Text } from "@mantine/core";

import { ErrorNote } from "@/parts/ErrorNote";
import { State } from "@/parts/State";
import { Surface } from "@/parts/Surface";

import classes from "./FindingsList.module.css";
import type { Linted } from "./linting";
import { namePlace, readPlace } from "./places";
import type { Place } from "./places";

interface Props {
  linted: Linted;
  onSelect: (place: Place) => void;
}

export function FindingsList({ linted: { findings, isStale, error }, onSelect }: Props) {
  return (
    <Surface title="Warnings">
      <ErrorNote error={error} title="The document could not be checked" />
      <div role="status" aria-busy={isStale}>
        {findings.length === 0 && error === null && (
          <Text size="sm" c="dimmed">
            {isStale ? "Checking…" : "Nothing in this workflow looks as if it could not work."}
          </Text>
        )}
        <ul className={classes.findings}>
          {findings.map(({ where, message, refuses }) => {
            const found = readPlace(where);
            return (
              <li key={where + message}>
                <Group gap="xs" align="baseline" fz="sm">
                  <State
                    colour={refuses ? "red" : "amber"}
                    word={refuses ? "cannot be saved" : "warning"}
                  />
                  {found !== null && (
                    <Anchor component="button" size="sm" onClick={() => onSelect(found.place)}>
                      {namePlace(found.place)}
                    </Anchor>
                  )}
                  <Text component="span" size="xs" c="dimmed" ff="monospace">
                    {found === null ? where : found.field}
                  </Text>
                </Group>
                <Text size="sm" className={classes.message ?? ""}>
                  {message}
                </Text>
              </li>
            );
          })}
        </ul>
      </div>
    </Surface>
  );
}
