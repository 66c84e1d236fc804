// What the parts of a workflow's editor have in common: the draft, and where one is in it.

import { createContext, useContext } from "react";

import type { TaskQueue } from "@/api/resources";

import type { Document } from "./document";
import type { Edited } from "./editing";
import type { FindingsAt } from "./findings";
import type { Place } from "./places";

export interface Editor {
  document: Document;
  findings: FindingsAt;
  queues: readonly TaskQueue[];
  /** Whether who is signed in may change it, and the text can be read, so that it can be changed. */
  mayEdit: boolean;
  /** Change a field of what is at a place. */
  set: (place: Place, key: string, value: string | number | undefined) => void;
  /** Add, remove or move something, and go to where it is. */
  apply: (change: (document: Document) => Edited) => void;
  select: (place: Place | null) => void;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("This is only there within a workflow's editor");
  return editor;
}
