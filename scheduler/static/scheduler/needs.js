// How many are chosen, and boxes that stand for others. Without it every box still does its work.

const form = document.querySelector(".needs");
const every = form?.querySelector("[data-every]");
const groups = [...(form?.querySelectorAll("[data-group]") ?? [])];
const rowsOf = (group) => [...group.closest(".need-group").querySelectorAll(".need .need-pick")];

/** What is chosen, each once: a box may stand for many. */
function chosen() {
  const marks = new Set();
  for (const box of form.querySelectorAll(".need-pick:checked")) {
    for (const mark of box.value.split(" ")) marks.add(mark);
  }
  return marks.size;
}

function say() {
  const number = chosen();
  const line = form.querySelector("[data-chosen]");
  if (line) line.textContent = number ? line.dataset.words.replace("{n}", number) : "";
  form.classList.toggle("needs-chosen", number > 0);
}

form?.addEventListener("change", ({ target }) => {
  if (!target.matches(".need-pick")) return;
  if (target === every) {
    for (const box of form.querySelectorAll(".need-pick")) box.checked = every.checked;
  } else if (groups.includes(target)) {
    for (const box of rowsOf(target)) box.checked = target.checked;
  }
  // One that is left out is not stood for by another box.
  if (!target.checked) {
    const group = target.closest(".need-group")?.querySelector("[data-group]");
    if (group) group.checked = false;
    if (every) every.checked = false;
  }
  say();
});

// The browser may have kept the boxes of the page before.
window.addEventListener("pageshow", () => form && say());
