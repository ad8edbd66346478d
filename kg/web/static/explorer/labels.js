// Labels that can be read at any zoom: of one size on the screen, and none on top of another; the better connected first.

const PLAIN = 11.5, STRONG = 14, STRONG_FROM = 20; // pixels; facts from which a label is larger
const HEADING = 13;
const WIDEST = 118, ASIDE = 230; // pixels, then it goes on in a new line; beside a node no more than a third of the screen
const MOST = 250; // labels at a time, of more nodes
const WAIT = 60; // milliseconds after the last move
const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** Keeps the labels of a picture readable from now on; the returned function does it at once. */
export function readable(cy) {
  let timer = 0;
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => arrange(cy), WAIT); };
  cy.on("zoom pan resize", soon);
  cy.on("position", "node", soon);
  return soon;
}

/** Does it now. */
export function arrange(cy) {
  const zoom = cy.zoom(), taken = [], beside = Math.min(ASIDE, cy.width() / 3.2);
  const nodes = cy.nodes().toArray().sort((a, b) => rank(b) - rank(a));
  const seen = cy.extent();
  let room = MOST;
  cy.batch(() => {
    for (const node of nodes) {
      const { x, y } = node.position();
      const within = x > seen.x1 && x < seen.x2 && y > seen.y1 && y < seen.y2;
      if (nodes.length > MOST && (!within || room <= 0)) { node.addClass("quiet"); continue; }
      room -= 1;
      const pixels = node.data("heading") ? HEADING : node.data("facts") >= STRONG_FROM ? STRONG : PLAIN;
      const aside = node.data("aside");
      node.style({ "font-size": pixels / zoom, "text-max-width": (aside ? beside : WIDEST) / zoom, "text-outline-width": 2 / zoom,
        "text-margin-y": aside ? 0 : 3 / zoom, "text-margin-x": { left: -3, right: 3 }[aside] / zoom || 0 });
      const box = boxOf(node, pixels, zoom, beside);
      const free = node.hasClass("chosen") || !taken.some((other) => meet(box, other));
      if (free) taken.push(box);
      node.toggleClass("quiet", !free);
    }
  });
}

const rank = (node) => (node.data("heading") ? 1e10 : 0) + (node.hasClass("chosen") ? 1e9 : 0) + (node.hasClass("faint") ? 0 : 1e6) + node.data("facts");

function boxOf(node, pixels, zoom, beside) {
  const { x, y } = node.renderedPosition();
  const words = node.data("label");
  const wide = widthOf(words, pixels), half = (node.data("size") / 2) * zoom + 3;
  const aside = node.data("aside");
  const deep = (Math.ceil(wide / beside) * pixels) / 2;
  if (aside === "left") return [x - half - Math.min(wide, beside), y - deep, x - half, y + deep];
  if (aside === "right") return [x + half, y - deep, x + half + Math.min(wide, beside), y + deep];
  const lines = Math.ceil(wide / WIDEST);
  const [w, top] = [Math.min(wide, WIDEST), y + half - 1];
  return [x - w / 2, top, x + w / 2, top + lines * pixels * 1.15];
}

function widthOf(words, pixels) {
  const key = `${pixels} ${words}`;
  if (!widths.has(key)) {
    pen.font = `${pixels === STRONG ? 600 : 400} ${pixels}px system-ui, sans-serif`;
    widths.set(key, pen.measureText(words).width);
  }
  return widths.get(key);
}

const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
