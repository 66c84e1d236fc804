// What went wrong, in words, where it went wrong.

import { Alert, Button, Text } from "@mantine/core";

import { ApiError } from "@/api/client";

interface Props {
  error: Error | null;
  title?: string;
  onRetry?: () => void;
}

const LOOK = {
  root: { borderColor: "var(--pm-red)" },
  title: { color: "var(--pm-red)" },
};

/** Nothing when there is no error. */
export function ErrorNote({ error, title = "That did not work", onRetry }: Props) {
  if (error === null) return null;
  return (
    <Alert color="red" variant="outline" title={title} role="alert" styles={LOOK}>
      <Text size="sm">{error.message}</Text>
      {error instanceof ApiError && error.detail !== null && <Text size="sm">{error.detail}</Text>}
      {error instanceof ApiError && error.code !== null && (
        <Text size="xs" c="dimmed">
          Error {error.code}
        </Text>
      )}
      {onRetry !== undefined && (
        <Button mt="xs" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
