// Text with highlighting, completion and marked errors. Load it lazily: see JsonEditor.tsx.

import { useComputedColorScheme } from "@mantine/core";
import { defaultHighlightStyle, syntaxHighlighting, HighlightStyle } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef, useState } from "react";

export interface CodeEditorProps {
  /** What is edited, for who does not see it. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The language and what comes with it. Keep it the same object between renders. */
  extensions: Extension;
  readOnly?: boolean;
  minHeight?: string;
  maxHeight?: string;
}

const DARK = HighlightStyle.define([
  { tag: tags.string, color: "#9fd8a8" },
  { tag: tags.number, color: "#e9b04e" },
  { tag: [tags.bool, tags.null, tags.keyword, tags.operator], color: "#bfa1f0" },
  { tag: tags.propertyName, color: "#86bbf2" },
  { tag: tags.comment, color: "#a3adb5" },
]);

const LOOK = EditorView.theme({
  "&": {
    border: "1px solid var(--pm-line)",
    borderRadius: "var(--mantine-radius-sm)",
    background: "var(--pm-surface)",
    fontSize: "var(--mantine-font-size-sm)",
  },
  "&.cm-focused": { outline: "2px solid var(--mantine-color-anchor)" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", overflow: "auto" },
  ".cm-gutters": {
    background: "transparent",
    border: "none",
    color: "var(--mantine-color-dimmed)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { background: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
  ".cm-tooltip": {
    background: "var(--pm-surface)",
    color: "var(--mantine-color-text)",
    border: "1px solid var(--pm-line)",
  },
});

export default function CodeEditor(props: CodeEditorProps) {
  const { label, value, onChange, extensions, readOnly = false } = props;
  const { minHeight = "8rem", maxHeight = "60vh" } = props;
  const isDark = useComputedColorScheme() === "dark";
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });

  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          basicSetup,
          LOOK,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.theme({
            ".cm-content, .cm-gutter": { minHeight },
            ".cm-scroller": { maxHeight },
          }),
          EditorState.readOnly.of(readOnly),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
          highlighting.of([]),
          language.of([]),
        ],
      }),
    });
    setView(made);
    return () => made.destroy();
    // The text is kept in step below; anything else makes another editor.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [label, readOnly, minHeight, maxHeight]);

  useEffect(() => {
    view?.dispatch({ effects: language.reconfigure(extensions) });
  }, [view, extensions]);

  useEffect(() => {
    const style = syntaxHighlighting(isDark ? DARK : defaultHighlightStyle);
    view?.dispatch({ effects: highlighting.reconfigure(style) });
  }, [view, isDark]);

  useEffect(() => {
    if (view === null || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [view, value]);

  return <div ref={place} />;
}

const highlighting = new Compartment();
const language = new Compartment();
