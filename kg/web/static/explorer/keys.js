// The keyboard on the picture: arrows walk from node to node, letters do what the drawer's buttons do.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The node that lies in a direction from another, near and straight ahead. */
export function towards(cy, from, [dx, dy]) {
  const at = from.position();
  let best = null, least = Infinity;
  cy.nodes("[!heading]").forEach((node) => {
    if (node.same(from)) return;
    const [x, y] = [node.position().x - at.x, node.position().y - at.y];
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
    if (ahead <= 0) return;
    const far = ahead + 2.5 * aside;
    if (far < least) { least = far; best = node; }
  });
  return best;
}

export function keys(cy, container, state, actions) {
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = state().select;
    const node = chosen ? cy.getElementById(chosen) : cy.collection();
    const plain = { "+": () => actions.zoom(1.25), "=": () => actions.zoom(1.25), "-": () => actions.zoom(0.8), 0: () => actions.fit(), Escape: () => actions.nothing() };
    const onNode = { Enter: () => actions.into(), e: () => actions.expand(chosen, "", "40"), c: () => actions.fold(chosen), h: () => actions.hide(chosen),
      Delete: () => actions.hide(chosen), p: () => actions.pin(chosen), s: () => actions.start(chosen) };
    if (ARROWS[event.key]) {
      const next = node.nonempty() && node.isNode() ? towards(cy, node, ARROWS[event.key]) : cy.nodes("[!heading]").max((one) => one.data("facts")).ele;
      if (next) actions.select(next.id());
    } else if (plain[event.key]) plain[event.key]();
    else if (onNode[event.key] && node.nonempty() && node.isNode()) onNode[event.key]();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); actions.find(); }
    if (event.key === "?") actions.help();
  });
}
