// A text that came from elsewhere, in lines if it is JSON; and parameters, by their names.

import { spread } from "@/parts/editor/json";

import classes from "./Webhooks.module.css";

export function Verbatim({ label, text }: { label: string; text: string }) {
  return (
    <pre className={classes.text} tabIndex={0} aria-label={label} role="region">
      {spread(text)}
    </pre>
  );
}

export function Pairs({
  label,
  pairs,
}: {
  label: string;
  pairs: readonly (readonly [name: string, value: string])[];
}) {
  return (
    <table className={classes.pairs} aria-label={label}>
      <tbody>
        {pairs.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
