// The top of a page: where one is, what it is for, and what can be done.

import { Group, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** One sentence for who sees the page for the first time. */
  about?: ReactNode;
  actions?: ReactNode;
}

export function PageTitle({ title, about, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Pointsman`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="md">
      <Stack gap={2} maw="70ch">
        <Title order={1} size="h2">
          {title}
        </Title>
        {about !== undefined && <Text c="dimmed">{about}</Text>}
      </Stack>
      <Group gap="xs">{actions}</Group>
    </Group>
  );
}
