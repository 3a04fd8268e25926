// The names of columns and lanes, which stay in sight while the picture moves.
function startHeadings() {
  for (const [label, rank] of data.columns) {
    const head = make("div");
    if (rank !== null) head.append(make("b", String(rank)));
    head.append(make("span", label));
    element("heads").append(head);
  }
  data.lanes.forEach(([label, , , index]) => {
    const head = make("div", label, `tone-${index}`);
    head.hidden = !label;
    element("lanes").append(head);
  });
}

function placeHeadings() {
  const scale = network.getScale();
  data.columns.forEach(([, , left, width], index) => {
    const style = element("heads").children[index].style;
    style.left = `${network.canvasToDOM({ x: left, y: 0 }).x}px`;
    style.width = `${width * scale}px`;
    style.opacity = state.hidden.column.has(String(index)) ? 0.35 : 1;
  });
  data.lanes.forEach(([, top, height], index) => {
    const style = element("lanes").children[index].style;
    style.top = `${network.canvasToDOM({ x: 0, y: top }).y}px`;
    style.height = `${height * scale}px`;
    style.visibility = shown.lanes.has(index) ? "visible" : "hidden";
  });
}
