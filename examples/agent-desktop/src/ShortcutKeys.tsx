// Which keys there are, and the switch that turns them off.

import { SHORTCUTS } from "./shortcuts";

interface Props {
  areOn: boolean;
  onChange: (areOn: boolean) => void;
}

export function ShortcutKeys({ areOn, onChange }: Props) {
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <label className="choice">
        <input
          type="checkbox"
          checked={areOn}
          onChange={(event) => onChange(event.target.checked)}
        />
        Single keys press buttons
      </label>
      {areOn && (
        <ul className="keys">
          {SHORTCUTS.map(([key, meaning]) => (
            <li key={key}>
              <kbd>{key}</kbd> {meaning}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
