// Change the look at once; the server keeps the choice. Without this the form does it by itself.

for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const choice = event.submitter.value;
    const body = new FormData(form, event.submitter);
    if (choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    for (const button of document.querySelectorAll("[data-theme-form] button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}
