// The console loads the styles of the Mantine components it uses, one by one (src/app/mantine.ts).

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

import { expect, test } from "vitest";

const ROOT = import.meta.dirname;
const MANTINE = join(ROOT, "node_modules/@mantine");
const COMPONENTS = join(MANTINE, "core/esm/components");
const NAMED = /import\s*\{([^}]*)\}\s*from\s*["']@mantine\/core["']/g;
const RELATIVE = /from ["'](\.[^"']+)["']/g;

function textsIn(directory) {
  return readdirSync(directory, { recursive: true, encoding: "utf-8" })
    .filter((name) => /\.(tsx|mjs)$/.test(name))
    .map((name) => [join(directory, name), readFileSync(join(directory, name), "utf-8")]);
}

function* namesImported(directory) {
  for (const [, text] of textsIn(directory)) {
    for (const [, names = ""] of text.matchAll(NAMED)) {
      for (const name of names.split(",")) yield name.trim();
    }
  }
}

/** Adds a component and those that it is made of. */
function include(component, found) {
  const directory = join(COMPONENTS, component);
  if (!/^[A-Z]/.test(component) || found.has(component) || !existsSync(directory)) return;
  found.add(component);
  for (const [file, text] of textsIn(directory)) {
    for (const [, path = ""] of text.matchAll(RELATIVE)) {
      const [other = ""] = relative(COMPONENTS, resolve(dirname(file), path)).split(sep);
      include(other, found);
    }
  }
}

/** Only an icon of it is used, by NavLink; it needs no styles. */
const UNSTYLED = new Set(["Accordion"]);

test("every component that is used has its styles", () => {
  const used = new Set();
  for (const directory of [join(ROOT, "src"), join(MANTINE, "notifications/esm")]) {
    for (const name of namesImported(directory)) include(name, used);
  }
  const styled = [...used].filter(
    (name) => existsSync(join(MANTINE, `core/styles/${name}.css`)) && !UNSTYLED.has(name),
  );
  const imported = readFileSync(join(ROOT, "src/app/mantine.ts"), "utf-8");
  expect(styled.length).toBeGreaterThan(30);
  expect(styled.filter((name) => !imported.includes(`/styles/${name}.css"`))).toEqual([]);
});
