// <a href="/…" data-dialog>: open the linked page's main part in a dialog. Without this it is a link.

const dialog = document.getElementById("dialog");

async function open(link) {
  const answer = await fetch(link.href, { headers: { "X-Dialog": "1" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.querySelector("[data-dialog-body]");
  if (!answer.ok || !part) throw new Error("no part for a dialog");
  dialog.querySelector("#dialog-title").textContent =
    page.querySelector("h1")?.textContent.trim() ?? link.textContent.trim();
  const body = dialog.querySelector(".dialog-body");
  body.replaceChildren(document.adoptNode(part));
  // A form without an address means the page it came from.
  for (const form of body.querySelectorAll("form:not([action])")) form.action = link.href;
  window.htmx?.process(body);
  link.closest("details.menu")?.removeAttribute("open");
  dialog.showModal();
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("[data-close]")) dialog.close();
  });
}
