const FORMULA = /^'*[=+\-@\t\r]/;

// Copy a text, or show it to be copied where the browser does not let the page do it.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(t("Copied."));
  } catch {
    showText(text);
  }
}

function showText(text) {
  const field = element("text");
  field.value = text;
  field.hidden = false;
  element("image").hidden = true;
  element("text-title").textContent = t("Copy this text");
  element("text-dialog").showModal();
  field.focus();
  field.select();
}

let toldAt = 0;

function tell(text) {
  const toast = element("toast");
  toast.textContent = text;
  clearTimeout(toldAt);
  toldAt = setTimeout(() => (toast.textContent = ""), 4000);
}

function linkText() {
  const [page] = location.href.split("#");
  return `${location.protocol === "about:" ? "" : page}#${addressText()}`;
}

// A cell that no spreadsheet takes for a formula; see careergraph.tables.defused.
function tsvCell(cell) {
  const text = cell.textContent.trim().replace(/\s+/g, " ");
  return FORMULA.test(text) ? `'${text}` : text;
}

function tsvText() {
  const tables = [...document.querySelectorAll("#tables table")].map((table) => {
    const rows = [table.tHead.rows[0], ...[...table.tBodies[0].rows].filter((row) => !row.hidden)];
    return rows.map((row) => [...row.cells].map(tsvCell).join("\t")).join("\n");
  });
  return `${tables.join("\n\n")}\n`;
}

// A frame that is sandboxed may not save files.
function isSandboxed() {
  try {
    return !localStorage;
  } catch {
    return true;
  }
}

function download(blob, ending) {
  const saved = make("a");
  saved.href = URL.createObjectURL(blob);
  saved.download = `careergraph-${data.name}.${ending}`;
  saved.click();
  setTimeout(() => URL.revokeObjectURL(saved.href), 10000);
}

function downloadSvg() {
  if (isSandboxed()) showText(svgText());
  else download(new Blob([svgText()], { type: "image/svg+xml" }), "svg");
}

function downloadPng() {
  if (isSandboxed()) showImage(makePng().toDataURL("image/png"));
  else makePng().toBlob((blob) => download(blob, "png"), "image/png");
}

function showImage(address) {
  element("text").hidden = true;
  element("image").hidden = false;
  const image = make("img");
  Object.assign(image, { src: address, alt: data.title });
  element("image").replaceChildren(image);
  element("text-title").textContent = t("Save this picture");
  element("text-dialog").showModal();
}

const SHARED = {
  "copy-link": () => copy(linkText()),
  "copy-table": () => copy(tsvText()),
  "save-png": downloadPng,
  "save-svg": downloadSvg,
  print: () => window.print(),
};

function openShare(open) {
  element("share-menu").hidden = !open;
  element("share").setAttribute("aria-expanded", String(open));
}

function startShare() {
  const menu = element("share-menu");
  element("share").addEventListener("click", () => openShare(menu.hidden));
  for (const [id, act] of Object.entries(SHARED)) {
    element(id).addEventListener("click", () => {
      openShare(false);
      element("share").focus();
      act();
    });
  }
  const whole = menu.parentElement;
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    openShare(false);
    element("share").focus();
  });
  whole.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !whole.contains(relatedTarget)) openShare(false);
  });
  addEventListener("pointerdown", ({ target }) => {
    if (!whole.contains(target)) openShare(false);
  });
  for (const close of document.querySelectorAll("dialog .close")) {
    close.addEventListener("click", () => close.closest("dialog").close());
  }
}
