WITH dead AS (
  SELECT kind.subject AS skill
  FROM "rdf:type" AS kind JOIN terms ON terms.term = kind.object
  WHERE terms.text = 'https://w3id.org/careergraph/terms#Skill'
    AND kind.subject NOT IN (SELECT subject FROM "cg:transfersTo")
    AND kind.subject NOT IN (SELECT object FROM "cg:transfersTo")
),
required AS (
  SELECT needs.object AS skill, rank.object AS rank, path_label.object AS path_label
  FROM "cg:requires" AS needs
  JOIN "cg:atLevel" AS level USING (subject)
  JOIN "cg:rank" AS rank ON rank.subject = level.object
  JOIN "cg:onPath" AS path ON path.subject = needs.subject
  JOIN "skos:prefLabel" AS path_label ON path_label.subject = path.object
)
SELECT dead.skill, label.object AS skill_label, path_label, rank
FROM dead
JOIN "skos:prefLabel" AS label ON label.subject = dead.skill
LEFT JOIN required ON required.skill = dead.skill
JOIN terms ON terms.term = dead.skill
LEFT JOIN terms AS path_words ON path_words.term = path_label
LEFT JOIN terms AS number ON number.term = rank
ORDER BY path_words.text NULLS FIRST, CAST(number.text AS BIGINT) NULLS FIRST, terms.text
