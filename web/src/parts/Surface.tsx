// A piece of a page, with a title of its own.

import { Group, Paper, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function Surface({ title, actions, children }: Props) {
  return (
    <Paper
      component="section"
      aria-label={title}
      withBorder
      p="md"
      bg="var(--pm-surface)"
      style={{ borderColor: "var(--pm-line)" }}
    >
      {title !== undefined && (
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4">
            {title}
          </Title>
          <Group gap="xs">{actions}</Group>
        </Group>
      )}
      {children}
    </Paper>
  );
}
