// The JSON language for the code editor.

import { json, jsonParseLinter } from "@codemirror/lang-json";
import { linter } from "@codemirror/lint";

import CodeEditor from "@/parts/editor/CodeEditor";
import type { CodeEditorProps } from "@/parts/editor/CodeEditor";

const JSON_LANGUAGE = [json(), linter(jsonParseLinter())];

export default function JsonCode(props: Omit<CodeEditorProps, "extensions">) {
  return <CodeEditor {...props} extensions={JSON_LANGUAGE} />;
}
