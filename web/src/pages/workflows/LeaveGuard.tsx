// Asks before one leaves a page with unsaved changes.

import { useBlocker } from "@tanstack/react-router";

import { ConfirmModal } from "@/parts/ConfirmModal";

export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // What is selected and shown is in the address, too: that is no other page.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <ConfirmModal
      title="Leave without saving?"
      verb="Leave and lose the changes"
      stay="Stay here"
      isPending={false}
      error={null}
      onConfirm={proceed}
      onClose={reset}
    >
      This workflow has changes that are not saved.
    </ConfirmModal>
  );
}
