// What is said of a planned route, in the words of views/route.py and the language of the interface.
const movesText = (count) => t(count === 1 ? "{count} move" : "{count} moves", { count });
const skillsText = (count) => t(count === 1 ? "{count} skill" : "{count} skills", { count });
const hoursText = ({ low, high }) =>
  low === high
    ? t("{hours} h", { hours: thousands(low) })
    : t("{low}-{high} h", { low: thousands(low), high: thousands(high) });

function totalText(route) {
  const skills = skillsText(route.steps.reduce((sum, step) => sum + step.skills.length, 0));
  const moves = movesText(route.steps.length);
  return t("{moves}, {skills} to learn: {hours}", { moves, skills, hours: hoursText(route.effort) });
}

function certaintyText({ status, lower_bound: least, effort, weeks, hours_per_week: weekly }) {
  const said = [t("{hours} h expected.", { hours: thousands(effort.expected) })];
  if (weeks) {
    const values = { low: thousands(weeks.low), high: thousands(weeks.high), weekly };
    said.push(t("{low}-{high} weeks at {weekly} hours a week.", values));
  }
  if (status === "optimal") said.push(t("No route takes less expected effort: this is proven."));
  else if (status === "unproven") {
    said.push(t("Not proven: all that is known of the best is that it takes 0 h or more."));
  } else {
    said.push(t("Proven {status} of the best; none takes below {hours} h.", { status, hours: thousands(least) }));
  }
  return said.join(" ");
}

function stepText(step) {
  const move = t(step.move);
  const values = {
    kind: move[0].toUpperCase() + move.slice(1),
    hours: hoursText(step.effort),
    itself: hoursText(step.move_effort),
  };
  const said = t("{kind}, {hours}, of which the move itself {itself}.", values);
  return `${said} ${t(step.skills.length ? "Learn:" : "Nothing new to learn.")}`;
}

function learntText({ effort, full_effort: full, transfer, stepping_stone: stone }) {
  const said = [hoursText(effort)];
  if (transfer) {
    const { strength, from_label: held, rationale } = transfer;
    const values = { hours: said[0], full: hoursText(full), strength, held, rationale };
    said[0] = t("{hours} instead of {full}: {strength} transfer from {held}. {rationale}", values);
  }
  if (stone) said.push(t("A stepping stone: the target does not require it."));
  return said.join(" ");
}

function directText(route) {
  const { direct } = route;
  const said = [t("In one step, a {move}: {hours}.", { move: t(direct.move), hours: hoursText(direct.effort) })];
  const more = direct.effort.expected - route.effort.expected;
  if (direct.obstacle) said.push(t("Not feasible: {obstacle}.", { obstacle: direct.obstacle }));
  else if (more > 0) said.push(t("{hours} h more than this route.", { hours: thousands(more) }));
  return said.join(" ");
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
