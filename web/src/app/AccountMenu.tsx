// Who is signed in, light or dark, and the way out.

import { ActionIcon, Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconBook,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";

import { useChange } from "@/api/changing";
import { sessionQuery, signOut } from "@/session/session";

export function AccountMenu() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leaving = useChange({
    ask: signOut,
    refresh: [],
    // Loaded anew, so that nothing of what was seen is left in memory.
    onDone: () => location.assign(`${import.meta.env.BASE_URL}sign-in`),
  });
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon size="lg" aria-label="Account and appearance">
          <IconUserCircle stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Signed in as {session?.role}
          <Text size="xs" ff="monospace" truncate>
            {session?.username}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {(
          [
            ["light", "Light", IconSun],
            ["dark", "Dark", IconMoon],
            ["auto", "As the system", IconDeviceDesktop],
          ] as const
        ).map(([scheme, label, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            aria-current={colorScheme === scheme}
            fw={colorScheme === scheme ? 600 : 400}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconBook size={16} aria-hidden />} component="a" href="/docs">
          The API
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => leaving.mutate(undefined)}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
