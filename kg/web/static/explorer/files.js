// What is shown, to take along: pictures, files for Gephi and the like, and the SPARQL that gives the same edges.
import { ask } from "./api.js";
import { byId, colour, fill } from "./dom.js";
import { called } from "./names.js";
import { picture } from "./svg.js";

export const FORMATS = { png: "PNG picture", svg: "SVG picture", gexf: "GEXF (Gephi)", graphml: "GraphML", sparql: "SPARQL query" };

/** Saves, or for SPARQL shows, what is seen. */
export async function take(form, cy, seen, state) {
  if (form === "png") return save(await cy.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: colour("paper") }), "explorer.png");
  if (form === "svg") return save(new Blob([picture(cy, document.title, colour("paper"))], { type: "image/svg+xml" }), "explorer.svg");
  if (form === "gexf") return save(new Blob([gexf(cy, seen, state)], { type: "application/gexf+xml" }), "explorer.gexf");
  if (form === "graphml") return save(new Blob([graphml(cy, seen, state)], { type: "application/graphml+xml" }), "explorer.graphml");
  const text = sparql(await ask("/api/explore/sparql"), seen, state);
  byId("query").value = text;
  const address = `/sparql?${new URLSearchParams({ query: text, format: "tsv" })}`;
  byId("run").hidden = address.length > 8000; // what a URL of this server may measure
  byId("run").href = address;
  byId("asked").showModal();
  return undefined;
}

