// How to read the page: shown to who comes first, and to who asks with "?".
const READ = "careergraph-guide-read";

function wasRead() {
  try {
    return localStorage.getItem(READ) === "yes";
  } catch {
    return false;
  }
}

let read = wasRead();

function noteRead() {
  read = true;
  offerGuide();
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

// Details need the room once something is chosen.
function offerGuide() {
  element("guide").hidden = read || Boolean(state.chosen);
}

function startGuide() {
  onChange(offerGuide);
  element("guide-read").addEventListener("click", noteRead);
  element("help").addEventListener("click", showGuide);
}
