// Who are you?

import {
  Button,
  Center,
  Code,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { useChange } from "@/api/changing";
import { ErrorNote } from "@/parts/ErrorNote";
import { sessionQuery, signIn } from "@/session/session";

const route = getRouteApi("/sign-in");
const [SESSION] = sessionQuery.queryKey;

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  useEffect(() => {
    document.title = "Sign in · Pointsman";
  }, []);
  const entering = useChange({
    ask: () => signIn(username.trim(), password.trim()),
    refresh: [],
    showsError: true,
    onDone: (session) => {
      // Nothing of what somebody else may have seen here before.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION });
      queries.setQueryData(sessionQuery.queryKey, session);
      router.history.push(pathWithin(next));
    },
  });
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w={400} maw="100%" bg="var(--pm-surface)">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            entering.mutate(undefined);
          }}
        >
          <Stack>
            <Title order={1} size="h3">
              Sign in to Pointsman
            </Title>
            <TextInput
              label="Account SID or API key"
              placeholder="AC… or SK…"
              autoComplete="username"
              autoFocus
              required
              value={username}
              onChange={(event) => setUsername(event.currentTarget.value)}
            />
            <PasswordInput
              label="Auth token or secret"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ "aria-label": "Show it" }}
            />
            <ErrorNote error={entering.error} title="You are not signed in" />
            <Button type="submit" loading={entering.isPending} fullWidth>
              Sign in
            </Button>
            <Text size="sm" c="dimmed">
              The server printed the account at its first start. On its machine,{" "}
              <Code>pointsman console</Code> prints a link that signs in once.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

/** Where to go on; never to another site. */
function pathWithin(next: string | undefined): string {
  return next?.startsWith("/") === true && !next.startsWith("//") ? `/console${next}` : "/console/";
}
