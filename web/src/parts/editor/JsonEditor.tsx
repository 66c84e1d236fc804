// A JSON editor that marks where the text is wrong. It is loaded when it is first shown.

import { Input, Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";

import { jsonErrorOf } from "@/parts/editor/json";

const JsonCode = lazy(() => import("@/parts/editor/JsonCode"));

interface Props {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  /** What the server said of it. */
  error?: string | null;
  readOnly?: boolean;
  minHeight?: string;
  maxHeight?: string;
}

export function JsonEditor({ label, description, error, ...code }: Props) {
  const wrong = error ?? (code.value.trim() === "" ? null : jsonErrorOf(code.value));
  return (
    <Input.Wrapper label={label} labelElement="div" description={description} error={wrong}>
      <Suspense fallback={<Skeleton height={code.minHeight ?? "8rem"} />}>
        <JsonCode label={label} {...code} />
      </Suspense>
    </Input.Wrapper>
  );
}
