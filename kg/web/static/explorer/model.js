// The network as the server sent it, and the part of it that the filters leave. No drawing here.

const DAY = 86_400_000;

/** The days that a date of any precision may mean: [first, last], or null for none. */
export function days(date) {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => (part ? Number(part) : 0));
  const at = (y, m, d) => { const when = new Date(0); when.setUTCFullYear(y, m, d); return Math.floor(when.getTime() / DAY); };
  if (day) return [at(year, month - 1, day), at(year, month - 1, day)];
  return month ? [at(year, month - 1, 1), at(year, month, 0)] : [at(year, 0, 1), at(year, 11, 31)];
}

/** The server's answer with its numbers replaced by what they point to. */
export function understood(answer) {
  const nodes = answer.nodes.map((node) => ({ ...node }));
  const articles = answer.articles;
  const edges = answer.edges.map((edge, place) => ({
    id: `edge${place}`, source: nodes[edge.source], target: nodes[edge.target], kind: edge.kind, label: edge.label,
    facts: edge.facts.map((fact) => {
      const article = articles[fact.article];
      const when = fact.date || article.published;
      return { ...fact, article, when, days: days(when), key: `article:${article.iri.split("/").pop()}/${fact.id}` };
    }),
  }));
  const groups = answer.groups.map((group) => ({
    id: `group:${group.kind}`, kind: group.kind, label: `${group.nodes.toLocaleString("en")} more (${group.kind})`, group: true,
    facts: 0, neighbours: group.edges.length, names: [], edges: group.edges.map((edge) => ({ node: nodes[edge.node], count: edge.count })),
  }));
  return { ...answer, nodes, edges, groups, ways: answer.ways.map((way) => way.map((place) => nodes[place])),
    named: edges.some((edge) => edge.facts.some((fact) => fact.named)) };
}

/** Which edges and nodes the state's filters leave, each edge with the facts that are left of it. */
export function visible(network, state) {
  const off = Object.fromEntries(Object.entries(state.off).map(([name, values]) => [name, new Set(values)]));
  const fits = factFilter(network, state, off);
  const nodeFits = (node) => !off.class.has(node.kind) && !(node.kind === "Topic" && off.topic.has(node.id));
  let edges = [];
  for (const edge of network.edges) {
    if (edge.kind === "position" ? off.stance.has(edge.label) : off.relation.has(`${edge.kind}/${edge.label}`)) continue;
    if (!nodeFits(edge.source) || !nodeFits(edge.target)) continue;
    const facts = edge.facts.filter(fits);
    if (facts.length) edges.push({ ...edge, facts });
  }
  const asked = new Set([...[...state.start, ...state.expand, ...state.add].map((value) => value.split(",")[0]), ...state.path.split(",")]);
  const beside = neighbours(edges);
  const folded = foldedInto(state.collapse, beside, asked);
  edges = edges.filter((edge) => !folded.has(edge.source.id) && !folded.has(edge.target.id));
  const nodes = network.nodes.filter((node) => nodeFits(node) && !folded.has(node.id) && (beside.has(node.id) || asked.has(node.id)));
  const inside = new Map();
  for (const into of folded.values()) inside.set(into, (inside.get(into) ?? 0) + 1);
  return { nodes, edges, groups: network.groups.filter((group) => !off.class.has(group.kind)), inside,
    facts: new Set(edges.flatMap((edge) => edge.facts.map((fact) => fact.key))).size };
}

/** Whether a fact passes the filters on facts; `except` names one that is left out of account. */
export function factFilter(network, state, off, except = "") {
  const certainty = Number(state.certainty) / 100;
  const first = except === "time" ? null : days(state.from)?.[0] ?? null;
  const last = except === "time" ? null : days(state.to)?.[1] ?? null;
  const answerOnly = network.named && state.facts === "answer";
  return (fact) => {
    if (answerOnly && !fact.named) return false;
    if (fact.confidence < certainty) return false;
    if (off.outlet.has(fact.article.outlet) || off.country.has(fact.article.country)) return false;
    if (first === null && last === null) return true;
    return fact.days !== null && (first === null || fact.days[1] >= first) && (last === null || fact.days[0] <= last);
  };
}

/** Node id -> ids of the nodes beside it. */
export function neighbours(edges) {
  const found = new Map();
  const join = (one, other) => found.set(one, (found.get(one) ?? new Set()).add(other));
  for (const { source, target } of edges) if (source !== target) { join(source.id, target.id); join(target.id, source.id); }
  return found;
}

/** The nodes that hang on a collapsed one alone, and on which. */
function foldedInto(collapsed, beside, asked) {
  const found = new Map();
  for (const node of collapsed) {
    for (const other of beside.get(node) ?? []) {
      if (beside.get(other).size === 1 && !asked.has(other) && !collapsed.includes(other)) found.set(other, node);
    }
  }
  return found;
}

/** The values that a filter offers for what the server sent, with how many facts or nodes each has. */
export function choices(network, state) {
  const answered = network.named && state.facts === "answer";
  const edges = answered ? network.edges.filter((edge) => edge.facts.some((fact) => fact.named)) : network.edges;
  const nodes = answered ? [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))] : network.nodes;
  const tally = Object.fromEntries(["class", "stance", "relation", "topic", "outlet", "country"].map((name) => [name, new Map()]));
  const add = (name, value, by = 1) => tally[name].set(value, (tally[name].get(value) ?? 0) + by);
  for (const node of nodes) {
    add("class", node.kind);
    if (node.kind === "Topic") add("topic", node.id, node.facts);
  }
  for (const edge of edges) {
    if (edge.kind === "position") add("stance", edge.label, edge.facts.length);
    else add("relation", `${edge.kind}/${edge.label}`, edge.facts.length);
    for (const fact of edge.facts) {
      if (fact.article.outlet) add("outlet", fact.article.outlet);
      if (fact.article.country) add("country", fact.article.country);
    }
  }
  return tally;
}
