// What stands around a concept, complete; sections.py says the same, and a test holds them equal.
function inverse(rows, base = 0) {
  const found = atlas.labels.map(() => []);
  rows.forEach((row, start) => row.forEach((end) => found[end].push(start + base)));
  return found;
}

const essentialFor = inverse(atlas.essential);
const optionalFor = inverse(atlas.optional);
const narrower = inverse(atlas.broader);
const earlier = inverse(atlas.later);
const rolesOf = inverse(atlas.path.map((path) => [path]));
const neededBy = inverse(atlas.relatedEssential, firstSkill);
const usedBy = inverse(atlas.relatedOptional, firstSkill);
const shortenedBy = inverse(atlas.transfers, firstSkill);
const askedBy = (skill) => essentialFor[skill].length + optionalFor[skill].length;
const rarestFirst = (skills) => [...skills].sort((a, b) => askedBy(a) - askedBy(b) || a - b);
const ofKind = (concepts, kind) => concepts.filter((one) => kindOf(one) === kind);

// The essential skills of a role, with those of the roles that lead to it where these count.
const requiredBy = atlas.essential.map((own, role) => {
  if (!atlas.cumulative) return own;
  const seen = new Set([role]);
  for (const one of seen) for (const before of earlier[one]) seen.add(before);
  return [...new Set([...seen].flatMap((one) => atlas.essential[one]))];
});
const requiring = atlas.cumulative ? inverse(requiredBy) : essentialFor;

function sharedWith(role) {
  const shared = new Map();
  for (const skill of requiredBy[role]) {
    for (const other of requiring[skill]) shared.set(other, (shared.get(other) || 0) + 1);
  }
  shared.delete(role);
  return shared;
}

// Fit: what both require as a share of what either does. Of equal fit, the role that is covered
// more comes first.
function nearest(role) {
  const size = requiredBy[role].length;
  const ranked = [...sharedWith(role)].map(([other, both]) => {
    const whole = requiredBy[other].length;
    return { other, both, fit: both / (size + whole - both), covered: both / whole };
  });
  return ranked.sort((a, b) => b.fit - a.fit || b.covered - a.covered || a.other - b.other);
}

// Some concepts with all that is broader.
function above(concepts) {
  const found = new Set(concepts);
  for (const one of found) for (const broad of atlas.broader[one]) found.add(broad);
  return found;
}

// The groups that roles or skills are in, themselves or through groups below.
const filled = above([...atlas.path, ...atlas.broader.slice(0, firstGroup).flat()]);
const roleCounts = new Map();

function countRoles(group) {
  if (!roleCounts.has(group)) {
    const seen = new Set([group]);
    const roles = new Set();
    for (const one of seen) {
      for (const role of rolesOf[one]) roles.add(role);
      for (const below of narrower[one]) (kindOf(below) === "role" ? roles : seen).add(below);
    }
    roleCounts.set(group, roles.size);
  }
  return roleCounts.get(group);
}

const skillCounts = new Map();
function countSkills(group) {
  if (!skillCounts.has(group)) {
    const seen = new Set([group]);
    for (const one of seen) for (const below of narrower[one]) if (kindOf(below) !== "role") seen.add(below);
    skillCounts.set(group, ofKind([...seen], "skill").length);
  }
  return skillCounts.get(group);
}

const SECTIONS_OF = {
  role(role) {
    const own = new Set(atlas.essential[role]);
    return {
      earlier: earlier[role],
      later: atlas.later[role],
      get near() {
        return nearest(role);
      },
      broader: atlas.broader[role],
      narrower: narrower[role],
      essential: rarestFirst(atlas.essential[role]),
      optional: rarestFirst(atlas.optional[role]),
      get inherited() {
        return rarestFirst(requiredBy[role].filter((skill) => !own.has(skill)));
      },
    };
  },
  skill(skill) {
    const place = skill - firstSkill;
    return {
      essentialFor: essentialFor[skill],
      optionalFor: optionalFor[skill],
      broader: atlas.broader[skill],
      narrower: narrower[skill],
      needs: atlas.relatedEssential[place],
      uses: atlas.relatedOptional[place],
      neededBy: neededBy[skill],
      usedBy: usedBy[skill],
      shortens: atlas.transfers[place],
      shortenedBy: shortenedBy[skill],
    };
  },
  group(group) {
    const below = narrower[group];
    const roles = new Set([...rolesOf[group], ...ofKind(below, "role")]);
    return {
      broader: atlas.broader[group],
      groups: ofKind(below, "group").filter((one) => filled.has(one)),
      roles: [...roles].sort((a, b) => a - b),
      skills: ofKind(below, "skill"),
    };
  },
  home() {
    const all = atlas.labels.map((_, concept) => concept);
    const groupsOfRoles = above(atlas.path);
    const tops = all.slice(firstGroup).filter((one) => filled.has(one) && !atlas.broader[one].length);
    const asked = all.slice(firstSkill, firstGroup).filter(askedBy);
    return {
      most: asked.sort((a, b) => askedBy(b) - askedBy(a) || a - b),
      roleGroups: tops.filter((one) => groupsOfRoles.has(one)),
      skillGroups: tops.filter((one) => !groupsOfRoles.has(one)),
    };
  },
};

const percent = (share) => `${Math.round(share * 100)}\u00a0%`;

// The number in the corner of a box.
function markOf(concept) {
  const kind = kindOf(concept);
  if (kind === "role") return "";
  const number = kind === "skill" ? askedBy(concept) : countRoles(concept) || countSkills(concept);
  return number ? written(number) : "";
}

function noteOf(concept) {
  const kind = kindOf(concept);
  if (kind === "role") return atlas.levels[atlas.level[concept]];
  if (kind === "skill") return askedBy(concept) ? counted(askedBy(concept), "in {number} role", "in {number} roles") : t("in no role");
  const roles = countRoles(concept);
  if (roles) return counted(roles, "{number} role", "{number} roles");
  return counted(countSkills(concept), "{number} skill", "{number} skills");
}

function strengthOf(held, needed) {
  const row = held - firstSkill;
  return atlas.strengths[row][atlas.transfers[row].indexOf(needed)];
}

// One thing of a list: its note, the mark of its box, and the relations that put it there.
function itemOf(section, concept, listed) {
  if (section.key === "near") {
    const { other, both, fit } = listed;
    const values = { number: String(both), share: percent(fit) };
    const relations = [relationOf(section, concept, other)];
    return { concept: other, note: t("{number} shared, {share}", values), mark: `${both} · ${percent(fit)}`, share: fit, relations };
  }
  const relation = relationOf(section, concept, listed);
  const note = section.relation === "transfers to" ? strengthOf(relation.from, relation.to) : noteOf(listed);
  const mark = section.relation === "transfers to" ? "" : markOf(listed);
  return { concept: listed, note, mark, relations: [relation] };
}

// The sections of a concept that are not empty, complete.
function sectionsOf(concept) {
  const kind = kindOf(concept);
  const lists = SECTIONS_OF[kind](concept);
  return data.sections
    .filter((section) => section.of === kind)
    .map((section) => ({ ...section, title: t(section.title), items: lists[section.key].map((listed) => itemOf(section, concept, listed)) }))
    .filter(({ items }) => items.length);
}
