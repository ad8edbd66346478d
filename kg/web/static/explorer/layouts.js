// Where nodes stand: by forces (in a worker), layered by time, or actors opposite topics. The same graph, the same picture.

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** Of columns in time: their distance, and the least and greatest of nodes in one; of actors and topics: a line. Pixels. */
const COLUMN = 110, ROW = 34, HIGHEST = 150, LINE = 25;
const ROUNDS = 8;
export const LAYOUTS = { force: "Forces", time: "Layers in time", bipartite: "Actors and topics" };
/** Screens are wider than high, and labels too. */
const STRETCH = 1.45;
let worker = null;

/** A place for each node that has none yet: beside a neighbour that has one, else on a spiral, the best connected inside. */
export function begun(nodes, edges, places) {
  const order = [...nodes].sort((a, b) => b.facts - a.facts || (a.id < b.id ? -1 : 1));
  const beside = new Map();
  for (const { source, target } of edges) { beside.set(source.id, target.id); beside.set(target.id, source.id); }
  order.forEach((node, place) => {
    if (places.has(node.id)) return;
    const near = places.get(beside.get(node.id));
    const [far, turn] = near ? [70, place * GOLDEN] : [45 * Math.sqrt(place), place * GOLDEN];
    places.set(node.id, { x: (near?.x ?? 0) + far * Math.cos(turn), y: (near?.y ?? 0) + far * Math.sin(turn) });
  });
}

/** Lays out by forces; `moved` gets Map id -> place, with true at the last; before that again
 * and again, unless `quiet`. */
export function force(nodes, edges, places, sizes, pins, quiet, moved) {
  stop();
  const number = new Map(nodes.map((node, place) => [node.id, place]));
  const joined = new Map();
  for (const { source, target, facts, count } of edges) {
    if (source === target) continue;
    const ends = [number.get(source.id), number.get(target.id)].sort((a, b) => a - b);
    const known = joined.get(`${ends}`) ?? [...ends, 0];
    known[2] += Math.min(4, facts?.length ?? count);
    joined.set(`${ends}`, known);
  }
  begun(nodes, edges, places);
  const flat = new Float32Array(nodes.flatMap((node) => [places.get(node.id).x / STRETCH, places.get(node.id).y]));
  worker = new Worker("/static/explorer/layout-worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    const now = new Map(nodes.map((node, place) => [node.id, { x: data.places[2 * place] * STRETCH, y: data.places[2 * place + 1] }]));
    if (data.done) stop();
    moved(now, data.done, data.seconds);
  };
  worker.onerror = () => { stop(); moved(places, true, 0); };
  worker.postMessage({ count: nodes.length, edges: [...joined.values()], places: flat, quiet, seconds: 4,
    sizes: nodes.map((node) => sizes.get(node.id) * 0.75 + 8), fixed: nodes.filter((node) => pins[node.id]).map((node) => number.get(node.id)) });
}

export function stop() {
  worker?.terminate();
  worker = null;
}

/** Columns of years, each node in that of its first fact. Gives places, and headings with theirs. */
export function inTime(nodes, edges, aspect) {
  const first = new Map();
  for (const { source, target, facts } of edges) {
    for (const fact of facts ?? []) {
      const year = fact.when.slice(0, 4) || "no date";
      for (const end of [source.id, target.id]) if (!first.has(end) || year < first.get(end)) first.set(end, year);
    }
  }
  const years = [...new Set(first.values())].sort();
  const columns = new Map(years.map((year) => [year, []]));
  for (const node of nodes) {
    const year = first.get(node.id) ?? "no date";
    if (!columns.has(year)) columns.set(year, []);
    columns.get(year).push(node);
  }
  const tall = (columns.size * COLUMN) / aspect; // so that it fills the screen
  return columnsPlaced([...columns], edges, COLUMN, (inside) => Math.max(ROW, Math.min(HIGHEST, tall / (inside.length + 1))));
}

/** Actors in the left column, topics in the right one, spread as high. */
export function bipartite(nodes, edges, aspect) {
  const columns = [["Actors", nodes.filter((node) => node.kind !== "Topic")], ["Topics", nodes.filter((node) => node.kind === "Topic")]];
  const rows = Math.max(...columns.map(([, inside]) => inside.length));
  return columnsPlaced(columns, edges, Math.max(300, rows * LINE * Math.min(aspect, 1.2) * 0.6), (inside) => (rows * LINE) / Math.max(1, inside.length));
}

/** The part of what is seen that a layout can place. */
export function fitting(layout, seen) {
  if (layout !== "bipartite") return seen;
  const edges = seen.edges.filter((edge) => edge.kind === "position");
  const ends = new Set(edges.flatMap((edge) => [edge.source.id, edge.target.id]));
  return { ...seen, edges, nodes: seen.nodes.filter((node) => ends.has(node.id)), groups: [], facts: new Set(edges.flatMap((edge) => edge.facts.map((fact) => fact.key))).size };
}

function columnsPlaced(columns, edges, width, height) {
  const places = new Map();
  const beside = new Map();
  const join = (one, other) => beside.set(one, [...(beside.get(one) ?? []), other]);
  for (const { source, target } of edges) { join(source.id, target.id); join(target.id, source.id); }
  const place = (inside, column) => inside.forEach((node, row) => {
    places.set(node.id, { x: column * width, y: (row - (inside.length - 1) / 2) * height(inside) });
  });
  for (const [column, [, inside]] of columns.entries()) {
    inside.sort((a, b) => b.facts - a.facts || (a.id < b.id ? -1 : 1));
    place(inside, column);
  }
  for (let round = 0; round < ROUNDS; round += 1) { // barycentres, forth and back, keep edges from crossing
    const order = round % 2 ? [...columns.entries()].reverse() : [...columns.entries()];
    for (const [column, [, inside]] of order) {
      const middle = new Map(inside.map((node) => {
        const others = (beside.get(node.id) ?? []).map((other) => places.get(other)).filter((at) => at && at.x !== column * width);
        return [node.id, others.length ? others.reduce((sum, at) => sum + at.y, 0) / others.length : places.get(node.id).y];
      }));
      inside.sort((a, b) => middle.get(a.id) - middle.get(b.id) || (a.id < b.id ? -1 : 1));
      place(inside, column);
    }
  }
  const top = Math.min(0, ...[...places.values()].map(({ y }) => y)) - ROW;
  return { places, headings: columns.map(([text], column) => ({ text, x: column * width, y: top })) };
}
