// How large a node is drawn: by what is seen of it, or by the actor's place in the network of who agrees with whom.
import { neighbours } from "./model.js";

export const SIZES = {
  facts: { text: "facts shown" }, neighbours: { text: "neighbours shown" }, same: { text: "all alike" },
  agreement: { text: "agreement with others", measured: true }, betweenness: { text: "betweenness", measured: true },
  brokerage: { text: "brokerage (1 − constraint)", measured: true },
};
const LEAST = 14, MOST = 58, PLAIN = 24;

/** Diameter of each node, Map id -> pixels; areas grow with the measure. */
export function sizesOf(by, seen, measures, scale) {
  const beside = neighbours(seen.edges);
  const facts = new Map();
  for (const { source, target, facts: mine } of seen.edges) for (const end of [source.id, target.id]) facts.set(end, (facts.get(end) ?? 0) + mine.length);
  const value = { facts: (id) => facts.get(id) ?? 0, neighbours: (id) => beside.get(id)?.size ?? 0, same: () => 0 }[by] ?? ((id) => measures?.[id]?.[by] ?? 0);
  const most = Math.max(...seen.nodes.map((node) => value(node.id)), 0);
  const size = (id) => (by === "same" || !most ? PLAIN : LEAST + (MOST - LEAST) * Math.sqrt(value(id) / most));
  return new Map([...seen.nodes.map((node) => [node.id, scale * size(node.id)]), ...seen.groups.map((group) => [group.id, scale * 44])]);
}
