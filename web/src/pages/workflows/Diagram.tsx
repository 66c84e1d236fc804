// The diagram of a workflow. It is loaded when it is first shown.

import "@xyflow/react/dist/style.css";

import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { Controls, MarkerType, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import type { Edge, NodeChange } from "@xyflow/react";
import { useEffect, useMemo } from "react";

import classes from "./Diagram.module.css";
import { DiagramNode } from "./DiagramNode";
import type { DrawnNode } from "./DiagramNode";
import type { FindingsAt } from "./findings";
import type { EdgeKind, Graph } from "./graph";
import { layOut } from "./layout";
import type { Path } from "./path";

interface Props {
  graph: Graph;
  findings: FindingsAt;
  path: Path | null;
  /** The id of the node that is edited. */
  selected: string | null;
  onSelect: (id: string | null) => void;
}

const NODE_TYPES = { node: DiagramNode };
const PADDING = 20;
/** What the buttons below take. */
const CONTROLS = 60;
const [ZOOM_MIN, ZOOM_MAX] = [0.6, 1];
const [HEIGHT_MIN, HEIGHT_MAX] = [280, 640];

/** On which sides an edge leaves and comes in. */
const SIDES: Record<EdgeKind, readonly [string, string]> = {
  next: ["bottom", "top"],
  onward: ["bottom", "top"],
  match: ["right", "left"],
  queue: ["right", "left"],
};

const WORDS = {
  "node.a11yDescription.default": "Enter opens it in the form.",
  "node.a11yDescription.keyboardDisabled": "Enter opens it in the form.",
  "controls.ariaLabel": "The view of the diagram",
};

export default function Diagram(props: Props) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ graph, findings, path, selected, onSelect }: Props) {
  const layout = useMemo(() => layOut(graph), [graph]);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const zoom = clamp(width / (layout.width + 2 * PADDING), ZOOM_MIN, ZOOM_MAX);
  const height = clamp(layout.height * zoom + PADDING + CONTROLS, HEIGHT_MIN, HEIGHT_MAX);
  const flow = useReactFlow();
  useEffect(() => {
    if (width > 0) void flow.setViewport({ x: PADDING, y: PADDING, zoom });
  }, [flow, width, zoom]);

  // What is edited is in sight, wherever it was opened.
  const edited = selected === null ? undefined : layout.boxes.get(selected);
  useEffect(() => {
    if (edited === undefined) return;
    const view = flow.getViewport();
    const [top, bottom] = [edited.y * view.zoom, (edited.y + edited.height) * view.zoom];
    if (view.y + top >= 0 && view.y + bottom <= height) return;
    const least = Math.min(height - CONTROLS - layout.height * view.zoom, PADDING);
    const y = clamp((height - top - bottom) / 2, least, PADDING);
    void flow.setViewport({ ...view, y });
  }, [flow, edited, height, layout.height]);

  const nodes = useMemo(
    () =>
      graph.nodes.map((node): DrawnNode => {
        const { x, y, ...size } = layout.boxes.get(node.id) ?? NOWHERE;
        const isEdited = node.place !== null;
        return {
          id: node.id,
          type: "node",
          position: { x, y },
          ...size,
          measured: size,
          selectable: isEdited,
          focusable: isEdited,
          selected: node.id === selected,
          ariaRole: isEdited ? "button" : "group",
          data: {
            node,
            findings: findings.get(node.id)?.length ?? 0,
            isOnPath: path?.nodes.has(node.id) ?? null,
            order: path?.order.get(node.id),
          },
        };
      }),
    [graph, layout, findings, path, selected],
  );
  const edges = useMemo(() => graph.edges.map((edge) => draw(edge, path)), [graph, path]);

  return (
    <div ref={ref} className={classes.diagram} style={{ height }}>
      <ReactFlow
        aria-label="Diagram of the workflow"
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={(changes) => {
          const id = selectedBy(changes);
          if (id !== null) onSelect(id);
        }}
        onPaneClick={() => onSelect(null)}
        colorMode={useComputedColorScheme()}
        ariaLabelConfig={WORDS}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        minZoom={0.3}
        maxZoom={1.5}
      >
        <Controls showInteractive={false} orientation="horizontal" />
      </ReactFlow>
    </div>
  );
}

const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };

function draw({ id, from, to, kind, label }: Graph["edges"][number], path: Path | null): Edge {
  const isOnPath = path?.edges.has(id) ?? false;
  const colour = isOnPath ? "var(--mantine-color-anchor)" : "var(--pm-grey)";
  const [sourceHandle, targetHandle] = SIDES[kind];
  return {
    id,
    source: from,
    target: to,
    sourceHandle,
    targetHandle,
    label,
    type: kind === "queue" || kind === "match" ? "default" : "straight",
    selectable: false,
    className: isOnPath ? "on-path" : "",
    style: {
      stroke: colour,
      strokeWidth: isOnPath ? 2.5 : 1,
      opacity: path && !isOnPath ? 0.5 : 1,
    },
    labelStyle: { fill: "var(--mantine-color-text)" },
    labelBgStyle: { fill: "var(--pm-surface)" },
    markerEnd: { type: MarkerType.ArrowClosed, color: colour },
  };
}

function selectedBy(changes: readonly NodeChange[]): string | null {
  for (const change of changes) {
    if (change.type === "select" && change.selected) return change.id;
  }
  return null;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
