// The explorer: the address says what is shown, the server gives it, the filters thin it, the picture shows it.
import { ask } from "./api.js";
import { byId, count, fill, link, make, number } from "./dom.js";
import { draw, fit, place, reveal, sync } from "./drawing.js";
import * as drawer from "./drawer.js";
import { elements } from "./elements.js";
import { copying, FORMATS, take } from "./files.js";
import { filters } from "./filters.js";
import { keys } from "./keys.js";
import { begun, bipartite, fitting, force, inTime, LAYOUTS, stop } from "./layouts.js";
import { factFilter, understood, visible } from "./model.js";
import { called } from "./names.js";
import { SIZES, sizesOf } from "./sizes.js";
import { starting } from "./starting.js";
import { chosen, fresh, read, write } from "./state.js";
import { timeline } from "./timeline.js";

const LARGE = 300, WARN = 500; // nodes that are laid out before they are drawn; nodes that are drawn on demand only
let state = read(location.search);
let network = null, seen = null, fetched = null, agreed = null;
let places = new Map(), laidOut = "", measures = null;

const shown = { filters: filters(toggle), timeline: timeline(brush), starting: starting(begin, add) };
const cy = draw(byId("graph"), { nothing: () => change({ select: "" }), node: select, edge: select, open: (id) => expand(id, "", "40"), moved: pinAt });
const actions = { start: (id) => begin({ start: [id] }), fold, pin, hide, expand, edge: select, select, nothing: () => change({ select: "" }), fit: () => fit(cy, true),
  zoom: (by) => cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
  ways: (id) => { openSide(true); shown.starting.way(id, called(nodeOf(id), state)); }, shown: (id) => Boolean(nodeOf(id)),
  authority: (id) => network.authorities.find((one) => one.id === id)?.label ?? id, into: () => byId("told").querySelector("h2")?.focus(),
  find: () => { openSide(true); byId("find").focus(); }, help: () => byId("keys").showModal() };

// --- changes of what is shown: each is an address of its own, so that the back button undoes it ---

function change(part, replace = false) {
  state = { ...state, ...part };
  const address = `${location.pathname}${write(state) ? `?${write(state)}` : ""}`;
  if (address !== `${location.pathname}${location.search}`) history[replace ? "replaceState" : "pushState"](null, "", address);
  return refresh();
}

function begin(part) { places = new Map(); openSide(false); return change(fresh(state, part)); }
function add(id) { return change({ start: chosen(state).length ? state.start : ["top,80"], add: [...state.add, id], hide: state.hide.filter((one) => one !== id), select: id }); }
function expand(id, relation, cap) { return change({ start: chosen(state).length ? state.start : ["top,80"], expand: [...state.expand, `${id},${relation},${cap}`], select: id }); }
function hide(id) { return change({ start: chosen(state).length ? state.start : ["top,80"], hide: [...state.hide, id], select: "" }); }
function fold(id) { return change({ collapse: state.collapse.includes(id) ? state.collapse.filter((one) => one !== id) : [...state.collapse, id] }); }
function pin(id) {
  const pins = { ...state.pins };
  if (pins[id]) delete pins[id]; else pins[id] = cy.getElementById(id).position();
  return change({ pins });
}
function pinAt(id, at) { places.set(id, { ...at }); if (state.layout === "force" && !id.startsWith("group:")) change({ pins: { ...state.pins, [id]: { ...at } } }); }
function toggle(name, values, on) {
  const kept = state.off[name].filter((value) => !values.includes(value));
  return change({ off: { ...state.off, [name]: on ? kept : [...kept, ...values] } });
}
function brush(from, to, done) { return change({ from, to }, !done); }
/** An edge is named by its ends and label, for its number is the answer's own. */
function select(id) {
  const edge = seen.edges.find((one) => one.id === id);
  return change({ select: edge ? [edge.source.id, edge.kind, edge.label, edge.target.id].join(",") : id });
}
const nodeOf = (id) => seen?.shownNodes.get(id);
const edgeOf = (name) => { const [source, kind, label, target] = name.split(","); return seen.edges.find((edge) => edge.source.id === source && edge.target.id === target && edge.kind === kind && edge.label === label); };

// --- from the address to the picture ---

async function refresh() {
  const wanted = new URLSearchParams(chosen(state)).toString();
  if (wanted !== fetched) {
    byId("explorer").setAttribute("aria-busy", "true");
    try {
      const answer = await ask("/api/explore", chosen(state));
      if (wanted !== new URLSearchParams(chosen(state)).toString()) return; // somebody has gone on meanwhile
      network = understood(answer);
      fetched = wanted;
    } catch (error) {
      fill(byId("notes"), make("p", { class: "problem", role: "alert" }, error.message, " ", make("a", { href: "/explore" }, "Begin anew")));
      return;
    } finally { byId("explorer").removeAttribute("aria-busy"); }
  }
  if (network.nodes.length > WARN && agreed !== wanted) { warn(wanted); return; }
  if (SIZES[state.size].measured && !measures) measures = (await ask("/api/explore/measures")).measures;
  show();
}

