// A field for a routing expression: it completes, says at once what matches, and marks errors.

import { Input, Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useId } from "react";
import type { ReactNode } from "react";

import { evaluationQuery, PAUSE_MS } from "@/parts/expression/evaluation";
import type { Subject } from "@/parts/expression/evaluation";
import { Matches } from "@/parts/expression/Matches";

const ExpressionCode = lazy(() => import("@/parts/expression/ExpressionCode"));
const route = getRouteApi("/inside/workspaces/$workspaceSid");

interface Props {
  label: string;
  description?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** What the server said of it when it was to be saved. */
  error?: string | null | undefined;
  /** What it selects. It is not evaluated while it is empty. */
  of: Subject;
  readOnly?: boolean;
  placeholder?: string;
  /** It narrows a list, which shows what matches; it is written in one line. */
  isFilter?: boolean;
  minHeight?: string;
  maxHeight?: string;
}

/** As high as the fields beside it, within its border. */
const FIELD = "calc(2.25rem - 2px)";

export function ExpressionEditor(props: Props) {
  const { label, description, error, of, isFilter = false, maxHeight = "10rem" } = props;
  const { value, onChange, readOnly = false, placeholder = "" } = props;
  const { minHeight = isFilter ? FIELD : "2.3rem" } = props;
  const { workspaceSid } = route.useParams();
  const describedBy = useId();
  const [settled] = useDebouncedValue(value, PAUSE_MS);
  const isEmpty = settled.trim() === "";
  const query = useQuery({
    ...evaluationQuery(workspaceSid, of, settled),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
  });
  const evaluation = isEmpty ? undefined : query.data;
  const wrong = error ?? evaluation?.error ?? (isEmpty ? null : query.error?.message);
  return (
    <Input.Wrapper label={label} labelElement="div" description={description}>
      <div style={{ marginTop: isFilter ? 0 : 4 }}>
        <Suspense fallback={<Skeleton height={minHeight} />}>
          <ExpressionCode
            {...{ label, value, onChange, readOnly, minHeight, maxHeight, workspaceSid, of }}
            {...{ describedBy, placeholder }}
            isLine={isFilter}
          />
        </Suspense>
      </div>
      <div id={describedBy} aria-live="polite" style={{ minHeight: "1.4rem", marginTop: 4 }}>
        {wrong == null ? (
          <Matches {...{ of, evaluation, workspaceSid }} isCountOnly={isFilter} />
        ) : (
          <Input.Error>{wrong}</Input.Error>
        )}
      </div>
    </Input.Wrapper>
  );
}
