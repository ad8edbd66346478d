// ForceAtlas2 away from the page: positions come back now and then, and once at the end.
import { UndirectedGraph, graphToByteArrays, inferSettings, iterate } from "../vendor/graphology.js";

const PER_NODE = 10; // numbers that ForceAtlas2 keeps of a node; x and y are the first two
const FIXED = 9, SIZE = 8;
const REPORT = 120; // milliseconds between reports
/** Graphs of more nodes are laid out by Barnes and Hut's approximation. */
const LARGE = 400;

onmessage = ({ data: { count, edges, places, sizes, fixed, quiet, seconds } }) => {
  const graph = new UndirectedGraph();
  for (let node = 0; node < count; node += 1) graph.addNode(node, { x: places[2 * node], y: places[2 * node + 1], size: sizes[node] });
  for (const [source, target, weight] of edges) graph.addEdge(source, target, { weight });
  const { nodes: matrix, edges: links } = graphToByteArrays(graph, (_, attributes) => Math.sqrt(attributes.weight));
  for (const node of fixed) matrix[node * PER_NODE + FIXED] = 1;
  for (let node = 0; node < count; node += 1) matrix[node * PER_NODE + SIZE] = sizes[node];
  const settings = { ...inferSettings(count), linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false,
    edgeWeightInfluence: 1, scalingRatio: 60, gravity: 0.12, strongGravityMode: true, slowDown: 1 + Math.log(count + 1),
    barnesHutOptimize: count > LARGE, barnesHutTheta: 0.8 };
  const rounds = Math.max(200, Math.min(600, Math.round(240_000 / count)));
  const begun = performance.now();
  let reported = begun;
  const spent = () => (performance.now() - begun) / 1000;
  for (let round = 0; round < rounds && spent() < seconds; round += 1) {
    settings.adjustSizes = round > rounds * 0.75; // at the end nodes make room for each other
    iterate(settings, matrix, links);
    if (!quiet && performance.now() - reported > REPORT) {
      reported = performance.now();
      postMessage({ places: found(matrix, count), done: false });
    }
  }
  postMessage({ places: found(matrix, count), done: true, seconds: spent() });
};

function found(matrix, count) {
  const places = new Float32Array(2 * count);
  for (let node = 0; node < count; node += 1) {
    places[2 * node] = matrix[node * PER_NODE];
    places[2 * node + 1] = matrix[node * PER_NODE + 1];
  }
  return places;
}
