// A sentence of an explanation; the tasks it mentions by their SIDs are led to.

import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";

const SIDS = /(WT[0-9a-f]{32}|WR[0-9a-f]{32})/;

export function Detail({ workspaceSid, text }: { workspaceSid: string; text: string }) {
  return text.split(SIDS).map((part, index) => {
    if (!SIDS.test(part)) return part;
    const name = `…${part.slice(-6)}`;
    return part.startsWith("WT") ? (
      <Anchor
        key={index}
        size="sm"
        renderRoot={(props) => (
          <Link
            to="/workspaces/$workspaceSid/tasks/$taskSid"
            params={{ workspaceSid, taskSid: part }}
            {...props}
          />
        )}
      >
        task {name}
      </Anchor>
    ) : (
      <span key={index} title={part}>
        {name}
      </span>
    );
  });
}
