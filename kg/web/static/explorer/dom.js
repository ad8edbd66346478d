// Elements made without markup: text is only ever text.

/** An element. `attributes` may hold `on: {click: f}` for listeners, and properties of the element. */
export function make(tag, attributes = {}, ...children) {
  const element = tag === "svg" || tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.replace("svg:", "")) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Puts the children in the place of what the element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
}

/** A link inside this site; another scheme or host is never followed. */
export function link(address, text, attributes = {}) {
  return address.startsWith("/") && !address.startsWith("//") ? make("a", { href: address, ...attributes }, text)
    : make("span", {}, text);
}

/** What a variable of the stylesheet stands for now, as a colour that a canvas understands. */
export function colour(name) {
  const probe = make("span", { hidden: true });
  document.body.append(probe);
  probe.style.color = `var(--${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export const number = (value) => value.toLocaleString("en");
export const count = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;
