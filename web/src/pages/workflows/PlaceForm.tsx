// What is at one place of a workflow, to be edited, moved and removed.

import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { Icon } from "@tabler/icons-react";

import { Surface } from "@/parts/Surface";

import type { Fields } from "./document";
import { isOnlyTarget, move, neighbour, removeAt } from "./editing";
import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import { FilterForm } from "./FilterForm";
import { namePlace } from "./places";
import type { Place } from "./places";
import { TargetForm } from "./TargetForm";

export function PlaceForm({ place, item }: { place: Place; item: Fields }) {
  const { document, apply, select, mayEdit } = useEditor();
  const noun = place.kind === "target" ? "target" : "filter";
  const up: Place | null =
    place.kind === "target" ? { kind: "filter", filter: place.filter } : null;
  return (
    <Surface
      title={namePlace(place)}
      actions={
        mayEdit && (
          <>
            {place.kind !== "default" && (
              <>
                <Action
                  label={`Move ${noun} up`}
                  icon={IconArrowUp}
                  disabled={neighbour(document, place, -1) === null}
                  onClick={() => apply((now) => move(now, place, -1))}
                />
                <Action
                  label={`Move ${noun} down`}
                  icon={IconArrowDown}
                  disabled={neighbour(document, place, 1) === null}
                  onClick={() => apply((now) => move(now, place, 1))}
                />
              </>
            )}
            <Action
              label={isOnlyTarget(document, place) ? "A filter needs a target" : `Remove ${noun}`}
              icon={IconTrash}
              disabled={isOnlyTarget(document, place)}
              onClick={() => apply((now) => removeAt(now, place))}
            />
          </>
        )
      }
    >
      <Button variant="subtle" size="compact-sm" mb="xs" onClick={() => select(up)}>
        ← {up === null ? "All filters" : namePlace(up)}
      </Button>
      <FieldNote place={place} field="" />
      {place.kind === "filter" ? (
        <FilterForm place={place} item={item} />
      ) : (
        <TargetForm place={place} item={item} />
      )}
    </Surface>
  );
}

interface ActionProps {
  label: string;
  icon: Icon;
  disabled: boolean;
  onClick: () => void;
}

function Action({ label, icon: Shape, disabled, onClick }: ActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
        <Shape size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
