// What happened lately.

import type { Entry } from "./desk";
import { clock } from "./words";

export function Log({ entries }: { entries: Entry[] }) {
  return (
    <section aria-labelledby="log">
      <h2 id="log">Log</h2>
      {/* It scrolls, so the keyboard must be able to get there. */}
      <ol className="log" aria-labelledby="log" tabIndex={0}>
        {entries.map(({ number, at, text }) => (
          <li key={number}>
            <time dateTime={at.toISOString()}>{clock(at)}</time> {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
