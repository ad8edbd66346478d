// What is seen, as the picture's elements: their data, which its style reads.
import { styleOf } from "./drawing.js";
import { count } from "./dom.js";
import { called, verb } from "./names.js";

/** Nodes and edges; `headings` stand over columns. */
export function elements(seen, state, sizes, headings) {
  const nodes = [...seen.nodes, ...seen.groups].map((node) => {
    const inside = seen.inside.get(node.id) ?? 0;
    return { data: { id: node.id, kind: node.kind, facts: node.facts, size: sizes.get(node.id), label: `${called(node, state)}${inside ? ` (+${inside})` : ""}`, inside,
      pinned: state.pins[node.id] ? 1 : 0, group: node.group ? 1 : 0, aside: state.layout !== "bipartite" ? "" : node.kind === "Topic" ? "right" : "left" } };
  });
  const over = headings.map(({ text }, at) => ({ data: { id: `heading:${at}`, label: text, heading: 1, size: 1, facts: 0 }, classes: "heading" }));
  const edges = seen.edges.map((edge) => ({ data: { id: edge.id, source: edge.source.id, target: edge.target.id, line: styleOf(edge),
    label: `${verb(edge)}${edge.facts.length > 1 ? ` (${edge.facts.length})` : ""}`, width: 1.2 + Math.min(5, Math.sqrt(edge.facts.length) - 1) } }));
  for (const group of seen.groups) for (const { node, count: times } of group.edges) {
    if (seen.shownNodes.has(node.id)) edges.push({ data: { id: `${group.id}-${node.id}`, source: node.id, target: group.id, line: "relation", label: count(times, "edge"), width: 1 } });
  }
  return [[...nodes, ...over], edges];
}
