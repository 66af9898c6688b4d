// Deciding by keyboard: S approve, K return, T reject, N next, ? help. Never while typing.
// Returning and rejecting need a note: the first press leads to it, the second one sends.

const form = document.getElementById("verdict");
const note = form?.elements.note;
const hint = document.getElementById("note-hint");
const keys = document.getElementById("keys");
const OFF = "gema-keys-off";

function arm(button) {
  for (const other of form.querySelectorAll("[data-key]")) {
    other.toggleAttribute("data-armed", other === button);
    other.toggleAttribute("data-ctrl-enter", other === button);
  }
  hint.textContent = hint.dataset[button.value];
  note.focus();
  note.scrollIntoView({ block: "center" });
}

// Without words there is nothing to send; with words a click is meant.
form?.addEventListener("click", (event) => {
  const button = event.target.closest("[value=kembalikan], [value=tolak]");
  if (!button || (note.value.trim() && (event.isTrusted || button.dataset.armed !== undefined))) return;
  event.preventDefault();
  arm(button);
});

// A dialog that has just closed keeps the focus until the page is drawn again: it counts while open.
function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === note) note.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (event.key === "?" && form) return keys.showModal();
  if (localStorage.getItem(OFF)) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

const opener = document.querySelector("[data-open-keys]");
if (opener) opener.hidden = false;
opener?.addEventListener("click", () => keys.showModal());
keys.addEventListener("click", ({ target }) => {
  if (target === keys || target.closest("[data-close-keys]")) keys.close();
});
const on = document.getElementById("keys-on");
on.checked = !localStorage.getItem(OFF);
on.addEventListener("change", () =>
  on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
