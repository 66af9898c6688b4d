// Dragging an entry to another day moves its deliveries there, each keeping its hour.
// The same can be done from the entry's own page with date and time fields.

const moving = document.getElementById("moving");

for (const list of document.querySelectorAll(".calendar[data-movable] .entries")) {
  window.Sortable.create(list, {
    group: "days",
    draggable: "[data-movable]",
    sort: false,
    animation: 120,
    delay: 180,
    delayOnTouchOnly: true,
    onEnd: ({ item, from, to }) => {
      if (from === to) return;
      moving.elements.date.value = to.dataset.date;
      for (const id of item.dataset.ids.trim().split(" ")) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "delivery";
        field.value = id;
        moving.append(field);
      }
      moving.requestSubmit();
    },
  });
}
