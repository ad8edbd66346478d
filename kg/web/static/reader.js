// What the article's page does better with a script: boxes of the legend are kept in the address, a number and its fact
// light up together, and a fact that is in another part of a long article is found there.

const boxes = [...document.querySelectorAll(".shown input")];

function keep() {
  const address = new URL(location.href);
  address.searchParams.delete("hide");
  for (const box of boxes) if (!box.checked) address.searchParams.append("hide", box.name);
  history.replaceState(null, "", address);
}
for (const box of boxes) box.addEventListener("change", keep);

function light(id, on) {
  const note = document.getElementById(id);
  note?.classList.toggle("lit", on);
}
for (const ref of document.querySelectorAll(".ref")) {
  const id = ref.getAttribute("href").slice(1);
  for (const event of ["mouseenter", "focus"]) ref.addEventListener(event, () => light(id, true));
  for (const event of ["mouseleave", "blur"]) ref.addEventListener(event, () => light(id, false));
}

const wanted = decodeURIComponent(location.hash.slice(1));
const address = new URL(location.href);
if (/^[a-z][0-9a-z]{4,40}$/.test(wanted) && !document.getElementById(wanted) && !address.searchParams.has("at")) {
  address.searchParams.delete("page");
  address.searchParams.set("at", wanted);
  location.replace(address);
}
