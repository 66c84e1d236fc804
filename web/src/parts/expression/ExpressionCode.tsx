// The language of routing expressions for the code editor: load it lazily, see ExpressionEditor.tsx.

import { autocompletion, completionStatus } from "@codemirror/autocomplete";
import { linter } from "@codemirror/lint";
import type { Diagnostic } from "@codemirror/lint";
import { Prec } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder as whileEmpty } from "@codemirror/view";
import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import CodeEditor from "@/parts/editor/CodeEditor";
import type { CodeEditorProps } from "@/parts/editor/CodeEditor";
import { attributesQuery } from "@/parts/expression/attributes";
import { completeWith } from "@/parts/expression/completion";
import { evaluationQuery, PAUSE_MS, spanAt } from "@/parts/expression/evaluation";
import type { Subject } from "@/parts/expression/evaluation";
import { expressionLanguage } from "@/parts/expression/highlighting";

interface Props extends Omit<CodeEditorProps, "extensions"> {
  workspaceSid: string;
  of: Subject;
  /** The element that says what is wrong and what matches. */
  describedBy: string;
  /** What could be written, while nothing is. */
  placeholder: string;
  /** Whether Enter begins no further line. */
  isLine: boolean;
}

/** A field of a form rather than a file: no numbers of lines. */
const LOOK = EditorView.theme({
  ".cm-gutters": { display: "none !important" },
  ".cm-content": { padding: "0.45rem 0.25rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "14rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--mantine-color-signal-8)",
    color: "white",
  },
  ".cm-placeholder": { color: "var(--mantine-color-dimmed)" },
  ".cm-completionMatchedText": { fontWeight: "600", textDecoration: "none" },
});

/** Escape closes the completions first, and only then the dialog around the field. */
const ESCAPE = EditorView.contentAttributes.of(({ state }) => ({
  "data-mantine-stop-propagation": String(completionStatus(state) !== null),
}));

/** Enter accepts a completion, and does nothing else. */
const LINE = Prec.high(keymap.of([{ key: "Enter", run: () => true }]));

export default function ExpressionCode(props: Props) {
  const { workspaceSid, of, describedBy, placeholder, isLine, ...code } = props;
  const queries = useQueryClient();
  const extensions = useMemo<Extension>(
    () => [
      expressionLanguage,
      autocompletion({
        override: [completeWith(() => attributesOf(queries, workspaceSid, of))],
        icons: false,
      }),
      linter(({ state }) => wrongIn(queries, workspaceSid, of, state.doc.toString()), {
        delay: PAUSE_MS,
      }),
      EditorView.contentAttributes.of({ "aria-describedby": describedBy }),
      LOOK,
      ESCAPE,
      whileEmpty(placeholder),
      isLine ? LINE : [],
    ],
    [queries, workspaceSid, of, describedBy, placeholder, isLine],
  );
  return <CodeEditor {...code} extensions={extensions} />;
}

async function attributesOf(queries: QueryClient, workspaceSid: string, of: Subject) {
  if (of === "tasks") return [];
  const seen = await queries.query(attributesQuery(workspaceSid)).catch(() => []);
  if (of === "workers") return seen;
  return seen.map((attribute) => ({ ...attribute, path: `worker.${attribute.path}` }));
}

/** The error of the expression, at its place. The answer is the one that the field shows. */
async function wrongIn(
  queries: QueryClient,
  workspaceSid: string,
  of: Subject,
  expression: string,
): Promise<Diagnostic[]> {
  if (expression.trim() === "") return [];
  const query = evaluationQuery(workspaceSid, of, expression);
  const evaluation = await queries.query(query).catch(() => null);
  if (evaluation?.error == null || evaluation.position === null) return [];
  const span = spanAt(expression, evaluation.position);
  return [{ ...span, severity: "error", message: evaluation.error }];
}
