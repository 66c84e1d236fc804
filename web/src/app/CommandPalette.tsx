// Everywhere by keyboard: Ctrl K, or ⌘ K, and a few letters. It is loaded when it is first opened.

import { ActionIcon, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useSyncExternalStore } from "react";

const Palette = lazy(() => import("@/app/Palette"));

let isWanted = false;
const watchers = new Set<() => void>();

function want(wanted: boolean): void {
  isWanted = wanted;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function CommandPalette({ workspaceSid }: { workspaceSid: string }) {
  const isOpen = useSyncExternalStore(watch, () => isWanted);
  useHotkeys([
    ["mod+K", () => want(true)],
    ["/", () => want(true)],
  ]);
  if (!isOpen) return null;
  return (
    <Suspense>
      <Palette workspaceSid={workspaceSid} onClose={() => want(false)} />
    </Suspense>
  );
}

export function CommandPaletteButton() {
  return (
    <Tooltip label="Search and go (Ctrl K)">
      <ActionIcon size="lg" aria-label="Search and go" onClick={() => want(true)}>
        <IconSearch size={20} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