function save(blob, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

const whens = (edge) => edge.facts.map((fact) => fact.when).filter(Boolean).sort();
const NODE = [["kind", "string", (node) => node.kind], ["iri", "string", (node) => node.iri], ["facts", "integer", (node) => node.facts]];
const EDGE = [["kind", "string", (edge) => edge.kind], ["relation", "string", (edge) => edge.label], ["facts", "string", (edge) => edge.facts.map((fact) => fact.id).join(" | ")],
  ["articles", "string", (edge) => [...new Set(edge.facts.map((fact) => fact.article.id))].join(" | ")],
  ["first", "string", (edge) => whens(edge)[0] ?? ""], ["last", "string", (edge) => whens(edge).at(-1) ?? ""]];

/** Builds XML by the DOM, so that every text is escaped; what XML cannot hold is left out. */
function xml(namespace, root) {
  const made = document.implementation.createDocument(namespace, root);
  const add = (parent, tag, attributes = {}, text = undefined) => {
    const element = made.createElementNS(tag.startsWith("viz:") ? "http://gexf.net/1.3/viz" : namespace, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, clean(value));
    if (text !== undefined) element.textContent = clean(text);
    parent.append(element);
    return element;
  };
  return { root: made.documentElement, add, text: () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n` };
}

const clean = (value) => String(value).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

function gexf(cy, seen, state) {
  const { root, add, text } = xml("http://gexf.net/1.3", "gexf");
  root.setAttribute("version", "1.3");
  const graph = add(root, "graph", { defaultedgetype: "directed", mode: "static" });
  for (const [of, fields] of [["node", NODE], ["edge", EDGE]]) {
    const declared = add(graph, "attributes", { class: of });
    for (const [name, type] of fields) add(declared, "attribute", { id: name, title: name, type });
  }
  const values = (parent, fields, one) => { const inside = add(parent, "attvalues"); for (const [name, , value] of fields) add(inside, "attvalue", { for: name, value: value(one) }); };
  const nodes = add(graph, "nodes");
  for (const node of seen.nodes) {
    const element = add(nodes, "node", { id: node.id, label: called(node, state) });
    values(element, NODE, node);
    const drawn = cy.getElementById(node.id);
    const { x, y } = drawn.position();
    const [r, g, b] = drawn.style("background-color").match(/\d+/g) ?? [153, 153, 153];
    add(element, "viz:color", { r, g, b });
    add(element, "viz:position", { x: x.toFixed(1), y: (-y).toFixed(1), z: 0 });
    add(element, "viz:size", { value: drawn.data("size") });
  }
  const edges = add(graph, "edges");
  for (const edge of seen.edges) values(add(edges, "edge", { id: edge.id, source: edge.source.id, target: edge.target.id, label: edge.label, weight: edge.facts.length }), EDGE, edge);
  return text();
}

function graphml(cy, seen, state) {
  const { root, add, text } = xml("http://graphml.graphdrawing.org/xmlns", "graphml");
  const types = { string: "string", integer: "int", double: "double" };
  const nodeFields = [["label", "string", (node) => called(node, state)], ...NODE, ["x", "double", (node) => cy.getElementById(node.id).position().x.toFixed(1)],
    ["y", "double", (node) => cy.getElementById(node.id).position().y.toFixed(1)]];
  const edgeFields = [["weight", "integer", (edge) => edge.facts.length], ...EDGE];
  for (const [of, fields] of [["node", nodeFields], ["edge", edgeFields]])
    for (const [name, type] of fields) add(root, "key", { id: `${of}-${name}`, for: of, "attr.name": name, "attr.type": types[type] });
  const graph = add(root, "graph", { edgedefault: "directed" });
  const values = (of, parent, fields, one) => { for (const [name, , value] of fields) add(parent, "data", { key: `${of}-${name}` }, value(one)); };
  for (const node of seen.nodes) values("node", add(graph, "node", { id: node.id }), nodeFields, node);
  for (const edge of seen.edges) values("edge", add(graph, "edge", { id: edge.id, source: edge.source.id, target: edge.target.id }), edgeFields, edge);
  return text();
}

/** The query whose rows are the facts that are seen, made of those that the server finds edges by. */
export function sparql({ prefixes, edges }, seen, state) {
  const named = (iri) => {
    const [name, base] = Object.entries(prefixes).filter(([, one]) => iri.startsWith(one)).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
    const rest = base ? iri.slice(base.length) : "";
    return /^[A-Za-z][\w-]*$/.test(rest) ? `${name}:${rest}` : `<${iri}>`;
  };
  const quoted = (value) => `"${value.replace(/[\\"]/g, "\\$&").replace(/[\n\r]/g, " ")}"`;
  const nodes = seen.nodes.map((node) => named(node.iri)).join(" ");
  const kinds = [...new Set(seen.edges.map((edge) => edge.kind))].filter((kind) => edges[kind]);
  const parts = kinds.flatMap((kind) => edges[kind].map((text) => `  {\n${text.trim().replace(/^/gm, "    ")}\n  }`));
  const off = state.off;
  const labels = [...new Set(seen.edges.map((edge) => edge.label))].map((label) => quoted(label.replaceAll(" ", "-")));
  const lines = [`  FILTER(REPLACE(STR(?label), "^.*[/#]", "") IN (${labels.join(", ")}))`];
  if (Number(state.certainty)) lines.push(`  FILTER(?confidence >= ${(Number(state.certainty) / 100).toFixed(2)})`);
  lines.push("  OPTIONAL { ?article dkg:publishedOn ?published }");
  if (state.from) lines.push(`  FILTER(STR(COALESCE(?date, ?published)) >= SUBSTR(${quoted(state.from)}, 1, STRLEN(STR(COALESCE(?date, ?published)))))`);
  if (state.to) lines.push(`  FILTER(SUBSTR(STR(COALESCE(?date, ?published)), 1, ${state.to.length}) <= ${quoted(state.to)})`);
  if (off.outlet.length || off.country.length) lines.push("  OPTIONAL { ?article dkg:outlet ?outlet . ?outlet rdfs:label ?name OPTIONAL { ?outlet dkg:outletCountry ?country } }");
  if (off.outlet.length) lines.push(`  FILTER(!BOUND(?name) || STR(?name) NOT IN (${off.outlet.map(quoted).join(", ")}))`);
  if (off.country.length) lines.push(`  FILTER(!BOUND(?country) || STR(?country) NOT IN (${off.country.map(quoted).join(", ")}))`);
  if (seen.answerOnly) lines.push(`  VALUES ?fact { ${[...new Set(seen.edges.flatMap((edge) => edge.facts.map((fact) => named(`${fact.article.iri}/${fact.id}`))))].join(" ")} }`);
  return `# What the explorer shows: ${seen.edges.length} edges between ${seen.nodes.length} nodes.
SELECT DISTINCT ?source ?label ?target ?fact ?date ?quote ?article
WHERE {
  VALUES ?source { ${nodes} }
  VALUES ?target { ${nodes} }
${parts.join("\n  UNION\n")}
${lines.join("\n")}
}
ORDER BY ?source ?target ?label ?fact
`;
}

export function copying() {
  byId("copy").addEventListener("click", async () => {
    byId("query").select();
    try { await navigator.clipboard.writeText(byId("query").value); fill(byId("copy"), "Copied"); } catch { document.execCommand("copy"); }
  });
}
