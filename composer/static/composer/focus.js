// The point of a photo that stays in sight: tapped or dragged on the photo, or moved by arrow keys.
// The two numbers below it are what is saved; without this they, and nine places, do as well.

const STEP = 1;
const LEAP = 10; // with Shift
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const MOVED = 6; // pixels; less is a tap

const between = (value, least, most) => Math.max(least, Math.min(value, most));

function prepare(stage) {
  const id = stage.dataset.focus;
  const fields = ["x", "y"].map((axis) => document.getElementById(`focus-${axis}-${id}`));
  const mark = stage.querySelector(".focus-mark");
  const read = () => fields.map((field) => between(Math.round(Number(field.value)) || 0, 0, 100));
  mark.hidden = false;

  function draw() {
    const [x, y] = read();
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    mark.setAttribute("aria-label", mark.dataset.said.replace("{x}", x).replace("{y}", y));
    for (const path of stage.querySelectorAll(".focus-frames path")) shade(stage, path, x, y);
  }

  function put([x, y]) {
    fields[0].value = between(Math.round(x), 0, 100);
    fields[1].value = between(Math.round(y), 0, 100);
    draw();
  }
  const tell = (kind) => fields[0].dispatchEvent(new Event(kind, { bubbles: true }));

  mark.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const far = event.shiftKey ? LEAP : STEP;
    put(read().map((value, axis) => value + way[axis] * far));
    tell("input");
  });

  // A finger that scrolls the page takes its touch away again, and the point goes back.
  let began = null;
  function at(event) {
    const box = stage.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * 100,
      ((event.clientY - box.top) / box.height) * 100,
    ];
  }
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    began = { from: read(), x: event.clientX, y: event.clientY, moved: event.pointerType === "mouse" };
    stage.setPointerCapture(event.pointerId);
    if (began.moved) put(at(event));
  });
  stage.addEventListener("pointermove", (event) => {
    if (!began) return;
    began.moved ||= Math.hypot(event.clientX - began.x, event.clientY - began.y) >= MOVED;
    if (began.moved) put(at(event));
  });
  stage.addEventListener("pointerup", (event) => {
    if (!began) return;
    began = null;
    put(at(event));
    mark.focus({ preventScroll: true });
    tell("change");
  });
  stage.addEventListener("pointercancel", () => {
    if (began) put(began.from);
    began = null;
  });

  for (const field of fields) {
    field.addEventListener("input", draw);
    field.addEventListener("change", () => put(read()));
  }
  document.addEventListener("htmx:afterSettle", draw); // frames drawn anew by the server
  draw();
}

// As content/fit.py places a part around the point.
function shade(stage, path, x, y) {
  const whole = [Number(stage.dataset.width), Number(stage.dataset.height)];
  const part = [Number(path.dataset.width), Number(path.dataset.height)];
  const [left, top] = [x, y].map((hundredths, axis) => {
    const point = Math.min(whole[axis] - 1, Math.floor((whole[axis] * hundredths) / 100));
    return between(point - Math.floor(part[axis] / 2), 0, whole[axis] - part[axis]);
  });
  const inner = `M${left} ${top}H${left + part[0]}V${top + part[1]}H${left}Z`;
  path.setAttribute("d", `M0 0H${whole[0]}V${whole[1]}H0Z${inner}`);
}

for (const stage of document.querySelectorAll("[data-focus]")) prepare(stage);
