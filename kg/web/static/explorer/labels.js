// Labels that can be read at any zoom: of one size on the screen, and none on top of another; the better connected first.

const PLAIN = 11.5, STRONG = 14, STRONG_FROM = 20; // pixels; facts from which a label is larger
const WIDEST = 118; // pixels, then it goes on in a new line
const WAIT = 60; // milliseconds after the last move
const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** Keeps the labels of a picture readable from now on; the returned function does it at once. */
export function readable(cy) {
  let timer = 0;
  const now = () => arrange(cy);
  const soon = () => { clearTimeout(timer); timer = setTimeout(now, WAIT); };
  cy.on("zoom pan resize", soon);
  cy.on("position", "node", soon);
  return soon;
}

function arrange(cy) {
  const zoom = cy.zoom(), taken = [];
  const nodes = cy.nodes("[!heading]").toArray().sort((a, b) => rank(b) - rank(a));
  cy.batch(() => {
    for (const node of nodes) {
      const pixels = node.data("facts") >= STRONG_FROM ? STRONG : PLAIN;
      node.style({ "font-size": pixels / zoom, "text-max-width": WIDEST / zoom, "text-outline-width": 2 / zoom, "text-margin-y": 3 / zoom });
      const box = boxOf(node, pixels, zoom);
      const free = node.hasClass("chosen") || !taken.some((other) => meet(box, other));
      if (free) taken.push(box);
      node.toggleClass("quiet", !free);
    }
  });
}

const rank = (node) => (node.hasClass("chosen") ? 1e9 : 0) + (node.hasClass("faint") ? 0 : 1e6) + node.data("facts");

function boxOf(node, pixels, zoom) {
  const { x, y } = node.renderedPosition();
  const words = node.data("label");
  const wide = widthOf(words, pixels);
  const lines = Math.ceil(wide / WIDEST);
  const [w, top] = [Math.min(wide, WIDEST), y + (node.data("size") / 2) * zoom + 2];
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
