// What every page has: busy buttons, toasts, menus that close. Everything works without it, too.

/** Show a short message. Text only: nothing a server sends is read as HTML. */
function toast(text, tone = "") {
  const region = document.getElementById("toasts");
  if (!region || !text) return;
  const line = document.createElement("div");
  line.className = "toast";
  line.textContent = text;
  line.role = tone === "bad" ? "alert" : "status";
  region.append(line);
  setTimeout(() => line.remove(), tone === "bad" ? 12000 : 6000);
}

const words = document.documentElement.lang === "en"
  ? { offline: "No connection. Nothing was lost; try again.", trouble: "That did not work. Try again in a moment." }
  : { offline: "Sambungan terputus. Tidak ada yang hilang; coba lagi.", trouble: "Belum berhasil. Coba lagi sebentar lagi." };

// A server answers with the header  HX-Trigger: {"toast": {"text": "…", "tone": "bad"}}
document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail.tone));
// What asks again by itself every second does not complain every second.
const complain = (text) => ({ detail }) => detail.elt?.matches("[data-quiet]") || toast(text, "bad");
document.addEventListener("htmx:sendError", complain(words.offline));
document.addEventListener("htmx:responseError", complain(words.trouble));

// A pressed button shows that it was heard, and cannot be pressed twice.
document.addEventListener("submit", (event) => {
  const { submitter } = event;
  if (event.defaultPrevented || !submitter?.matches(".button")) return;
  if (submitter.getAttribute("aria-busy") === "true") event.preventDefault();
  else submitter.setAttribute("aria-busy", "true");
  setTimeout(rest, 10000); // the answer may be a file to keep: then the page stays
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  detail.requestConfig.triggeringEvent?.submitter?.setAttribute("aria-busy", "true");
});
const rest = () =>
  document.querySelectorAll("[aria-busy=true]").forEach((one) => one.removeAttribute("aria-busy"));
window.addEventListener("pageshow", rest);
document.addEventListener("htmx:afterRequest", rest);

// Menus close when one looks elsewhere.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details.menu[open]");
  closeMenus();
  open?.querySelector("summary").focus();
});
