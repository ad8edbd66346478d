// The picture: cytoscape with the site's colours. It knows elements and places, and nothing of the server.
import cytoscape from "../vendor/cytoscape.js";
import { colour } from "./dom.js";
import { arrange, readable } from "./labels.js";

/** Shapes by class, so that colour never tells alone. */
export const SHAPES = { Person: "ellipse", State: "rectangle", Organization: "hexagon", Territory: "triangle", Treaty: "diamond",
  Sanction: "vee", Topic: "star" };
/** Lines by stance and by kind of edge. */
export const LINES = { support: "solid", oppose: "dashed", conditional: "dotted", relation: "solid", event: "dashed" };
const LARGE = 300, HUGE = 1500; // edges of which plain lines are drawn, and plain lines without arrows
const MANY = 800; // elements of which a fit is rough
const MARGIN = 24, NEAREST = 1.25;

export const styleOf = (edge) => (edge.kind === "position" ? edge.label : edge.kind);

export function draw(container, heard) {
  const cy = cytoscape({ container, elements: [], style: style(), minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false, selectionType: "single" });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(style()));
  cy.on("tap", (event) => { if (event.target === cy) heard.nothing(); });
  cy.on("tap", "node[!heading]", ({ target }) => heard.node(target.id()));
  cy.on("dbltap", "node[!heading]", ({ target }) => heard.open(target.id()));
  cy.on("tap", "edge", ({ target }) => heard.edge(target.id()));
  cy.on("dragfree", "node", ({ target }) => heard.moved(target.id(), target.position()));
  cy.on("mouseover", "edge, node", ({ target }) => target.addClass("hovered"));
  cy.on("mouseout", "edge, node", ({ target }) => target.removeClass("hovered"));
  cy.scratch("labels", readable(cy));
  return cy;
}

/** Makes the picture hold these elements; what stays keeps its place. */
export function sync(cy, nodes, edges, places) {
  const wanted = new Map([...nodes, ...edges].map((one) => [one.data.id, one]));
  cy.batch(() => {
    cy.elements().forEach((one) => { if (!wanted.has(one.id())) one.remove(); });
    for (const one of wanted.values()) {
      const known = cy.getElementById(one.data.id);
      if (known.nonempty() && (known.isNode() || (known.data("source") === one.data.source && known.data("target") === one.data.target))) {
        known.data(one.data);
        known.classes(one.classes ?? "");
      } else {
        known.remove();
        cy.add({ group: one.data.source ? "edges" : "nodes", ...one, position: one.data.source ? undefined : { ...places.get(one.data.id) } });
      }
    }
  });
  cy.edges().toggleClass("plain", edges.length > LARGE && edges.length <= HUGE).toggleClass("plainest", edges.length > HUGE);
  cy.scratch("labels")();
}

export function place(cy, places) {
  cy.batch(() => places.forEach(({ x, y }, id) => cy.getElementById(id).position({ x, y })));
}

/** Brings an element and what it joins into sight, if it is not. */
export function reveal(cy, element) {
  const near = element.isEdge() ? element.union(element.connectedNodes()) : element;
  const { x1, x2, y1, y2 } = near.boundingBox(), seen = cy.extent();
  if (matchMedia("(max-width: 54rem)").matches) seen.y2 -= 0.6 * seen.h;
  if (x1 >= seen.x1 && x2 <= seen.x2 && y1 >= seen.y1 && y2 <= seen.y2) return;
  if (x2 - x1 > seen.w || y2 - y1 > seen.h) cy.fit(near, 60);
  else cy.center(near);
  if (matchMedia("(max-width: 54rem)").matches) cy.panBy({ x: 0, y: -0.3 * cy.height() }); // the drawer lies below
}

