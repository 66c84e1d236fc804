// One line about a filter or a target; a click opens it in the form.

import { UnstyledButton } from "@mantine/core";

import { Dot } from "@/parts/State";

import { at, nameOf, queueOf, textOf } from "./document";
import type { Document } from "./document";
import { useEditor } from "./editor";
import { namePlace, spellPlace } from "./places";
import type { Place } from "./places";
import classes from "./PlaceLink.module.css";

export function PlaceLink({ place }: { place: Place }) {
  const { document, findings, queues, select } = useEditor();
  const queue = queueOf(document, place);
  const queueName = queues.find(({ sid }) => sid === queue)?.friendly_name ?? "no queue";
  const said = findings.get(spellPlace(place))?.length ?? 0;
  return (
    <UnstyledButton className={classes.link ?? ""} onClick={() => select(place)}>
      <span className={classes.title}>{titleOf(document, place)}</span>
      <span className={classes.detail}>{detailOf(document, place, queueName)}</span>
      {said > 0 && (
        <span className={classes.note}>
          <Dot colour="amber" /> {said === 1 ? "1 warning" : `${said} warnings`}
        </span>
      )}
    </UnstyledButton>
  );
}

function titleOf(document: Document, place: Place): string {
  if (place.kind === "target") return `Target ${place.target + 1}`;
  const item = at(document, place);
  return place.kind === "filter" && item !== null ? nameOf(item, place.filter) : namePlace(place);
}

function detailOf(document: Document, place: Place, queueName: string): string {
  const item = at(document, place) ?? {};
  if (place.kind === "filter") return textOf(item, "expression");
  const timeout = textOf(item, "timeout");
  return timeout === "" || place.kind === "default" ? queueName : `${queueName}, ${timeout} s`;
}
