// The filters, which are the legend as well: each value with its shape or line, how often it is, and a box to switch it off.
import { byId, fill, make, number } from "./dom.js";
import { LINES, SHAPES } from "./drawing.js";
import { choices } from "./model.js";
import { called } from "./names.js";

const TITLES = { class: "Classes", stance: "Stances", relation: "Relations and events", topic: "Topics", outlet: "Outlets", country: "Countries of outlets" };
const OPEN = new Set(["class", "stance"]);
const PATHS = { ellipse: "M8 2a6 6 0 1 0 .01 0z", rectangle: "M2 2h12v12H2z", hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z", triangle: "M8 1l7 13H1z",
  diamond: "M8 1l7 7-7 7-7-7z", vee: "M1 2l7 4 7-4-7 13z", star: "M8 1l2 5h5l-4 3.5 1.5 5L8 11.5 3.5 14.5 5 9.5 1 6h5z" };
const country = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

export function swatch(kind) {
  return make("svg", { viewBox: "0 0 16 16", class: `swatch class-${kind.toLowerCase()}`, "aria-hidden": "true" }, make("svg:path", { d: PATHS[SHAPES[kind]] ?? PATHS.ellipse }));
}

export function stroke(name) {
  const dashes = { dashed: "6 4", dotted: "2 3", solid: "none" }[LINES[name] ?? "solid"];
  return make("svg", { viewBox: "0 0 26 8", class: `stroke line-${name}`, "aria-hidden": "true" }, make("svg:path", { d: "M1 4h24", "stroke-dasharray": dashes }));
}

/** `toggled(filter, values, on)` hears which values are switched on or off. */
export function filters(toggled) {
  const open = new Set(OPEN);
  return function show(network, state) {
    const tally = choices(network, state);
    const topics = new Map(network.nodes.map((node) => [node.id, called(node, state)]));
    const words = (name, value) => (name === "topic" ? topics.get(value) : name === "country" ? nameOf(value) : value.replace("/", ": "));
    fill(byId("filters"), Object.entries(TITLES).map(([name, title]) => {
      const off = new Set(state.off[name]);
      const values = [...tally[name]].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      if (!values.length) return null;
      const all = values.every(([value]) => !off.has(value));
      return make("details", { open: open.has(name) || off.size > 0, on: { toggle: ({ target }) => (target.open ? open.add(name) : open.delete(name)) } },
        make("summary", {}, title, off.size ? make("small", {}, ` ${values.length - values.filter(([v]) => off.has(v)).length} of ${values.length}`) : null),
        make("fieldset", {}, make("legend", { class: "unseen" }, title),
          values.length > 3 ? make("button", { type: "button", class: "slight", on: { click: () => toggled(name, values.map(([value]) => value), !all) } }, all ? "switch all off" : "switch all on") : null,
          values.map(([value, times]) => make("label", { class: "choice" },
            make("input", { type: "checkbox", checked: !off.has(value), "data-filter": name, value, on: { change: ({ target }) => toggled(name, [value], target.checked) } }),
            name === "class" ? swatch(value) : name === "stance" ? stroke(value) : name === "relation" ? stroke(value.split("/")[0]) : null,
            make("span", {}, words(name, value)), make("small", {}, number(times))))));
    }));
  };
}

function nameOf(code) {
  try { return country.of(code); } catch { return code; }
}
