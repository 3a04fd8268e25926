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

let groupsOfRoles = null;
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
      near: nearest(role),
      broader: atlas.broader[role],
      narrower: narrower[role],
      essential: rarestFirst(atlas.essential[role]),
      optional: rarestFirst(atlas.optional[role]),
      inherited: rarestFirst(requiredBy[role].filter((skill) => !own.has(skill))),
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
      groups: ofKind(below, "group"),
      roles: [...roles].sort((a, b) => a - b),
      skills: ofKind(below, "skill"),
    };
  },
  home() {
    const all = atlas.labels.map((_, concept) => concept);
    groupsOfRoles = new Set(atlas.path);
    for (const one of groupsOfRoles) for (const above of atlas.broader[one]) groupsOfRoles.add(above);
    const tops = all.slice(firstGroup).filter((one) => !atlas.broader[one].length);
    const asked = all.slice(firstSkill, firstGroup).filter(askedBy);
    return {
      most: asked.sort((a, b) => askedBy(b) - askedBy(a) || a - b),
      roleGroups: tops.filter((one) => groupsOfRoles.has(one)),
      skillGroups: tops.filter((one) => !groupsOfRoles.has(one)),
    };
  },
};

const percent = (share) => `${Math.round(share * 100)} %`;

function noteOf(concept) {
  const kind = kindOf(concept);
  if (kind === "role") return atlas.levels[atlas.level[concept]];
  if (kind === "skill") return askedBy(concept) ? `in ${count(askedBy(concept), "role")}` : "in no role";
  const roles = countRoles(concept);
  return roles ? count(roles, "role") : count(countSkills(concept), "skill");
}

function strengthOf(key, concept, other) {
  const [held, needed] = key === "shortens" ? [concept, other] : [other, concept];
  const row = held - firstSkill;
  return atlas.strengths[row][atlas.transfers[row].indexOf(needed)];
}

// The sections of a concept that are not empty: what each lists, with a note and perhaps a share.
function sectionsOf(concept) {
  const kind = kindOf(concept);
  const lists = SECTIONS_OF[kind](concept);
  const found = [];
  for (const section of data.sections) {
    const listed = section.of === kind ? lists[section.key] : null;
    if (!listed || !listed.length) continue;
    const items = listed.map((one) => {
      if (section.key === "near") {
        return { concept: one.other, note: `${one.both} shared, ${percent(one.fit)}`, share: one.fit };
      }
      if (section.key.startsWith("shorten")) {
        return { concept: one, note: strengthOf(section.key, concept, one) };
      }
      return { concept: one, note: noteOf(one) };
    });
    found.push({ ...section, items, drawn: Math.min(section.most, items.length) });
  }
  return found;
}
