// The editor of a workflow: one draft, seen as a diagram, as a form and as JSON.

import { Alert, SegmentedControl, Skeleton, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";

import type { TaskQueue, Workflow } from "@/api/resources";
import { JsonEditor } from "@/parts/editor/JsonEditor";
import { useMay } from "@/session/session";

import { ChangedElsewhere } from "./ChangedElsewhere";
import { at } from "./document";
import { begin, edit, follow, isDirty, keep, resume, type, undo } from "./draft";
import { setField } from "./editing";
import { EditorContext } from "./editor";
import type { Editor } from "./editor";
import { FindingsList } from "./FindingsList";
import { groupByPlace } from "./findings";
import { graphOf } from "./graph";
import { KeptDraft } from "./KeptDraft";
import { LeaveGuard } from "./LeaveGuard";
import { useLint } from "./linting";
import { Outline } from "./Outline";
import { pathOf } from "./path";
import { PlaceForm } from "./PlaceForm";
import { readPlace, spellPlace } from "./places";
import type { Place } from "./places";
import { SaveModal } from "./SaveModal";
import { TryIt } from "./TryIt";
import { useEvaluation } from "./trying";
import type { Attempt } from "./trying";
import classes from "./WorkflowEditor.module.css";
import { WorkflowHeader } from "./WorkflowHeader";

const Diagram = lazy(() => import("./Diagram"));
const route = getRouteApi("/inside/workspaces/$workspaceSid/workflows/$workflowSid");

interface Props {
  workflow: Workflow;
  queues: readonly TaskQueue[];
}

export function WorkflowEditor({ workflow, queues }: Props) {
  const { at: where, view } = route.useSearch();
  const navigate = route.useNavigate();
  const isAdmin = useMay("admin");
  const stored = workflow.configuration;
  const [draft, setDraft] = useState(() => begin(stored));
  const [isSaving, setSaving] = useState(false);
  const [attempt, setAttempt] = useState<Attempt | null>(null);

  const followed = follow(draft, stored);
  if (followed !== draft) setDraft(followed);

  const { document, text, problem } = draft;
  const linted = useLint(workflow.workspace_sid, text);
  const findings = useMemo(() => groupByPlace(linted.findings), [linted.findings]);
  const evaluating = useEvaluation(workflow, text, attempt);
  const evaluation = evaluating.data ?? null;
  const path = useMemo(() => evaluation && pathOf(evaluation), [evaluation]);
  const graph = useMemo(
    () => graphOf(document, new Map(queues.map((queue) => [queue.sid, queue.friendly_name]))),
    [document, queues],
  );

  const place = where === undefined ? null : (readPlace(where)?.place ?? null);
  const item = place && at(document, place);

  function select(next: Place | null): void {
    void navigate({
      search: (present) => ({ ...present, at: next === null ? undefined : spellPlace(next) }),
      replace: true,
      resetScroll: false,
    });
  }

  const editor: Editor = {
    document,
    findings,
    queues,
    mayEdit: isAdmin && problem === null,
    set: (target, key, value) =>
      setDraft((present) =>
        edit(
          present,
          setField(present.document, target, key, value),
          `${spellPlace(target)}.${key}`,
        ),
      ),
    apply: (change) => {
      const changed = change(document);
      setDraft(edit(draft, changed.document, `${Date.now()}`));
      select(changed.place);
    },
    select,
  };

  return (
    <EditorContext value={editor}>
      <LeaveGuard isDirty={isDirty(draft)} />
      <WorkflowHeader
        workflow={workflow}
        isDirty={isDirty(draft)}
        canUndo={draft.past.length > 0}
        canSave={problem === null && !linted.findings.some(({ refuses }) => refuses)}
        onUndo={() => setDraft(undo(draft))}
        onDiscard={() => setDraft(begin(stored))}
        onSave={() => setSaving(true)}
      />
      <Stack mt="md">
        <KeptDraft
          workflowSid={workflow.sid}
          draft={draft}
          mayEdit={isAdmin}
          onTakeUp={(kept) => setDraft(resume(draft, kept))}
        />
        {stored !== draft.base && (
          <ChangedElsewhere
            base={draft.base}
            stored={stored}
            onTakeTheirs={() => setDraft(begin(stored))}
            onKeepMine={() => setDraft(keep(draft, stored))}
          />
        )}
        <SegmentedControl
          aria-label="How the workflow is shown"
          className={classes.views ?? ""}
          data={[
            { value: "diagram", label: "Diagram" },
            { value: "json", label: "JSON" },
          ]}
          value={view ?? "diagram"}
          onChange={(value) =>
            void navigate({
              search: (present) => ({ ...present, view: value === "json" ? value : undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        />
        <div className={classes.columns}>
          <div>
            {view === "json" ? (
              <JsonEditor
                label="Configuration"
                value={text}
                onChange={(value) => setDraft((present) => type(present, value))}
                readOnly={!isAdmin}
                error={problem}
                minHeight="20rem"
                maxHeight="40rem"
              />
            ) : (
              <Suspense fallback={<Skeleton height="20rem" />}>
                <Diagram
                  graph={graph}
                  findings={findings}
                  path={path}
                  selected={item && spellPlace(place)}
                  onSelect={(id) => select(id === null ? null : (readPlace(id)?.place ?? null))}
                />
              </Suspense>
            )}
          </div>
          <Stack className={classes.side ?? ""}>
            {problem !== null && view !== "json" && (
              <Alert color="red" variant="outline" title="The JSON cannot be read">
                {problem}. Mend it there, or undo; shown here is what could be read last.
              </Alert>
            )}
            {place !== null && item !== null ? (
              <PlaceForm key={spellPlace(place)} place={place} item={item} />
            ) : (
              <Outline />
            )}
            <FindingsList linted={linted} onSelect={select} />
          </Stack>
          <TryIt
            workspaceSid={workflow.workspace_sid}
            evaluation={evaluation}
            error={evaluating.error}
            isPending={evaluating.isFetching}
            onTry={setAttempt}
            onSelect={select}
          />
        </div>
      </Stack>
      {isSaving && (
        <SaveModal
          workflow={workflow}
          base={draft.base}
          text={text}
          onSaved={() => setSaving(false)}
          onClose={() => setSaving(false)}
        />
      )}
    </EditorContext>
  );
}
