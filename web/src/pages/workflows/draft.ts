// A draft of a workflow's document: one text, which the form, the diagram and the JSON all change.

import { read, unfold, write } from "./document";
import type { Document } from "./document";

export interface Draft {
  /** What was stored when the draft was begun, or last taken note of. */
  readonly base: string;
  readonly text: string;
  /** The text as a document; while it cannot be read, the last that could be. */
  readonly document: Document;
  /** Why the text cannot be read. */
  readonly problem: string | null;
  /** Texts to go back to, the latest last. */
  readonly past: readonly string[];
  /** What the latest change was about: more of the same is undone with it. */
  readonly topic: string | null;
}

const NOTHING: Document = { root: {}, indent: 2 };
const PAST_MAX = 100;

export function begin(stored: string): Draft {
  const text = unfold(stored);
  const { document, problem } = read(text);
  return { base: stored, text, document: document ?? NOTHING, problem, past: [], topic: null };
}

/** The draft with a text that somebody typed. */
export function type(draft: Draft, text: string): Draft {
  return change(draft, text, "json");
}

/** The draft with a document that the form has changed. */
export function edit(draft: Draft, document: Document, topic: string): Draft {
  return change(draft, write(document), topic);
}

export function undo(draft: Draft): Draft {
  const text = draft.past.at(-1);
  if (text === undefined) return draft;
  return { ...withText(draft, text), past: draft.past.slice(0, -1), topic: null };
}

export function isDirty(draft: Draft): boolean {
  return draft.text !== unfold(draft.base);
}

/** What is stored has changed: a draft without changes of its own, or with the same, follows. */
export function follow(draft: Draft, stored: string): Draft {
  if (stored === draft.base) return draft;
  if (!isDirty(draft)) return begin(stored);
  return draft.text === unfold(stored) ? keep(draft, stored) : draft;
}

/** Go on with the draft, knowing what is stored by now. */
export function keep(draft: Draft, stored: string): Draft {
  return { ...draft, base: stored };
}

/** Go on with a text that was written in an earlier draft; what there is by now can be undone to. */
export function resume(draft: Draft, { base, text }: Pick<Draft, "base" | "text">): Draft {
  return { ...change({ ...draft, base }, text, "resumed"), topic: null };
}

function change(draft: Draft, text: string, topic: string): Draft {
  if (text === draft.text) return draft;
  const isMore = draft.topic === topic;
  const past = isMore ? draft.past : [...draft.past, draft.text].slice(-PAST_MAX);
  return { ...withText(draft, text), past, topic };
}

function withText(draft: Draft, text: string): Draft {
  const { document, problem } = read(text);
  return { ...draft, text, document: document ?? draft.document, problem };
}
