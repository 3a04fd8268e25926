// Two roles beside each other: the essential skills of both, and of each alone.
const MOST_COMPARED = 22;

function requirement(role, skill) {
  return statedRelation(atlas.essential[role].includes(skill) ? "requires" : "requires through", role, skill);
}

function comparison(first, second) {
  const [mine, theirs] = [new Set(requiredBy[first]), new Set(requiredBy[second])];
  const both = [...mine].filter((skill) => theirs.has(skill));
  const whole = mine.size + theirs.size - both.length;
  const section = (key, title, skills, roles) => {
    const items = rarestFirst(skills).map((concept) => ({
      concept,
      note: noteOf(concept),
      mark: markOf(concept),
      relations: roles.map((role) => requirement(role, concept)),
    }));
    return { key, title, items, all: items.length, drawn: Math.min(MOST_COMPARED, items.length), inward: false };
  };
  const only = (role) => t("Only {one}", { one: atlas.labels[role] });
  return {
    first,
    second,
    shared: both.length,
    fit: whole ? both.length / whole : 0,
    covers: theirs.size ? both.length / theirs.size : 0,
    covered: mine.size ? both.length / mine.size : 0,
    sections: [
      section("onlyFirst", only(first), [...mine].filter((skill) => !theirs.has(skill)), [first]),
      section("shared", t("Both require"), both, [first, second]),
      section("onlySecond", only(second), [...theirs].filter((skill) => !mine.has(skill)), [second]),
    ],
  };
}

function aboutComparison({ first, second, shared, fit, covers, covered }) {
  const [one, other] = [atlas.labels[first], atlas.labels[second]];
  if (!requiredBy[first].length || !requiredBy[second].length) {
    const unknown = requiredBy[first].length ? other : one;
    return [t("What {name} requires is unknown, so there is nothing to compare.", { name: unknown })];
  }
  const share = { one, other, covers: percent(covers), covered: percent(covered) };
  return [
    t(
      shared === 1
        ? "{number} essential skill shared, {share} of all that either requires."
        : "{number} essential skills shared, {share} of all that either requires.",
      { number: written(shared), share: percent(fit) },
    ),
    t("{one} has {covers} of what {other} requires; {other} has {covered} of what {one} requires.", share),
  ];
}