/** Draws what the filters leave. A large network is laid out before it is drawn, so that the page can be used meanwhile. */
function show() {
  seen = fitting(state.layout, visible(network, state));
  seen.answerOnly = network.named && state.facts === "answer";
  seen.shownNodes = new Map(seen.nodes.map((node) => [node.id, node]));
  const sizes = sizesOf(state.size, seen, measures, state.layout === "force" ? 1 : 0.5);
  const { headings, anew, later } = layout(sizes);
  tell();
  controls();
  if (later) return;
  headings.forEach((one, at) => places.set(`heading:${at}`, one));
  sync(cy, ...elements(seen, state, sizes, headings), places);
  if (anew) { place(cy, places); fit(cy); }
  if (!performance.getEntriesByName("drawn").length) requestAnimationFrame(() => performance.mark("drawn")); // for benchmarks/explorer.py
  mark();
}

function controls() {
  shown.filters(network, state);
  const open = factFilter(network, state, { outlet: new Set(state.off.outlet), country: new Set(state.off.country) }, "time");
  shown.timeline(network.edges.flatMap((edge) => edge.facts.filter(open)), state);
  shown.starting.show(state);
  for (const name of ["layout", "size", "language"]) byId(name).value = state[name];
  fill(byId("names"), make("option", { value: "" }, "neutral"), network.authorities.map((one) => make("option", { value: one.id }, one.label)));
  byId("names").value = state.names;
  byId("certainty").value = state.certainty;
  fill(byId("certain"), `${state.certainty} %`);
}

/** Places for all that is seen. Forces run only where something new has come, and not for filters. */
function layout(sizes) {
  const nodes = [...seen.nodes, ...seen.groups];
  const ends = new Set(nodes.map((node) => node.id));
  const edges = [...seen.edges, ...seen.groups.flatMap((group) => group.edges.map(({ node, count: times }) => ({ source: group, target: node, count: times })))]
    .filter((edge) => ends.has(edge.target.id));
  const key = `${state.layout} ${fetched} ${state.layout === "force" ? "" : nodes.map((node) => node.id)}`;
  const anew = key !== laidOut;
  laidOut = key;
  if (state.layout !== "force") {
    stop();
    const aspect = cy.width() / cy.height();
    const found = state.layout === "time" ? inTime(nodes, edges, aspect) : bipartite(nodes, edges, aspect);
    places = found.places;
    byId("explorer").dataset.layout = "done";
    return { headings: found.headings, anew };
  }
  for (const [id, at] of Object.entries(state.pins)) places.set(id, at);
  begun(nodes, edges, places);
  const large = nodes.length > LARGE;
  if (!anew) return { headings: [], later: large && byId("explorer").dataset.layout === "running" };
  byId("explorer").dataset.layout = "running";
  force(nodes, edges, places, sizes, state.pins, large, (now, done, seconds) => {
    places = new Map([...places, ...now]);
    if (done) { byId("explorer").dataset.layout = "placed"; performance.mark("laid out", { detail: seconds }); }
    if (done && large) show();
    else place(cy, now);
    fit(cy, false, !done);
    if (done) byId("explorer").dataset.layout = "done";
  });
  return { headings: [], later: large };
}

/** What is chosen stands out with what is beside it, and so do the ways that were asked for. */
function mark() {
  const edge = state.select.includes(",") ? edgeOf(state.select) : undefined;
  const node = nodeOf(state.select);
  const ways = new Set(network.ways.flatMap((way) => way.slice(1).map((one, at) => [way[at].id, one.id].sort().join(" "))));
  cy.batch(() => {
    cy.elements().removeClass("chosen beside faint way");
    if (ways.size) seen.edges.forEach((one) => cy.getElementById(one.id).addClass(ways.has([one.source.id, one.target.id].sort().join(" ")) ? "way" : "faint"));
    const element = cy.getElementById(edge?.id ?? node?.id ?? "");
    if (element.empty()) return;
    const near = element.isNode() ? element.closedNeighborhood() : element.union(element.connectedNodes());
    cy.elements().not(near).not("[?heading]").addClass("faint");
    near.removeClass("faint");
    if (element.isNode() && near.length < 40) near.edges().addClass("beside");
    element.addClass("chosen");
  });
  const before = byId("drawer").hidden;
  if (edge) drawer.showEdge(edge, state, select);
  else if (node) drawer.showNode(node, seen, state, actions);
  else drawer.close();
  if (before !== byId("drawer").hidden) cy.resize();
  const element = cy.getElementById(edge?.id ?? node?.id ?? "");
  if (element.nonempty()) reveal(cy, element);
  if (node) fill(byId("spoken"), `${called(node, state)}, ${node.kind}, ${count(cy.getElementById(node.id).openNeighborhood("node").length, "neighbour")}, ${count(node.facts, "fact")}`);
}

