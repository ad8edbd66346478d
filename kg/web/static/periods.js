// Dragging over the bars of a chart of periods chooses all of them; a click on one bar is its link, as without a script.

for (const chart of document.querySelectorAll(".periods svg")) {
  const bars = [...chart.querySelectorAll("a")];
  let first = null;
  let dragged = false;

  const barAt = (event) => event.target.closest(".periods svg a");
  const chosen = (last) => {
    const ends = [bars.indexOf(first), bars.indexOf(last)].sort((a, b) => a - b);
    return bars.slice(ends[0], ends[1] + 1);
  };
  const show = (some) => { for (const bar of bars) bar.classList.toggle("chosen", some.includes(bar)); };

  chart.addEventListener("pointerdown", (event) => { first = barAt(event); dragged = false; });
  chart.addEventListener("pointermove", (event) => {
    const last = barAt(event);
    if (!first || !last || !event.buttons) return;
    dragged = dragged || last !== first;
    if (dragged) show(chosen(last));
  });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
  chart.addEventListener("pointerup", (event) => {
    const last = barAt(event);
    if (first && last && dragged) {
      const some = chosen(last).map((bar) => new URL(bar.href.baseVal, location.href));
      const address = some[0];
      address.searchParams.set("to", some.at(-1).searchParams.get("to"));
      location.assign(address);
    }
    first = null;
  });
}
