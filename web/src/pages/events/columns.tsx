// What of an event is in its row.

import { Link } from "@tanstack/react-router";

import type { Event } from "@/api/resources";
import { tell } from "@/live/telling";
import { Concerned } from "@/pages/events/Concerned";
import type { Column } from "@/parts/DataTable";
import { Dot } from "@/parts/State";
import { ExactWhen } from "@/parts/When";

import classes from "./Events.module.css";

export function columnsOf(workspaceSid: string): readonly Column<Event>[] {
  return [
    {
      id: "when",
      header: "When",
      width: "9.5rem",
      cell: (event) => <ExactWhen ms={event.event_date_ms} />,
    },
    {
      id: "what",
      header: "What happened",
      width: "2fr",
      cell: (event) => <Told workspaceSid={workspaceSid} event={event} />,
    },
    {
      id: "concerned",
      header: "About",
      width: "1.5fr",
      cell: (event) => <Concerned workspaceSid={workspaceSid} event={event} />,
    },
    {
      id: "type",
      header: "Type",
      width: "1.2fr",
      cell: (event) => (
        <span className={classes.type} title={event.event_type}>
          {event.event_type}
        </span>
      ),
    },
  ];
}

function Told({ workspaceSid, event }: { workspaceSid: string; event: Event }) {
  const { title, colour } = tell(event);
  return (
    <span className={classes.told}>
      <Dot colour={colour} />
      <Link
        to="/workspaces/$workspaceSid/events"
        params={{ workspaceSid }}
        search={(former) => ({ ...former, event: event.sid })}
        preload={false}
        title={title}
      >
        {title}
      </Link>
    </span>
  );
}
