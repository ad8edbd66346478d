// Facts by year, and a brush over them. Dragging chooses a time; the two fields beside it do the same by keyboard.
import { byId, fill, make } from "./dom.js";

const WIDTH = 1000, HEIGHT = 44;

/** `changed(from, to, done)` hears of every move, with true when the hand lets go. */
export function timeline(changed) {
  const svg = byId("years"), from = byId("from"), to = byId("to");
  let years = [], drag = null;

  const at = (event) => {
    const { left, width } = svg.getBoundingClientRect();
    return Math.max(0, Math.min(years.length - 1, Math.floor(((event.clientX - left) / width) * years.length)));
  };
  const span = (event) => [drag, at(event)].sort((a, b) => a - b).map((place) => String(years[place]).padStart(4, "0"));
  svg.addEventListener("pointerdown", (event) => {
    if (!years.length) return;
    drag = at(event);
    svg.setPointerCapture(event.pointerId);
    changed(...span(event), false);
  });
  svg.addEventListener("pointermove", (event) => { if (drag !== null) changed(...span(event), false); });
  svg.addEventListener("pointerup", (event) => {
    if (drag === null) return;
    const chosen = span(event);
    drag = null;
    changed(...chosen, true);
  });
  svg.addEventListener("pointercancel", () => { drag = null; });
  svg.addEventListener("dblclick", () => changed("", "", true));
  for (const field of [from, to]) {
    field.addEventListener("change", () => { if (field.checkValidity()) changed(from.value.trim(), to.value.trim(), true); });
  }
  byId("anytime").addEventListener("click", () => changed("", "", true));

  /** Draws facts' years: all that the other filters leave, and in strong colour what the brush leaves. */
  return function show(facts, state) {
    const counts = new Map();
    for (const fact of facts) if (fact.when) { const year = Number(fact.when.slice(0, 4)); counts.set(year, (counts.get(year) ?? 0) + 1); }
    const known = [...counts.keys()];
    years = known.length ? Array.from({ length: Math.max(...known) - Math.min(...known) + 1 }, (_, place) => Math.min(...known) + place) : [];
    const [first, last] = [Number(state.from.slice(0, 4)) || -Infinity, Number(state.to.slice(0, 4)) || Infinity];
    const most = Math.max(1, ...counts.values());
    const step = WIDTH / Math.max(1, years.length);
    const bars = years.filter((year) => counts.has(year)).map((year) => {
      const tall = Math.max(2, Math.sqrt(counts.get(year) / most) * (HEIGHT - 4));
      return make("svg:rect", { x: (year - years[0]) * step, y: HEIGHT - tall, width: Math.max(1.5, step - Math.min(1, step / 4)), height: tall,
        class: year >= first && year <= last ? "within" : "outside" }, make("svg:title", {}, `${year}: ${counts.get(year)}`));
    });
    const brush = state.from || state.to ? make("svg:rect", { class: "brush", y: 0, height: HEIGHT,
      x: Math.max(0, (Math.max(first, years[0] ?? 0) - (years[0] ?? 0)) * step),
      width: Math.max(2, (Math.min(last, years.at(-1) ?? 0) - Math.max(first, years[0] ?? 0) + 1) * step) }) : null;
    fill(svg, brush, bars);
    from.value = state.from;
    to.value = state.to;
    byId("anytime").hidden = !state.from && !state.to;
    fill(byId("earliest"), years.length ? String(years[0]) : "");
    fill(byId("latest"), years.length ? String(years.at(-1)) : "");
  };
}
