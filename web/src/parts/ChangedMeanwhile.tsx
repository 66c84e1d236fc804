// A note in a form: somebody else has changed what one is changing.

import { Alert, Button } from "@mantine/core";

interface Props {
  /** The fields that both have changed; without any, there is no note. */
  fields: readonly string[];
  onTakeTheirs: () => void;
}

export function ChangedMeanwhile({ fields, onTakeTheirs }: Props) {
  if (fields.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="outline"
      role="alert"
      title={`Changed elsewhere meanwhile: ${fields.join(", ")}`}
      styles={{ title: { color: "var(--pm-amber)" } }}
    >
      Saving yours replaces theirs.
      <Button mt="xs" size="xs" variant="default" display="block" onClick={onTakeTheirs}>
        Take theirs
      </Button>
    </Alert>
  );
}
