// A note about something that asks for a decision.

import { Alert } from "@mantine/core";
import type { ReactNode } from "react";

export function Caution({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert
      color="orange"
      variant="outline"
      role="alert"
      title={title}
      styles={{ title: { color: "var(--pm-amber)" } }}
    >
      {children}
    </Alert>
  );
}
