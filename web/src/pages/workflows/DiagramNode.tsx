// A filter, a target or a queue, as the diagram shows it.

import { VisuallyHidden } from "@mantine/core";
import { Handle, Position } from "@xyflow/react";
import type { Node, NodeProps } from "@xyflow/react";

import { Dot } from "@/parts/State";

import classes from "./Diagram.module.css";
import type { GraphNode } from "./graph";

export type DrawnNode = Node<{
  node: GraphNode;
  /** How much the linter says of it. */
  findings: number;
  /** Whether a tried task comes here; null when none is tried. */
  isOnPath: boolean | null;
  /** At which step it does. */
  order: number | undefined;
}>;

export function DiagramNode({ data, selected }: NodeProps<DrawnNode>) {
  const { node, findings, isOnPath, order } = data;
  return (
    <div
      className={classes.node}
      data-kind={node.kind}
      data-selected={selected}
      data-on-path={isOnPath}
    >
      <Handle id="top" type="target" position={Position.Top} className={classes.handle ?? ""} />
      <Handle id="left" type="target" position={Position.Left} className={classes.handle ?? ""} />
      <div className={classes.title}>
        <VisuallyHidden>{node.owner} </VisuallyHidden>
        <span className={classes.name}>{node.title}</span>
        {order !== undefined && (
          <span className={classes.order}>
            <VisuallyHidden>step </VisuallyHidden>
            {order}
          </span>
        )}
        {findings > 0 && (
          <>
            <Dot colour="amber" />
            <VisuallyHidden>{findings === 1 ? "1 warning" : `${findings} warnings`}</VisuallyHidden>
          </>
        )}
      </div>
      {node.lines.map(([label, text]) => (
        <div key={label} className={classes.line} title={text}>
          <span className={classes.label}>{label}</span> {text}
        </div>
      ))}
      <Handle
        id="bottom"
        type="source"
        position={Position.Bottom}
        className={classes.handle ?? ""}
      />
      <Handle id="right" type="source" position={Position.Right} className={classes.handle ?? ""} />
    </div>
  );
}
