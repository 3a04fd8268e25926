// Two roles beside each other: the essential skills of both, and of each alone.
const MOST_COMPARED = 22;

function comparison(first, second) {
  const [mine, theirs] = [new Set(requiredBy[first]), new Set(requiredBy[second])];
  const both = [...mine].filter((skill) => theirs.has(skill));
  const whole = mine.size + theirs.size - both.length;
  const section = (key, title, skills) => {
    const items = rarestFirst(skills).map((concept) => ({ concept, note: noteOf(concept) }));
    return { key, title, items, drawn: Math.min(MOST_COMPARED, items.length), inward: false };
  };
  return {
    first,
    second,
    shared: both.length,
    fit: whole ? both.length / whole : 0,
    covers: theirs.size ? both.length / theirs.size : 0,
    covered: mine.size ? both.length / mine.size : 0,
    sections: [
      section("onlyFirst", `Only ${atlas.labels[first]}`, [...mine].filter((skill) => !theirs.has(skill))),
      section("shared", "Both require", both),
      section("onlySecond", `Only ${atlas.labels[second]}`, [...theirs].filter((skill) => !mine.has(skill))),
    ],
  };
}

function aboutComparison({ first, second, shared, fit, covers, covered }) {
  const [one, other] = [atlas.labels[first], atlas.labels[second]];
  if (!requiredBy[first].length || !requiredBy[second].length) {
    return [`What ${requiredBy[first].length ? other : one} requires is unknown, so there is nothing to compare.`];
  }
  return [
    `${count(shared, "essential skill")} shared, ${percent(fit)} of all that either requires.`,
    `${one} has ${percent(covers)} of what ${other} requires; ${other} has ${percent(covered)} of what ${one} requires.`,
  ];
}
