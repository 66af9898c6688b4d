// Dragging an entry to another day moves it there, each keeping its hour. By keyboard: M on an
// entry opens the fields for day and hour, which its own small link opens without JavaScript, too.

const calendar = document.querySelector(".calendar[data-movable]");
const moving = document.getElementById("moving");

function send(ids, date) {
  moving.elements.date.value = date;
  for (const id of ids) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "delivery";
    field.value = id;
    moving.append(field);
  }
  moving.requestSubmit();
}

for (const list of calendar?.querySelectorAll(".entries") ?? []) {
  window.Sortable.create(list, {
    group: { name: "days", put: (to) => to.el.dataset.date >= calendar.dataset.today },
    draggable: ".entry",
    filter: ".entry:not([data-movable]), .entry-move",
    preventOnFilter: false,
    sort: false,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 5,
    delay: 200,
    delayOnTouchOnly: true,
    animation: 120,
    onEnd: ({ item, from, to }) => {
      if (from !== to) send(item.dataset.ids.trim().split(" "), to.dataset.date);
    },
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
  const move = event.target.closest?.(".entry")?.querySelector(".entry-move");
  if (!move) return;
  event.preventDefault();
  move.click();
});
