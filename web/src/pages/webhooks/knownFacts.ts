// Facts, but for those whose value is null.

import type { ReactNode } from "react";

type Fact = readonly [name: string, value: ReactNode];

export function knownFacts(...facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(([, value]) => value !== null);
}
