// An expression that narrows a list: it takes effect by itself, as soon as it can be read.

import { Box } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";

import { evaluationQuery, PAUSE_MS } from "@/parts/expression/evaluation";
import type { Subject } from "@/parts/expression/evaluation";
import { ExpressionEditor } from "@/parts/expression/ExpressionEditor";
import { useDraft } from "@/parts/useDraft";

interface Props {
  workspaceSid: string;
  of: Subject;
  placeholder: string;
  /** What narrows the list at present. */
  value: string | undefined;
  onChange: (expression: string | undefined) => void;
  /** How it takes part in a row of fields. */
  flex?: string;
}

export function ExpressionFilter(props: Props) {
  const { workspaceSid, of, placeholder, value, onChange, flex } = props;
  const { text, hold, settle } = useDraft(value, onChange);
  const [paused] = useDebouncedValue(text, PAUSE_MS);
  const isEmpty = paused.trim() === "";
  const { data } = useQuery({ ...evaluationQuery(workspaceSid, of, paused), enabled: !isEmpty });
  const isReadable = isEmpty || data?.valid === true;
  const takeEffect = useEffectEvent(() => {
    if (paused === text) settle(text);
  });
  useEffect(() => {
    if (isReadable) takeEffect();
  }, [isReadable, paused]);
  return (
    <Box flex={flex} miw={0}>
      <ExpressionEditor
        label="Expression"
        placeholder={placeholder}
        of={of}
        value={text}
        onChange={hold}
        isFilter
      />
    </Box>
  );
}
