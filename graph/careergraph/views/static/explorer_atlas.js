// The whole taxonomy in numbers; see views/explorer/pack.py for the form.
async function unpackBytes(id) {
  const bytes = Uint8Array.from(atob(element(id).textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function readAtlas(bytes) {
  let at = 0;
  function next() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      at += 1;
      number |= (byte & 127) << shift;
      if (byte < 128) return number;
    }
  }
  const column = (length) => Array.from({ length }, next);
  const rows = (length, base = 0) =>
    Array.from({ length }, () => {
      let last = base - 1;
      return Array.from({ length: next() }, () => (last += next() + 1));
    });
  const size = next();
  const texts = JSON.parse(new TextDecoder().decode(bytes.subarray(at, at + size)));
  at += size;
  const { roles, skills, labels } = texts;
  const found = { ...texts, level: column(roles), path: column(roles), known: column(roles) };
  found.essential = rows(roles, roles);
  found.optional = rows(roles, roles);
  found.efforts = column(skills).map((place) => texts.efforts[place]);
  found.broader = rows(labels.length);
  found.relatedEssential = rows(skills);
  found.relatedOptional = rows(skills);
  found.later = rows(roles);
  found.transfers = rows(skills);
  found.strengths = found.transfers.map((row) => row.map(() => texts.strengths[next()]));
  const kinds = [found.essential, found.optional, found.later, found.transfers];
  const all = kinds.flat().reduce((sum, row) => sum + row.length, 0);
  found.stated = [];
  while (found.stated.length < all) {
    const [run, origin] = [next(), next()];
    for (let one = 0; one < run; one += 1) found.stated.push(origin);
  }
  return found;
}

const atlas = readAtlas(await unpackBytes("pack"));
const firstSkill = atlas.roles;
const firstGroup = atlas.roles + atlas.skills;

function kindOf(concept) {
  if (concept < 0) return "home";
  return concept < firstSkill ? "role" : concept < firstGroup ? "skill" : "group";
}

const codeOf = (concept) => (concept >= firstGroup ? atlas.codes[concept - firstGroup] : "");
function labelOf(concept) {
  if (concept < 0) return atlas.title;
  return [codeOf(concept), atlas.labels[concept]].filter(Boolean).join(" ");
}

// What there was room for; see _extras in explorer.py.
const extras = new Map();
async function extra(key) {
  if (!extras.has(key)) {
    const packed = element(key);
    extras.set(key, packed ? JSON.parse(await unpack(key)) : null);
  }
  return extras.get(key);
}
