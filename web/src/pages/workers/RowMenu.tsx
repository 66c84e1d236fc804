// What can be done with the worker of one row. There is one menu for the whole table, since rows are many.

import { Menu } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";

import { activitiesQuery } from "@/api/queries";
import type { ListedWorker } from "@/api/resources";
import { ActivityItems } from "@/pages/workers/ActivityItems";
import type { Ask } from "@/pages/workers/dialog";
import { countOffers } from "@/pages/workers/rows";
import { useMay } from "@/session/session";

import classes from "./Workers.module.css";

export interface MenuAt {
  worker: ListedWorker;
  button: HTMLElement;
}

interface Props {
  workspaceSid: string;
  at: MenuAt;
  onAsk: Ask;
  onClose: () => void;
}

export function RowMenu({ workspaceSid, at, onAsk, onClose }: Props) {
  const { worker, button } = at;
  const { data: activities } = useSuspenseQuery(activitiesQuery(workspaceSid));
  const mayDelete = useMay("admin");
  const { left, top, width, height } = button.getBoundingClientRect();
  const close = () => {
    button.focus();
    onClose();
  };
  return (
    <Menu opened position="bottom-end" returnFocus={false} onClose={close}>
      <Menu.Target>
        <div className={classes.menuAt} style={{ left, top, width, height }} />
      </Menu.Target>
      <Menu.Dropdown
        aria-label={`What to do with ${worker.friendly_name}`}
        mah="60vh"
        style={{ overflow: "auto" }}
      >
        <ActivityItems
          workspaceSid={workspaceSid}
          worker={worker}
          activities={activities}
          offers={countOffers(worker.reservations)}
          onAsk={onAsk}
        />
        <Menu.Divider />
        <Menu.Item onClick={() => onAsk({ kind: "edit", worker })}>
          Edit name and attributes
        </Menu.Item>
        <Menu.Item onClick={() => onAsk({ kind: "channels", worker })}>Set channels</Menu.Item>
        {mayDelete && (
          <Menu.Item onClick={() => onAsk({ kind: "delete", worker })}>Delete worker</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
