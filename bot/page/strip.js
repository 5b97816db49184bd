// ---- the strip beside the article shows which part of it is in view

function showView() {
  const sheet = find("#sheet article");
  const cells = [...document.querySelectorAll("#strip [data-first]")];
  if (!sheet || !cells.length) return;
  const room = sheet.getBoundingClientRect();
  const inView = (paragraph) => {
    const box = paragraph.getBoundingClientRect();
    return box.bottom > room.top && box.top < room.bottom;
  };
  const seen = [...sheet.querySelectorAll("[data-paragraph]")].filter(inView).map((one) => Number(one.dataset.paragraph));
  const [first, last] = [seen[0] ?? 0, seen.at(-1) ?? 0];
  cells.forEach((cell, place) => {
    const next = Number(cells[place + 1]?.dataset.first ?? Infinity);
    cell.classList.toggle("in-view", Number(cell.dataset.first) <= last && next > first);
  });
}

let isAsked = false; // once a frame is enough

function soonShowView() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    showView();
  });
}

listen("scroll", soonShowView, { capture: true, passive: true });
window.addEventListener("resize", soonShowView, { signal });
whenDrawn(() => {
  watch(find("#strip"), soonShowView);
  watch(find("#sheet"), soonShowView);
});
