// The picture as SVG, from where cytoscape has drawn things. Text stays text: it can be searched, and edited.
import { LINES, SHAPES } from "./drawing.js";
import { make } from "./dom.js";

const POLYGONS = {
  hexagon: [[-0.5, -0.87], [0.5, -0.87], [1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0]], triangle: [[0, -1], [1, 1], [-1, 1]], diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  vee: [[-1, -1], [0, -0.33], [1, -1], [0, 1]], rectangle: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  star: Array.from({ length: 10 }, (_, n) => [Math.sin((n * Math.PI) / 5) * (n % 2 ? 0.45 : 1), -Math.cos((n * Math.PI) / 5) * (n % 2 ? 0.45 : 1)]) };
const DASHES = { dashed: "6 4", dotted: "1.5 3" };
const svg = (tag, attributes, ...children) => make(`svg:${tag}`, attributes, ...children);

/** The SVG document as text. */
export function picture(cy, title, paper) {
  const box = cy.elements().boundingBox();
  const [x, y, w, h] = [box.x1 - 30, box.y1 - 30, box.w + 60, box.h + 60].map(Math.round);
  const root = make("svg", { viewBox: `${x} ${y} ${w} ${h}`, width: w, height: h, "font-family": "system-ui, sans-serif" }, svg("title", {}, title),
    svg("rect", { x, y, width: w, height: h, fill: paper }));
  cy.edges(":visible").forEach((edge) => root.append(line(edge)));
  cy.nodes(":visible").forEach((node) => root.append(shape(node)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

function line(edge) {
  const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
  const curve = edge.controlPoints()?.[0];
  const path = curve ? `M${xy(from)}Q${xy(curve)} ${xy(to)}` : `M${xy(from)}L${xy(to)}`;
  const colour = edge.style("line-color");
  const back = curve ?? from;
  const [dx, dy] = [to.x - back.x, to.y - back.y];
  const far = Math.hypot(dx, dy) || 1;
  const tip = (along, aside) => xy({ x: to.x - (dx * along - dy * aside) / far, y: to.y - (dy * along + dx * aside) / far });
  return svg("g", { opacity: edge.style("opacity") }, svg("title", {}, edge.data("label")),
    svg("path", { d: path, fill: "none", stroke: colour, "stroke-width": edge.numericStyle("width"), "stroke-dasharray": DASHES[LINES[edge.data("line")]] }),
    svg("path", { d: `M${xy(to)}L${tip(8, 4)}L${tip(8, -4)}Z`, fill: colour }));
}

function shape(node) {
  const { x, y } = node.position();
  const half = node.data("heading") ? 0 : node.data("size") / 2;
  const fill = node.style("background-color");
  const polygon = POLYGONS[SHAPES[node.data("kind")]];
  const body = !half ? null : polygon
    ? svg("polygon", { points: polygon.map(([px, py]) => `${round(x + px * half)},${round(y + py * half)}`).join(" "), fill })
    : svg("circle", { cx: round(x), cy: round(y), r: round(half), fill });
  const size = node.numericStyle("font-size");
  return svg("g", { opacity: node.style("opacity") }, body, svg("text", { x: round(x), y: round(y + half + size + 2), "text-anchor": "middle", "font-size": size,
    fill: node.style("color"), stroke: node.style("text-outline-color"), "stroke-width": 2, "paint-order": "stroke", "font-weight": node.style("font-weight") }, node.data("label")));
}

const round = (value) => Math.round(value * 10) / 10;
const xy = ({ x, y }) => `${round(x)},${round(y)}`;
