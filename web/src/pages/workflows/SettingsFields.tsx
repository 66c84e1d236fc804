// The fields of a workflow's settings, the same when it is created and when it is changed.

import { NumberInput, TextInput } from "@mantine/core";

import type { Settings } from "./workflows";

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

export function SettingsFields({ settings, onChange }: Props) {
  return (
    <>
      <TextInput
        label="Name"
        data-autofocus
        required
        maxLength={256}
        value={settings.name}
        onChange={(event) => onChange({ ...settings, name: event.currentTarget.value })}
      />
      <NumberInput
        label="Task reservation timeout"
        description="For so many seconds a worker may consider a task before it is offered to another."
        suffix=" s"
        min={1}
        max={86_400}
        allowDecimal={false}
        required
        value={settings.reservationTimeout}
        onChange={(reservationTimeout) => onChange({ ...settings, reservationTimeout })}
      />
      <TextInput
        label="Assignment callback URL"
        description="Asked whenever a worker is reserved. Its answer may accept, redirect or reject."
        type="url"
        placeholder="https://example.com/assignment"
        value={settings.callbackUrl}
        onChange={(event) => onChange({ ...settings, callbackUrl: event.currentTarget.value })}
      />
      <TextInput
        label="Fallback callback URL"
        description="Asked instead when the first one fails."
        type="url"
        value={settings.fallbackUrl}
        onChange={(event) => onChange({ ...settings, fallbackUrl: event.currentTarget.value })}
      />
    </>
  );
}
