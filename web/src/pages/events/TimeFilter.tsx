// Of which stretch of time the events are: how far back, or between two moments.

import { Select, TextInput } from "@mantine/core";

import { fromLocal, toLocal } from "@/pages/events/localTime";
import { isCustom, secondOf, windowOf, WINDOWS } from "@/pages/events/search";
import type { EventsSearch, Window } from "@/pages/events/search";

const CUSTOM = { value: "custom", label: "From … to …" } as const;
const HOUR_MS = 3_600_000;

interface Props {
  search: EventsSearch;
  onChange: (change: EventsSearch) => void;
}

export function TimeFilter({ search, onChange }: Props) {
  const choose = (value: Window | "custom" | null) => {
    if (value === CUSTOM.value) onChange({ from: secondOf(Date.now() - HOUR_MS), to: undefined });
    else onChange({ window: value ?? undefined, from: undefined, to: undefined });
  };
  const isBackwards =
    search.from !== undefined && search.to !== undefined && search.from > search.to;
  return (
    <>
      <Select
        label="Time"
        data={[...WINDOWS.map(({ value, label }) => ({ value, label })), CUSTOM]}
        value={isCustom(search) ? CUSTOM.value : windowOf(search)}
        onChange={(value) => choose(value)}
        allowDeselect={false}
      />
      {isCustom(search) && (
        <>
          <TextInput
            type="datetime-local"
            label="From"
            value={toLocal(search.from)}
            onChange={(event) => onChange({ from: fromLocal(event.currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label="To"
            value={toLocal(search.to)}
            error={isBackwards ? "This is before “From”" : null}
            onChange={(event) => onChange({ to: fromLocal(event.currentTarget.value) })}
          />
        </>
      )}
    </>
  );
}
