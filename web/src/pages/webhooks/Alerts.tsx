// What somebody should look at, the newest first.

import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";

import { useLongList } from "@/api/longList";
import { extended } from "@/api/paths";
import type { Alert } from "@/api/resources";
import { alertParametersOf, codeOf, LEVELS } from "@/pages/webhooks/search";
import type { WebhooksSearch } from "@/pages/webhooks/search";
import { DataTable } from "@/parts/DataTable";
import type { Column } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorNote } from "@/parts/ErrorNote";
import { State } from "@/parts/State";
import { TaskLink } from "@/parts/TaskLink";
import { ExactWhen } from "@/parts/When";

import classes from "./Webhooks.module.css";

interface Props {
  workspaceSid: string;
  search: WebhooksSearch;
  onChange: (change: WebhooksSearch) => void;
  onOpen: (alertSid: string) => void;
}

export function Alerts({ workspaceSid, search, onChange, onOpen }: Props) {
  const alerts = useLongList<Alert>(
    [workspaceSid, "webhooks"],
    extended(workspaceSid, "Alerts"),
    alertParametersOf(search),
  );
  const columns = useMemo(() => columnsOf(workspaceSid), [workspaceSid]);
  const isFiltered = search.level !== undefined || search.code !== undefined;
  return (
    <>
      <SimpleGrid
        cols={{ base: 2, md: 4 }}
        spacing="xs"
        mb="sm"
        role="search"
        aria-label="Filters of alerts"
      >
        <Select
          label="Level"
          placeholder="Any"
          data={[...LEVELS]}
          value={search.level ?? null}
          onChange={(level) => onChange({ level: level ?? undefined })}
          clearable
          clearButtonProps={{ "aria-label": "Any level" }}
        />
        <CodeInput code={search.code} onChange={(code) => onChange({ code })} />
      </SimpleGrid>
      <ErrorNote error={alerts.error} title="The alerts could not be read" />
      {(alerts.error === null || alerts.rows.length > 0) && (
        <DataTable
          label="Alerts"
          columns={columns}
          rows={alerts.rows}
          rowKey={({ sid }) => sid}
          isLoading={alerts.isLoading}
          hasMore={alerts.hasMore}
          onSee={alerts.onSee}
          maxHeight="max(20rem, calc(100vh - 20rem))"
          onOpen={({ sid }) => onOpen(sid)}
          empty={
            isFiltered ? (
              <EmptyState title="No alert is like that">Loosen the filters.</EmptyState>
            ) : (
              <EmptyState title="Nothing is wrong">
                When your application cannot be reached, or answers what cannot be followed, it is
                said here, with Twilio’s code.
              </EmptyState>
            )
          }
        />
      )}
    </>
  );
}

interface CodeProps {
  code: number | undefined;
  onChange: (code: number | undefined) => void;
}

/** Takes effect when it is a code, or empty. */
function CodeInput({ code, onChange }: CodeProps) {
  const [text, setText] = useState(textOf(code));
  const [known, setKnown] = useState(code);
  if (code !== known) {
    // It was settled, or changed elsewhere, as by Back.
    setKnown(code);
    setText(textOf(code));
  }
  const wanted = codeOf(text.trim());
  const isWrong = text.trim() !== "" && wanted === undefined;
  const settle = () => {
    if (!isWrong && wanted !== code) onChange(wanted);
  };
  return (
    <TextInput
      label="Code"
      placeholder="11200"
      inputMode="numeric"
      maxLength={5}
      value={text}
      error={isWrong ? "A number of at most five digits" : null}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
      }}
    />
  );
}

function textOf(code: number | undefined): string {
  return code === undefined ? "" : String(code);
}

function columnsOf(workspaceSid: string): readonly Column<Alert>[] {
  return [
    {
      id: "when",
      header: "When",
      width: "8.5rem",
      cell: (alert) => <ExactWhen ms={alert.date_created_ms} />,
    },
    {
      id: "level",
      header: "Level",
      width: "6rem",
      cell: ({ level }) => <State colour={level === "error" ? "red" : "amber"} word={level} />,
    },
    { id: "code", header: "Code", width: "4rem", cell: ({ code }) => code },
    {
      id: "text",
      header: "What is wrong",
      width: "3fr",
      cell: ({ sid, text }) => (
        <Link
          to="/workspaces/$workspaceSid/webhooks"
          params={{ workspaceSid }}
          search={(former) => ({ ...former, alert: sid })}
          preload={false}
          className={classes.opens}
          title={text}
        >
          {text}
        </Link>
      ),
    },
    {
      id: "task",
      header: "Task",
      width: "7rem",
      cell: ({ task_sid }) =>
        task_sid === null ? "–" : <TaskLink workspaceSid={workspaceSid} taskSid={task_sid} />,
    },
  ];
}
