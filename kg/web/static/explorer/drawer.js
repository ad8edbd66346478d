// What stands behind a node or an edge: the edge's sentences each in their paragraph; the node's names, edges and actions.
import { ask } from "./api.js";
import { byId, count, fill, link, make } from "./dom.js";
import { stroke, swatch } from "./filters.js";
import { styleOf } from "./drawing.js";
import { called, verb } from "./names.js";

const AT_ONCE = 20;
let asked = 0; // which answer is still waited for

export function close() {
  asked += 1;
  byId("drawer").hidden = true;
  fill(byId("told"));
}

function open(...children) {
  fill(byId("told"), ...children);
  byId("drawer").hidden = false;
  byId("told").scrollTop = 0;
}

/** The facts of an edge. */
export function showEdge(edge, state, selectNode) {
  const mine = (asked += 1);
  const list = make("ol", { class: "sentences" });
  const more = make("button", { type: "button" });
  const facts = [...edge.facts].sort((a, b) => (a.when < b.when ? -1 : 1));
  let told = 0;
  const end = (node) => make("button", { type: "button", class: "node", on: { click: () => selectNode(node.id) } }, swatch(node.kind), called(node, state));
  const next = async () => {
    const part = facts.slice(told, told + AT_ONCE);
    more.disabled = true;
    try {
      const answer = await ask("/api/explore/facts", part.map((fact) => ["fact", fact.key]));
      if (mine !== asked) return;
      told += part.length;
      list.append(...answer.facts.map(sentence));
    } catch (error) {
      if (mine === asked) list.append(make("li", { class: "problem", role: "alert" }, error.message));
    }
    more.disabled = false;
    more.hidden = told >= facts.length;
    fill(more, `${count(facts.length - told, "more sentence")}`);
  };
  more.addEventListener("click", next);
  more.hidden = true;
  open(make("h2", { tabindex: "-1" }, end(edge.source), " ", make("span", { class: `verb stance-${edge.label}` }, stroke(styleOf(edge)), verb(edge)), " ", end(edge.target)),
    make("p", { class: "soft" }, `${count(facts.length, "fact")} in ${count(new Set(facts.map((fact) => fact.article.iri)).size, "article")}`), list, more);
  return next();
}

function sentence(fact) {
  const { quotation, source } = fact;
  const sure = fact.confidence === null ? null : Math.round(fact.confidence * 100);
  const rows = [
    ["said by", fact.chain.length ? fact.chain.join(" ← ") : "the article itself"],
    ["on the condition", fact.condition], ["date", fact.date || "not said; the article’s counts"],
    ["certainty", sure === null ? "" : [make("meter", { min: 0, max: 100, value: sure, "aria-label": `${sure} of 100` }), ` ${sure} %`]],
    ["rule", fact.rule ? make("code", {}, fact.rule) : ""]];
  return make("li", {}, make("p", { class: "words" }, fact.words),
    quotation ? make("blockquote", { class: fact.whole ? "" : "cut" }, make("span", { class: "around" }, fact.whole ? quotation.before : `…${quotation.before}`),
      make("mark", {}, quotation.text), make("span", { class: "around" }, fact.whole ? quotation.after : `${quotation.after}…`)) : null,
    source ? make("p", { class: "source" }, [source.outlet, source.date].filter(Boolean).join(", "), make("br"), link(`${fact.article_page}#${fact.id}`, source.title || source.article)) : null,
    make("dl", {}, rows.filter(([, value]) => value && value.length !== 0).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
    make("p", {}, link(fact.page, "All about this fact")));
}

/** A node: what can be done with it, and its edges. */
export function showNode(node, seen, state, actions) {
  const mine = (asked += 1);
  const edges = seen.edges.filter((edge) => edge.source.id === node.id || edge.target.id === node.id).sort((a, b) => b.facts.length - a.facts.length);
  const grow = make("form", { class: "grow", hidden: true });
  const act = (text, action, attributes = {}) => make("button", { type: "button", on: { click: action }, ...attributes }, text);
  const names = node.names.filter((name) => name.text !== node.label);
  const by = new Map();
  for (const name of names) by.set(name.by, [...(by.get(name.by) ?? []), name]);
  open(make("h2", { tabindex: "-1" }, swatch(node.kind), called(node, state)),
    make("p", { class: "soft" }, called(node, state) === node.label || node.kind === "Topic" ? "" : `${node.label} · `, node.kind, ` · ${count(node.facts, "fact")}, ${count(node.neighbours, "neighbour")} in all`),
    make("p", { class: "actions" }, link(node.page, "Its page", { class: "button" }),
      act("Start from here", () => actions.start(node.id)), act(state.collapse.includes(node.id) ? "Unfold" : "Fold", () => actions.fold(node.id), { title: "Takes in the neighbours that hang on it alone" }),
      act(state.pins[node.id] ? "Unpin" : "Pin", () => actions.pin(node.id)), act("Hide", () => actions.hide(node.id)), act("Ways from here", () => actions.ways(node.id))),
    grow,
    by.size ? make("details", {}, make("summary", {}, "Names, by who uses them"), make("dl", { class: "names" }, [...by].map(([user, theirs]) => make("div", {},
      make("dt", {}, user ? actions.authority(user) : "no one’s in particular"), make("dd", {}, theirs.map((name, place) => [place ? " · " : "", make("span", { lang: name.language }, name.text)]).flat()))))) : null,
    make("h3", {}, count(edges.length, "edge"), " shown"),
    make("ul", { class: "edges" }, edges.map((edge) => {
      const out = edge.source.id === node.id;
      const other = out ? edge.target : edge.source;
      return make("li", {}, make("button", { type: "button", on: { click: () => actions.edge(edge.id) } }, stroke(styleOf(edge)),
        make("span", {}, out ? `${verb(edge)} → ` : `← ${verb(edge)} `, make("b", {}, called(other, state))), make("small", {}, count(edge.facts.length, "fact"))));
    })));
  return growing(node, grow, actions, () => mine === asked);
}

/** The form that brings in neighbours, once the server has said which there are. */
async function growing(node, form, actions, wanted) {
  let answer;
  try { answer = await ask("/api/explore/node", [["node", node.id]]); } catch (error) { return wanted() && fill(form, error.message); }
  if (!wanted()) return undefined;
  const new_ = (nodes) => nodes.filter((id) => !actions.shown(id)).length;
  const kinds = new Map();
  for (const { relation, nodes } of answer.relations) {
    const kind = relation.split("/")[0];
    kinds.set(kind, new Set([...(kinds.get(kind) ?? []), ...nodes]));
  }
  const all = new Set([...kinds.values()].flatMap((nodes) => [...nodes]));
  const option = (value, text, nodes) => make("option", { value }, `${text} (${new_([...nodes])} new of ${[...nodes].length})`);
  const relation = make("select", { "aria-label": "Relation" }, option("", "any relation", all),
    [...kinds].map(([kind, nodes]) => make("optgroup", { label: kind }, option(kind, `any ${kind}`, nodes),
      answer.relations.filter((one) => one.relation.startsWith(`${kind}/`)).map((one) => option(one.relation, one.relation.split("/")[1], one.nodes)))));
  const cap = make("input", { type: "number", min: 1, max: 2000, value: 40, "aria-label": "At most" });
  fill(form, make("b", {}, "Bring in neighbours"), relation, make("label", {}, "at most ", cap), make("button", { class: "main" }, "Expand"));
  form.addEventListener("submit", (event) => { event.preventDefault(); actions.expand(node.id, relation.value, cap.value || "40"); });
  form.hidden = false;
  return undefined;
}
