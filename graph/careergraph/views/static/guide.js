// How to read the page: shown to who comes first, and to who asks with "?".
const READ = "careergraph-guide-read";

function wasRead() {
  try {
    return localStorage.getItem(READ) === "yes";
  } catch {
    return false;
  }
}

function noteRead() {
  element("guide").hidden = true;
  element("canvas").focus();
  try {
    localStorage.setItem(READ, "yes");
  } catch {
    // A sandboxed frame keeps nothing: the guide is there again next time.
  }
}

function showGuide() {
  const copied = element("guide-list").cloneNode(true);
  copied.removeAttribute("id");
  element("guide-copy").replaceChildren(copied);
  element("guide-dialog").showModal();
}

function startGuide() {
  element("guide").hidden = wasRead();
  element("guide-read").addEventListener("click", noteRead);
  element("help").addEventListener("click", showGuide);
}
