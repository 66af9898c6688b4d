// The writing screen: pictures go up as soon as they are chosen; a refusal is brought into view.

const form = document.getElementById("write");
const pictures = document.getElementById("pictures");
const upload = document.getElementById("upload");

if (pictures && upload) {
  upload.hidden = true;
  pictures.addEventListener("change", () => {
    if (pictures.files.length) form.requestSubmit(upload);
  });
}

// The server redraws the texts of the channels, but never the one that is being typed into.
form.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters.set("typing", document.activeElement?.name ?? "");
});

document.getElementById("refusal")?.focus();

// A link to a closed override opens it, so that the field it names can be seen.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#text-"]');
  const target = link && document.getElementById(link.hash.slice(1));
  target?.closest("details")?.setAttribute("open", "");
});
