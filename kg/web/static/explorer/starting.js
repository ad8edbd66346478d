// Where to begin: a search, a topic, a question of the catalogue, the ways between two things.
import { ask } from "./api.js";
import { byId, fill, make } from "./dom.js";
import { finding } from "./finding.js";

let questions = null;

/** `begin(part)` hears of a new start, `add(id)` of a thing to add. */
export function starting(begin, add) {
  finding(byId("find"), byId("found"), (id) => (byId("adding").checked ? add(id) : begin({ start: [id] })));
  byId("topic").addEventListener("change", ({ target }) => { if (target.value) begin({ start: [target.value] }); });
  byId("everything").addEventListener("click", () => begin({}));
  byId("question").addEventListener("change", ({ target }) => asked(target.value, {}, begin));
  const ends = { from: "", to: "" };
  for (const end of ["from", "to"]) {
    const input = byId(`way-${end}`);
    finding(input, byId(`way-${end}-found`), (id, text) => { ends[end] = id; input.value = text; });
    input.addEventListener("input", () => { ends[end] = ""; });
  }
  byId("ways").addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = ["from", "to"].find((end) => !ends[end]);
    if (missing) { byId(`way-${missing}`).focus(); fill(byId("way-problem"), "Choose both ends from the lists that open as you type."); return; }
    fill(byId("way-problem"));
    begin({ path: `${ends.from},${ends.to}`, before: byId("way-before").value.trim(), after: byId("way-after").value.trim() });
  });
  return {
    way(id, text) { ends.from = id; byId("way-from").value = text; byId("ways").closest("details").open = true; byId("way-to").focus(); },
    /** Shows in the forms what the address says. */
    show(state) {
      byId("topic").value = state.start.length === 1 && state.start[0].startsWith("topic:") ? state.start[0] : "";
      if (state.query && byId("question").value !== state.query) asked(state.query, state.parameters, begin);
      if (!state.query) { byId("question").value = ""; fill(byId("parameters")); }
      byId("way-before").value = state.before;
      byId("way-after").value = state.after;
    },
  };
}

/** The form for a question's parameters; one that needs none is asked at once. */
async function asked(name, given, begin) {
  const form = byId("parameters");
  fill(form);
  if (!name) return;
  byId("question").value = name;
  try { questions ??= (await ask("/api/queries")).queries; } catch (error) { fill(form, error.message); return; }
  const query = questions.find((one) => one.name === name);
  if (!query) return;
  fill(form, make("p", { class: "soft" }, query.question), query.parameters.map((p) => make("label", { class: "field" }, make("span", {}, `${p.name}${p.required ? " *" : ""}`),
    p.choices.length ? make("select", { name: p.name }, make("option", { value: "" }, "any"), p.choices.map((choice) => make("option", { value: choice, selected: given[p.name] === choice }, choice)))
      : make("input", { name: p.name, value: given[p.name] ?? "", placeholder: p.example ?? "", required: p.required, title: p.description }))), make("button", { class: "main" }, "Show"));
  form.onsubmit = (event) => { event.preventDefault(); begin({ query: name, parameters: Object.fromEntries(new FormData(form)) }); };
  if (!query.parameters.length && !Object.keys(given).length) begin({ query: name, parameters: {} });
}
