// Around the pages of one workspace: where one may go, and whether what is seen is live.

import { AppShell, Burger, Group, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Outlet } from "@tanstack/react-router";

import { workspaceQuery } from "@/api/queries";
import { AccountMenu } from "@/app/AccountMenu";
import { CommandPalette, CommandPaletteButton } from "@/app/CommandPalette";
import { ConnectionNote } from "@/app/ConnectionNote";
import { Mark } from "@/app/Mark";
import { PLACES } from "@/app/places";
import { Live } from "@/live/Live";

import classes from "./WorkspaceShell.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid");

export function WorkspaceShell() {
  const { workspaceSid } = route.useParams();
  const { data: workspace } = useSuspenseQuery(workspaceQuery(workspaceSid));
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <Live key={workspaceSid} workspaceSid={workspaceSid}>
      <CommandPalette workspaceSid={workspaceSid} />
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 210, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
        padding="lg"
        classNames={{ header: classes.header ?? "", navbar: classes.navbar ?? "" }}
      >
        <a href="#page" className={classes.skip}>
          Skip to the page
        </a>
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap" miw={0}>
              <Burger
                opened={isOpen}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={isOpen ? "Close the navigation" : "Open the navigation"}
              />
              <Mark />
              <Text component="span" c="dimmed" aria-hidden>
                /
              </Text>
              <Text component="span" fw={600} truncate>
                {workspace.friendly_name}
              </Text>
            </Group>
            <Group gap="sm" wrap="nowrap">
              <ConnectionNote />
              <CommandPaletteButton />
              <AccountMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label="Pages of the workspace">
          <ScrollArea>
            {PLACES.map(({ label, to, icon: Icon, exact }) => (
              <NavLink
                key={to}
                label={label}
                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                className={classes.place ?? ""}
                onClick={close}
                renderRoot={(props) => (
                  <Link
                    to={to}
                    params={{ workspaceSid }}
                    activeOptions={{ exact: exact === true }}
                    activeProps={{ "data-active": true, "aria-current": "page" }}
                    {...props}
                  />
                )}
              />
            ))}
          </ScrollArea>
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </Live>
  );
}