/** Brings everything into sight, with room for labels; `roughly` while things still move. */
export function fit(cy, animate = false, roughly = false) {
  const shown = cy.elements();
  if (!shown.length) return;
  if (roughly || shown.length > MANY) { // labels are left out of account
    const { x1, y1, w, h } = cy.nodes().boundingBox({ includeLabels: false, includeOverlays: false });
    const zoom = Math.min(NEAREST, (cy.width() - 4 * MARGIN) / w, (cy.height() - 4 * MARGIN) / h);
    cy.viewport({ zoom, pan: { x: cy.width() / 2 - zoom * (x1 + w / 2), y: cy.height() / 2 - zoom * (y1 + h / 2) } });
    return;
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (animate && !still) { cy.animate({ fit: { eles: shown, padding: MARGIN } }, { duration: 250 }); return; }
  for (let round = 0; round < 2; round += 1) { // labels keep their size on the screen, so how much room they take depends on the zoom
    cy.fit(shown, MARGIN);
    if (cy.zoom() > NEAREST) { cy.zoom(NEAREST); cy.center(shown); }
    arrange(cy);
  }
}

function style() {
  const [ink, soft, paper, accent, line, mark] = ["ink", "soft", "paper", "accent", "strong-line", "mark"].map(colour);
  const outlined = { "text-outline-color": paper, "text-outline-width": 2, "text-outline-opacity": 0.9 };
  return [
    { selector: "node", style: { label: "data(label)", width: "data(size)", height: "data(size)", color: ink, ...outlined,
      "font-size": 12, "font-family": "system-ui, sans-serif", "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap",
      "text-max-width": 118, "line-height": 1.1, "border-width": 1, "border-color": paper, "background-color": soft } },
    ...Object.entries(SHAPES).map(([kind, shape]) => ({ selector: `node[kind = "${kind}"]`,
      style: { shape, "background-color": colour(`class-${kind.toLowerCase()}`) } })),
    { selector: "node[facts >= 20]", style: { "font-weight": 600 } },
    { selector: "node[?group]", style: { "border-style": "dashed", "border-width": 3, "border-color": ink, "background-opacity": 0.35 } },
    { selector: "node[inside > 0]", style: { "border-width": 4, "border-style": "double", "border-color": ink } },
    { selector: "node[?pinned]", style: { "border-width": 2.5, "border-color": ink } },
    { selector: "node[?heading]", style: { "background-opacity": 0, "border-width": 0, width: 1, height: 1, color: soft, events: "no",
      "font-weight": 600, "text-valign": "center" } },
    { selector: "edge", style: { width: "data(width)", "line-color": line, "target-arrow-color": line, "target-arrow-shape": "triangle",
      "arrow-scale": 0.8, "curve-style": "bezier", opacity: 0.75, color: ink, "font-size": 11, ...outlined, "text-rotation": "autorotate" } },
    { selector: "edge.plain", style: { "curve-style": "straight" } },
    { selector: "edge.plainest", style: { "curve-style": "haystack" } },
    { selector: "edge.beside, edge.hovered, edge.chosen", style: { "curve-style": "bezier" } },
    ...Object.entries(LINES).map(([name, shape]) => {
      const of = colour(name === "relation" || name === "event" ? `edge-${name}` : name);
      return { selector: `edge[line = "${name}"]`, style: { "line-color": of, "target-arrow-color": of, "line-style": shape } };
    }),
    { selector: "edge.hovered, edge.chosen, edge.beside", style: { label: "data(label)", opacity: 1, "z-index": 5 } },
    { selector: ".faint", style: { opacity: 0.22 } },
    ...["left", "right"].map((side) => ({ selector: `node[aside = "${side}"]`, style: { "text-halign": side, "text-valign": "center", "text-margin-y": 0 } })),
    { selector: "node.quiet", style: { "text-opacity": 0 } },
    { selector: "node.hovered", style: { "text-opacity": 1, "z-index": 9 } },
    { selector: "node.chosen", style: { "overlay-color": accent, "overlay-opacity": 0.25, "overlay-padding": 7, "text-opacity": 1, "z-index": 9 } },
    { selector: "edge.chosen", style: { "underlay-color": mark, "underlay-opacity": 1, "underlay-padding": 6, width: 5 } },
    { selector: "edge.way", style: { "underlay-color": accent, "underlay-opacity": 0.25, "underlay-padding": 5, opacity: 1 } },
  ];
}
