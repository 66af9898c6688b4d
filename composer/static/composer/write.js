// The writing screen made comfortable: two views on a narrow screen, pictures that go up as soon as
// they are chosen, and a draft that says whether it is kept. Without it, the form still works.

const form = document.getElementById("write");
const one = (id) => document.getElementById(id);

// Narrow screens show the blanks or the previews; each keeps its place while the other is shown.
const links = [...document.querySelectorAll(".views [data-view]")];
const narrow = matchMedia("(width < 72rem)");
const places = {};

function show(view) {
  const before = form.dataset.view;
  if (before === view) return;
  places[before] = scrollY;
  form.dataset.view = view;
  for (const link of links) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (before && narrow.matches) scrollTo({ top: places[view] ?? 0, behavior: "instant" });
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.dataset.view);
  });
}
show("isian");

// A link to a field shows it, wherever it is hidden: in the other view, or in what is folded up.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && !link.dataset.view && one(link.hash.slice(1));
  if (!target || !form.contains(target)) return;
  event.preventDefault();
  show(one("live").contains(target) ? "live" : "isian");
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  target.scrollIntoView({ block: target.matches(".preview") ? "start" : "center" });
  target.focus({ preventScroll: true });
});

// The server draws the texts of the channels again, but never the one that is being typed into.
form.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters.set("typing", document.activeElement?.name ?? "");
});

// Leaving by a button saves everything anyway: an autosave beside it would only overtake it.
let leaving = false;
form.addEventListener("submit", () => {
  leaving = true;
});
form.addEventListener("htmx:beforeRequest", (event) => {
  if (leaving) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  leaving = false;
});

// What was unfolded stays so when it is drawn again.
let unfolded = new Set();
document.addEventListener("htmx:beforeSwap", () => {
  unfolded = new Set([...document.querySelectorAll("details[id][open]")].map((fold) => fold.id));
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of unfolded) one(id)?.setAttribute("open", "");
});

// A blank that was mended is no longer marked; what is still to do is in the list.
document.addEventListener("htmx:afterSettle", () => {
  const wrong = new Set([...document.querySelectorAll("#todo a")].map((link) => link.hash.slice(1)));
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    if (wrong.has(control.id) || control.type === "file") continue;
    control.removeAttribute("aria-invalid");
    const field = control.closest(".field");
    field.classList.remove("is-wrong");
    field.querySelector(".field-error")?.remove();
  }
});

// Signed out elsewhere: the sign-in page is not for the place of the previews.
form.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href);
  if (answered.pathname === new URL(form.action).pathname) return;
  event.detail.shouldSwap = false;
  unsaved();
  if (one("signed-out").hidden) toast(form.dataset.signedOut); // said once
  one("signed-out").hidden = false;
});

function toast(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "bad" } }));
}

// Kept or not: said beside the views, and tried again when the line is back.
function unsaved() {
  const saved = one("saved");
  saved.classList.add("is-unsaved");
  saved.querySelector(".saved-words").textContent = saved.dataset.unsaved;
}
form.addEventListener("htmx:sendError", unsaved);
form.addEventListener("htmx:responseError", unsaved);
form.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr.status !== 409) return;
  if (!one("saved").matches(".is-unsaved")) toast(form.dataset.lookUp); // said once
  unsaved();
});
window.addEventListener("online", () => {
  if (one("saved").matches(".is-unsaved")) {
    one("isian").dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// Pictures go up as soon as they are chosen, with everything typed so far.
const pictures = one("pictures");
const upload = one("upload");
upload.hidden = true;
for (const name of ["input", "change"]) {
  pictures.addEventListener(name, (event) => event.stopPropagation()); // not also an autosave
}
pictures.addEventListener("change", () => {
  if (!pictures.files.length) return;
  one("uploading").hidden = false;
  form.requestSubmit(upload);
});

one("refusal")?.focus();
