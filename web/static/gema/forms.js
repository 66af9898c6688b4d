// Comfort for forms: Ctrl+Enter sends, unsaved words are not lost by a slip, counters count.

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  // A button of this form may stand outside of it, in the page's header.
  form.requestSubmit([...form.elements].find((one) => one.matches("[data-ctrl-enter]")));
});

// <form data-guard>: ask before leaving with changes that no server has seen.
const changed = new Set();
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.matches("[data-guard]")) changed.add(form);
  count(target);
});
document.addEventListener("submit", ({ target }) => changed.delete(target));
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.successful) changed.delete(target.form ?? target.closest?.("form"));
});
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// <output data-count-for="id_title">: letters used, of maxlength. Networks' own counts come from the server.
function count(control) {
  if (!control.id) return;
  const output = document.querySelector(`[data-count-for="${CSS.escape(control.id)}"]`);
  if (!output) return;
  const used = [...control.value].length;
  output.textContent = control.maxLength > 0 ? `${used}/${control.maxLength}` : String(used);
}
document.querySelectorAll("[data-count-for]").forEach((output) => {
  const control = document.getElementById(output.dataset.countFor);
  if (control) count(control);
});

// What failed comes first: after an error the focus is where the work is.
document.querySelector("[aria-invalid=true]")?.focus({ preventScroll: false });
