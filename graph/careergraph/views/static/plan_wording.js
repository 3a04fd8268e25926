// What is said of a planned route, in the words of views/route.py.
const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const hoursText = ({ low, high }) => (low === high ? `${thousands(low)} h` : `${thousands(low)}-${thousands(high)} h`);

function totalText(route) {
  const skills = route.steps.reduce((sum, step) => sum + step.skills.length, 0);
  return `${counted(route.steps.length, "move")}, ${counted(skills, "skill")} to learn: ${hoursText(route.effort)}`;
}

function certaintyText({ status, lower_bound: least, effort, weeks, hours_per_week: weekly }) {
  const said = [`${thousands(effort.expected)} h expected.`];
  if (weeks) said.push(`${thousands(weeks.low)}-${thousands(weeks.high)} weeks at ${weekly} hours a week.`);
  if (status === "optimal") said.push("No route takes less expected effort: this is proven.");
  else if (status === "unproven") said.push("Not proven: all that is known of the best is that it takes 0 h or more.");
  else said.push(`Proven ${status} of the best; none takes below ${thousands(least)} h.`);
  return said.join(" ");
}

function stepText(step) {
  const kind = step.move[0].toUpperCase() + step.move.slice(1);
  const learn = step.skills.length ? " Learn:" : " Nothing new to learn.";
  return `${kind}, ${hoursText(step.effort)}, of which the move itself ${hoursText(step.move_effort)}.${learn}`;
}

function learntText({ effort, full_effort: full, transfer, stepping_stone: stone }) {
  const said = [hoursText(effort)];
  if (transfer) {
    const { strength, from_label: from, rationale } = transfer;
    said[0] = `${hoursText(effort)} instead of ${hoursText(full)}: ${strength} transfer from ${from}. ${rationale}`;
  }
  if (stone) said.push("A stepping stone: the target does not require it.");
  return said.join(" ");
}

function directText(route) {
  const { direct } = route;
  const text = `In one step, a ${direct.move}: ${hoursText(direct.effort)}.`;
  if (direct.obstacle) return `${text} Not feasible: ${direct.obstacle}.`;
  const more = direct.effort.expected - route.effort.expected;
  return more > 0 ? `${text} ${thousands(more)} h more than this route.` : text;
}

// A name for a POSIX shell, in which nothing of it is a command.
function quoted(name) {
  return /^[\p{L}\p{N} ,.+/()&-]*$/u.test(name) ? `"${name}"` : `'${name.replaceAll("'", "'\\''")}'`;
}

// The same on the command line; `nameOf` gives a role's or skill's name by its IRI.
function commandText(route, nameOf) {
  const { have, avoid, max_moves: most } = route.constraints;
  const ends = route.source === null ? [route.target] : [route.source, route.target];
  const option = (name) => (iri) => `--${name} ${quoted(nameOf(iri))}`;
  const words = [...ends.map((iri) => quoted(nameOf(iri))), ...have.map(option("have")), ...avoid.map(option("avoid"))];
  if (most !== null) words.push(`--max-moves ${most}`);
  return `careergraph route ${words.join(" ")}`;
}
