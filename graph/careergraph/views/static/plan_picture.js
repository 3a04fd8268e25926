// A planned route in the picture: its boxes lit and numbered, its moves drawn through the gutters.
const START_BADGE = "•";

class RoutePicture {
  constructor(nodeOf) {
    this.nodeOf = nodeOf;
    this.moves = [];
    this.before = { nodes: nodes.map(({ lit, badge }) => [lit, badge]), edges: edges.map(({ lit }) => lit) };
  }

  clear() {
    this.moves = [];
    nodes.forEach((node, index) => ([node.lit, node.badge] = this.before.nodes[index]));
    edges.forEach((edge, index) => (edge.lit = this.before.edges[index]));
  }

  show(route) {
    this.clear();
    for (const thing of [...nodes, ...edges]) thing.lit = false;
    for (const node of nodes) node.badge = "";
    const way = route.steps.map((step) => this.nodeOf(step.role));
    const source = route.source === null ? null : this.nodeOf(route.source);
    if (source) {
      way.unshift(source);
      for (const node of circle(source)) node.lit = true;
    }
    for (const skill of route.constraints.have) this.light(skill);
    for (const step of route.steps) this.lightStep(step);
    way.forEach((node, index) => this.number(node, source ? index : index + 1));
    this.moves = leadAsShown(way).map((points, index) => {
      const [from, to] = [way[index], way[index + 1]];
      return { kind: "moves to", source: from, target: to, points, lit: true };
    });
    this.bringIntoView(way);
  }

  light(iri) {
    const node = this.nodeOf(iri);
    if (node) node.lit = true;
  }

  lightStep(step) {
    for (const { skill, transfer } of step.skills) {
      this.light(skill);
      if (!transfer) continue;
      this.light(transfer.from);
      const ends = [this.nodeOf(transfer.from), this.nodeOf(skill)];
      for (const edge of edges) {
        const same = edge.source === ends[0] && edge.target === ends[1];
        if (same && edge.kind === "transfers to") edge.lit = true;
      }
    }
    for (const skill of step.reused) this.light(skill);
  }

  // A role that a route enters twice bears both numbers, as far as a badge has room.
  number(node, step) {
    const said = [node.badge, step === 0 ? START_BADGE : String(step)].filter(Boolean).join("/");
    node.lit = true;
    node.badge = said.length > 3 ? String(step) : said;
  }

  paint(surface) {
    for (const move of this.moves) {
      if (isShown(move.source) && isShown(move.target)) paintEdge(surface, move, true, false);
    }
  }

  // The middle of the route's boxes; the first of them where not all have room.
  bringIntoView(way) {
    const { width, height } = viewport();
    if (!isPictured() || !width || !height) return;
    const scale = network.getScale();
    const along = (axis, size, view) => {
      const low = Math.min(...way.map((node) => node[axis] - node[size] / 2));
      const high = Math.max(...way.map((node) => node[axis] + node[size] / 2));
      return (high - low) * scale <= view ? (low + high) / 2 : way[0][axis];
    };
    moveTo(clamp({ x: along("x", "w", width), y: along("y", "h", height) }, scale), scale);
  }
}