/** How much is shown of how much, and what was asked for in vain. */
function tell() {
  const { top, answer, ...steps } = network.left_out;
  const left = Object.entries(steps).map(([step, more]) => `${count(more, "more neighbour")} of ${nodeOf(step) ? called(nodeOf(step), state) : step}`);
  if (answer) left.push(`${count(answer, "more node")} of the answer`);
  fill(byId("status"), `${count(seen.nodes.length, "node")}, ${count(seen.edges.length, "edge")}, ${count(seen.facts, "fact")}`,
    make("small", {}, ` of ${number(network.total.nodes)} nodes and ${number(network.total.facts)} facts in the graph`));
  fill(byId("notes"),
    byId("explorer").dataset.layout === "running" && seen.nodes.length > LARGE ? make("p", {}, `Laying out ${count(seen.nodes.length, "node")} …`) : null,
    network.unknown.length ? make("p", {}, `Nothing in the network is ${network.unknown.join(", ")}.`) : null,
    state.path && !network.ways.length && !network.unknown.length ? make("p", {}, `No way leads from the one to the other${state.before ? ` before ${state.before}` : ""}${state.after ? ` from ${state.after} on` : ""}.`) : null,
    top ? make("p", {}, `The best connected; ${count(top, "node")} more in the graph.`) : null,
    state.layout === "bipartite" ? make("p", {}, "Positions only, with those who hold them.") : null,
    network.ways.length ? make("p", {}, `${count(network.ways.length, "shortest way")} of ${count(network.ways[0].length - 1, "step")}.`) : null,
    network.named ? make("label", { class: "choice" }, make("input", { type: "checkbox", checked: state.facts === "answer", on: { change: ({ target }) => change({ facts: target.checked ? "answer" : "all" }) } }), "only the facts of the answer") : null,
    state.query && !network.nodes.length ? make("p", {}, "The answer names nothing that is in the network: ", link(`/api/queries/${state.query}`, "see it as a table")) : null,
    left.length ? make("p", {}, `Not shown: ${left.join("; ")}.`) : null,
    network.nodes.length && !seen.nodes.length ? make("p", {}, "The filters leave nothing. ", make("button", { type: "button", on: { click: () => change({ ...fresh(state, {}), ...Object.fromEntries(["start", "expand", "add", "hide", "query", "parameters", "path", "before", "after"].map((name) => [name, state[name]])), facts: "all" }) } }, "Take all filters off")) : null);
}

function warn(wanted) {
  fill(byId("notes"), make("p", { role: "alert" }, `This is ${count(network.nodes.length, "node")}: drawing them is slow and little can be read. `,
    make("button", { type: "button", on: { click: () => { agreed = wanted; refresh(); } } }, "Draw them"), " ",
    make("button", { type: "button", class: "main", on: { click: () => history.back() } }, "Back")));
}

function openSide(open) { byId("explorer").classList.toggle("choosing", open); byId("choose").setAttribute("aria-expanded", String(open)); }

// --- what the page's own controls do ---

const options = (select, values) => fill(select, Object.entries(values).map(([value, text]) => make("option", { value }, text.text ?? text)));
options(byId("layout"), LAYOUTS);
options(byId("size"), SIZES);
for (const name of ["layout", "size", "language", "names"]) byId(name).addEventListener("change", ({ target }) => change({ [name]: target.value }));
byId("certainty").addEventListener("input", ({ target }) => change({ certainty: target.value }, true));
byId("take").append(...Object.entries(FORMATS).map(([form, text]) => make("button", { type: "button", "data-form": form, on: { click: () => { byId("taking").open = false; take(form, cy, seen, state).catch((error) => fill(byId("notes"), error.message)); } } }, text)));
byId("close").addEventListener("click", () => { change({ select: "" }); byId("graph").focus(); });
byId("choose").addEventListener("click", () => openSide(!byId("explorer").classList.contains("choosing")));
byId("nearer").addEventListener("click", () => actions.zoom(1.25));
byId("farther").addEventListener("click", () => actions.zoom(0.8));
byId("whole").addEventListener("click", () => fit(cy, true));
byId("help").addEventListener("click", () => actions.help());
byId("again").addEventListener("click", () => { laidOut = ""; places = new Map(); show(); });
for (const button of document.querySelectorAll("dialog .shut")) button.addEventListener("click", () => button.closest("dialog").close());
addEventListener("popstate", () => { state = read(location.search); refresh(); });
new ResizeObserver(() => { cy.resize(); }).observe(byId("graph"));
keys(cy, byId("graph"), () => state, actions);
copying();
globalThis.explorer = { cy, get network() { return network; }, get seen() { return seen; }, get state() { return state; } }; // to look at it from the console
refresh();
