document.querySelector(".tools").hidden = false;
root.classList.add("js");
startSwitch();
startHeadings();
derive();
showTheme();
startNetwork();
startLane();
startPanel();
startFilters();
startSearch();
startKeyboard();
startShare();
startGuide();
startPrint();
planner?.start();
startAddress();

// For tests and the curious: what is drawn, read only.
window.careergraph = Object.freeze({
  network,
  nodes: () => [...shown.nodes].map((node) => node.id),
  edges: () => shown.edges.map((edge) => edge.id),
  lit: () => nodes.filter(isLitNode).map((node) => node.id),
  boxes: () => nodes.map(({ id, x, y, w, h }) => ({ id, x, y, w, h })),
  find: (phrase) => findNames(listed, phrase, MOST_FOUND).map(({ item }) => item.id),
  fonts: data.fonts,
  planner: planner?.exposed,
});
