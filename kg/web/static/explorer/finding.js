// A field that finds things: type, choose with the arrow keys or a click.
import { ask } from "./api.js";
import { fill, make } from "./dom.js";

const WAIT = 180;

/** Makes an input find things; `chosen(id, text)` hears of the choice. */
export function finding(input, list, chosen) {
  let hits = [], at = -1, timer = 0, stop = new AbortController();
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const pick = (hit) => { close(); input.value = ""; chosen(hit.id, hit.label || hit.text); };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (list.children[place]) { input.setAttribute("aria-activedescendant", list.children[place].id); list.children[place].scrollIntoView({ block: "nearest" }); }
  };
  const show = () => {
    fill(list, hits.map((hit, number) => make("li", { role: "option", id: `${list.id}-${number}`, "aria-selected": "false",
      on: { pointerdown: (event) => { event.preventDefault(); pick(hit); } } }, make("span", { class: "hit" }, wordsOf(hit)), make("small", {}, hit.kind.toLowerCase()))));
    if (!hits.length) fill(list, make("li", { class: "none" }, "nothing in the network is called so, and no sentence says it"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    at = -1;
  };
  const find = async () => {
    stop.abort();
    stop = new AbortController();
    const question = input.value.trim();
    if (!question) return close();
    try {
      ({ hits } = await ask("/api/explore/find", [["q", question]], stop.signal));
      show();
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      fill(list, make("li", { class: "none" }, error.message));
      list.hidden = false;
    }
    return undefined;
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, WAIT); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" && hits.length) { event.preventDefault(); mark((at + 1) % hits.length); }
    else if (event.key === "ArrowUp" && hits.length) { event.preventDefault(); mark((at - 1 + hits.length) % hits.length); }
    else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      if (at < 0) await find();
      const hit = hits[Math.max(at, 0)];
      if (hit && input.value.trim()) pick(hit);
    }
  });
}

/** A node by its label, and by the name that was found where that is another. */
function wordsOf({ label, text }) {
  return !label || label === text ? text : `${label} (${text})`;
}
