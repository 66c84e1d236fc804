// What of an expression cannot work, though it can be read: a key that no worker has, for example.

import { Alert } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";

import { warningsQuery } from "@/pages/task-queues/queries";
import { evaluationQuery } from "@/parts/expression/evaluation";

const LOOK = {
  root: { borderColor: "var(--pm-amber)" },
  title: { color: "var(--pm-amber)" },
};
const PAUSE_MS = 500;

interface Props {
  workspaceSid: string;
  targetWorkers: string;
}

export function ExpressionWarnings({ workspaceSid, targetWorkers }: Props) {
  const [settled] = useDebouncedValue(targetWorkers, PAUSE_MS);
  const { data: evaluation } = useQuery({
    ...evaluationQuery(workspaceSid, "workers", settled),
    enabled: settled.trim() !== "",
  });
  // What cannot be read at all is said by the editor.
  const isReadable = evaluation?.valid === true;
  const { data } = useQuery({ ...warningsQuery(workspaceSid, settled), enabled: isReadable });
  const warnings = (isReadable && data?.warnings) || [];
  if (warnings.length === 0) return null;
  return (
    <Alert variant="outline" title="This may not be what you mean" p="xs" mt={4} styles={LOOK}>
      {warnings.map(({ code, where, message }) => (
        <div key={code + where + message}>{message}</div>
      ))}
    </Alert>
  );
}
