// What others change while somebody fills in a form.

/**
 * The fields that were changed both in the form and elsewhere, and not to the same: to save the
 * form would undo what others did.
 */
export function clashes<T extends object>(begun: T, written: T, present: T): (keyof T & string)[] {
  const names = Object.keys(begun) as (keyof T & string)[];
  return names.filter(
    (name) =>
      written[name] !== begun[name] &&
      present[name] !== begun[name] &&
      present[name] !== written[name],
  );
}

/** `former` with some fields as they are in `latter`. */
export function taking<T extends object>(former: T, latter: T, names: readonly (keyof T)[]): T {
  const taken = { ...former };
  for (const name of names) taken[name] = latter[name];
  return taken;
}
