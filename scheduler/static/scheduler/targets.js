// Ticking the accounts of all the offices below at once, and none of them again.

for (const below of document.querySelectorAll(".below")) {
  const button = below.querySelector("[data-all]");
  const boxes = [...below.querySelectorAll("[name=account]")];
  button.hidden = false;
  button.addEventListener("click", () => {
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
    button.setAttribute("aria-pressed", String(!every));
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
