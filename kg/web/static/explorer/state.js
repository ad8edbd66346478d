// What is shown, as the page's address has it; everything else follows from this.

const LISTS = ["start", "expand", "add", "hide"];
/** What facts, edges and nodes can be filtered by; the address names what is switched off. */
export const FILTERS = ["class", "stance", "relation", "topic", "outlet", "country"];
const DEFAULTS = { layout: "force", size: "facts", language: "en", names: "", from: "", to: "", certainty: "0",
  facts: "answer", select: "" };

export function read(search) {
  const given = new URLSearchParams(search);
  const state = { query: given.get("query") ?? "", parameters: {}, path: given.get("path") ?? "",
    before: given.get("before") ?? "", after: given.get("after") ?? "", collapse: given.getAll("collapse"), pins: {},
    off: Object.fromEntries(FILTERS.map((name) => [name, given.getAll(`no.${name}`)])) };
  for (const name of LISTS) state[name] = given.getAll(name);
  for (const [name, fallback] of Object.entries(DEFAULTS)) state[name] = given.get(name) ?? fallback;
  for (const [name, value] of given) if (name.startsWith("p.")) state.parameters[name.slice(2)] = value;
  for (const pin of given.getAll("pin")) {
    const [node, x, y] = pin.split(",");
    if (Number.isFinite(Number(x)) && Number.isFinite(Number(y))) state.pins[node] = { x: Number(x), y: Number(y) };
  }
  return state;
}

/** The parameters that choose nodes: the server's part. */
export function chosen(state) {
  const pairs = LISTS.flatMap((name) => state[name].map((value) => [name, value]));
  if (state.query) {
    pairs.push(["query", state.query]);
    for (const [name, value] of Object.entries(state.parameters)) if (value) pairs.push([`p.${name}`, value]);
  }
  if (state.path) pairs.push(["path", state.path]);
  for (const name of ["before", "after"]) if (state[name]) pairs.push([name, state[name]]);
  return pairs;
}

export function write(state) {
  const pairs = chosen(state);
  for (const value of state.collapse) pairs.push(["collapse", value]);
  for (const name of FILTERS) for (const value of state.off[name]) pairs.push([`no.${name}`, value]);
  for (const [name, fallback] of Object.entries(DEFAULTS)) if (state[name] !== fallback) pairs.push([name, state[name]]);
  for (const [node, { x, y }] of Object.entries(state.pins)) pairs.push(["pin", `${node},${Math.round(x)},${Math.round(y)}`]);
  // what URLs may hold unescaped stays readable
  return new URLSearchParams(pairs).toString().replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%2F/g, "/");
}

/** A state that begins anew, keeping how things are drawn. */
export function fresh(state, begin) {
  const { layout, size, language, names } = state;
  return { ...read(""), layout, size, language, names, ...begin };
}
