// What is shown instead of a page that could not be.

import { Box } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import type { ErrorComponentProps } from "@tanstack/react-router";

import { ApiError } from "@/api/client";
import { NotFound } from "@/app/NotFound";
import { ErrorNote } from "@/parts/ErrorNote";

export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  return (
    <Box component="main" p="md">
      <ErrorNote
        error={error instanceof Error ? error : new Error(String(error))}
        title="This page could not be shown"
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Box>
  );
}
