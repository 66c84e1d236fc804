// To whom a task is handed on, and how.

import { type FormEvent, useEffect, useState } from "react";

import { useAction } from "./action";
import type { Desk } from "./desk";
import type { Place } from "./directory";

type Mode = "WARM" | "COLD";

const BY_SID = "by SID";

interface Props {
  desk: Desk;
  onTransfer: (to: string, mode: Mode) => Promise<void>;
  onClose: () => void;
}

export function TransferForm({ desk, onTransfer, onClose }: Props) {
  const [chosen, setChosen] = useState("");
  const [sid, setSid] = useState("");
  const [mode, setMode] = useState<Mode>("WARM");
  const lists = useAction();

  useEffect(() => {
    void lists.run(() => desk.directory.load());
  }, []);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void onTransfer(chosen === BY_SID ? sid.trim() : chosen, mode);
  };

  return (
    <form className="transfer" onSubmit={submit}>
      <label>
        To
        <select
          required
          autoFocus
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">{lists.isRunning ? "Looking…" : "Choose"}</option>
          <Group name="Workers" places={desk.directory.workers} />
          <Group name="Queues" places={desk.directory.queues} />
          <option value={BY_SID}>Another, by SID</option>
        </select>
      </label>
      {chosen === BY_SID && (
        <label>
          SID of a worker or queue
          <input
            required
            value={sid}
            pattern="\s*W[KQ][0-9a-f]{32}\s*"
            title="WK… or WQ…"
            spellCheck={false}
            onChange={(event) => setSid(event.target.value)}
          />
        </label>
      )}
      {lists.error !== "" && (
        <p role="alert" className="error">
          Workers and queues cannot be listed: {lists.error}
        </p>
      )}
      <fieldset>
        <legend>How</legend>
        <Choice mode="WARM" text="Warm: you keep it, too" chosen={mode} onChoose={setMode} />
        <Choice mode="COLD" text="Cold: you let go of it" chosen={mode} onChoose={setMode} />
      </fieldset>
      <div className="buttons">
        <button type="submit" className="primary">
          Hand on
        </button>
        <button type="button" onClick={onClose}>
          Keep it
        </button>
      </div>
    </form>
  );
}

function Group({ name, places }: { name: string; places: Place[] }) {
  return (
    <optgroup label={name}>
      {places.map((place) => (
        <option key={place.sid} value={place.sid}>
          {place.note === "" ? place.name : `${place.name} (${place.note})`}
        </option>
      ))}
    </optgroup>
  );
}

interface ChoiceProps {
  mode: Mode;
  text: string;
  chosen: Mode;
  onChoose: (mode: Mode) => void;
}

function Choice({ mode, text, chosen, onChoose }: ChoiceProps) {
  return (
    <label className="choice">
      <input
        type="radio"
        name="mode"
        checked={chosen === mode}
        onChange={() => onChoose(mode)}
      />
      {text}
    </label>
  );
}
