// The sign of Pointsman, which leads to the workspaces.

import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

export function Mark() {
  return (
    <Link
      to="/"
      style={{ color: "inherit", textDecoration: "none" }}
      aria-label="Pointsman: workspaces"
    >
      <Group gap={8} wrap="nowrap">
        <img src={`${import.meta.env.BASE_URL}pointsman.svg`} alt="" width={24} height={24} />
        <Text component="span" fw={700} visibleFrom="md">
          Pointsman
        </Text>
      </Group>
    </Link>
  );
}
