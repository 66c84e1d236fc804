// All of a workflow in lines: what the diagram shows, to read and to go through by keyboard.

import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

import { Surface } from "@/parts/Surface";

import { defaultOf, filtersOf, queueOf, targetsOf } from "./document";
import { addDefault, addFilter } from "./editing";
import { useEditor } from "./editor";
import classes from "./Outline.module.css";
import { DEFAULT } from "./places";
import { PlaceLink } from "./PlaceLink";

export function Outline() {
  const { document, queues, apply, mayEdit } = useEditor();
  const filters = filtersOf(document);
  const hasDefault = defaultOf(document) !== null;
  const queue = queueOf(document, DEFAULT) ?? queues[0]?.sid;
  return (
    <Surface title="Filters">
      <Text size="sm" c="dimmed" mb="sm">
        A task goes to the first filter that matches, and from target to target there.
      </Text>
      <ol className={classes.filters} aria-label="Filters">
        {filters.map((filter, index) => (
          <li key={index}>
            <PlaceLink place={{ kind: "filter", filter: index }} />
            <ol className={classes.targets} aria-label={`Targets of filter ${index + 1}`}>
              {targetsOf(filter).map((_, target) => (
                <li key={target}>
                  <PlaceLink place={{ kind: "target", filter: index, target }} />
                </li>
              ))}
            </ol>
          </li>
        ))}
        {hasDefault && (
          <li>
            <PlaceLink place={DEFAULT} />
          </li>
        )}
      </ol>
      {!hasDefault && (
        <Text size="sm" c="dimmed" mt="sm">
          There is no default filter: a task that matches nothing is refused.
        </Text>
      )}
      {mayEdit && queue !== undefined && (
        <Group mt="sm" gap="xs">
          <AddButton label="Add filter" onClick={() => apply((now) => addFilter(now, queue))} />
          {!hasDefault && (
            <AddButton
              label="Add default filter"
              onClick={() => apply((now) => addDefault(now, queue))}
            />
          )}
        </Group>
      )}
    </Surface>
  );
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}
