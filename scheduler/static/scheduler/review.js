// Deciding by keyboard: S approve, K return, T reject, N next. Never while typing.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  const note = document.getElementById("note");
  if (["k", "t"].includes(target.dataset.key) && note && !note.value.trim()) {
    note.focus();
    return;
  }
  target.click();
});

document.getElementById("refusal")?.focus();
