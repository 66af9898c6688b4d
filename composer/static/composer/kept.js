// What was typed stays in this tab until a server has confirmed it. Signed out, cut off or closed
// too early: the next time this draft is opened, it offers the words again.

const form = document.getElementById("write");
const notice = document.getElementById("kept");
const { tab } = form.elements;
const seen = () => document.getElementById("seen"); // drawn anew by each autosave
const path = new URL(form.action).pathname;
const key = `gema-kept:${form.dataset.person}:${path}`;

let edits = 0; // counted as they are typed
let confirmed = 0; // how many of them the server has
let pending = 0; // saves on their way
let offered = null; // kept earlier, and waiting for an answer
let leaving = false;

// A channel's text as it was drawn is not somebody's words: the blanks make it again.
function isWritten(control) {
  if (!control.name || control.matches("button, fieldset, [type=hidden], [type=file]")) return false;
  return !control.name.startsWith("text-") || control.value !== control.defaultValue;
}
const isTicked = (control) => control.matches("[type=checkbox], [type=radio]");
const nameOf = (control) => (isTicked(control) ? `${control.name}=${control.value}` : control.name);
const valueOf = (control) => (isTicked(control) ? control.checked : control.value);

function fields() {
  const written = [...form.elements].filter(isWritten);
  return Object.fromEntries(written.map((control) => [nameOf(control), valueOf(control)]));
}

function keep() {
  if (offered) return;
  const from = Number(seen().value);
  const kept = { tab: tab.value, seen: from, after: from + pending, fields: fields() };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // No room, or not allowed: autosave and the question before leaving are still there.
  }
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget() {
  if (!offered) sessionStorage.removeItem(key);
}

for (const name of ["input", "change"]) {
  form.addEventListener(name, () => {
    edits += 1;
    keep();
  });
}

// Confirmed by an autosave.
const sent = new WeakMap();
form.addEventListener("htmx:beforeSend", ({ detail }) => {
  sent.set(detail.xhr, edits);
  pending += 1;
});
form.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  if (!sent.has(xhr)) return;
  pending -= 1;
  if (xhr.status === 200 && new URL(xhr.responseURL).pathname === path) settle(sent.get(xhr));
});

function settle(count) {
  confirmed = Math.max(confirmed, count);
  if (confirmed === edits) forget();
  else keep();
}

// Leaving within the pause before an autosave: the last words go now. A button sends them itself.
form.addEventListener("submit", () => {
  leaving = true;
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
let flushed = 0;
async function flush() {
  if (leaving || edits === Math.max(confirmed, flushed)) return;
  const count = (flushed = edits);
  const body = new FormData(form);
  body.delete("pictures");
  pending += 1;
  try {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: true });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    seen().value = page.getElementById("seen").value;
    settle(count);
  } catch {
    // Offline: the words are kept here.
  } finally {
    pending -= 1;
  }
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush();
});
window.addEventListener("pagehide", flush);

// Opened again. Words that arrived after all are forgotten; words that are in the answer to a save
// that failed are on the screen already.
const kept = recall();
const own = kept?.tab === form.dataset.lastTab;
if (kept && own && Number(seen().value) > kept.after) forget();
else if (kept?.tab === tab.value) edits = 1;
else if (kept && differs(kept.fields)) offer();
else forget();

function differs(written) {
  return [...form.elements].some((control) => {
    const was = written[nameOf(control)];
    return was !== undefined && was !== valueOf(control);
  });
}

function offer() {
  offered = kept;
  notice.hidden = false;
}

function answered() {
  offered = null;
  notice.hidden = true;
  document.getElementById("isian").focus();
}

document.getElementById("kept-drop").addEventListener("click", () => {
  answered();
  forget();
});
document.getElementById("kept-use").addEventListener("click", () => {
  answered();
  // Somebody else has saved since: the server then shows both and lets a person choose.
  if (!own) seen().value = kept.seen;
  for (const control of form.elements) {
    const value = kept.fields[nameOf(control)];
    if (value === undefined || control.matches("button, [type=hidden]")) continue;
    if (isTicked(control)) control.checked = value;
    else control.value = value;
  }
  document.getElementById("card").dispatchEvent(new Event("input", { bubbles: true }));
});
