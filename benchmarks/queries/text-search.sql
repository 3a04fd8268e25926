WITH named AS (
  SELECT name.subject AS skill
  FROM (FROM "skos:prefLabel" UNION ALL FROM "skos:altLabel") AS name
  JOIN terms AS words ON words.term = name.object
  WHERE contains(lower(words.text), 'machine learning')
)
SELECT DISTINCT skill, label.object AS label
FROM named
JOIN "rdf:type" AS type ON type.subject = skill
JOIN terms AS class ON class.term = type.object AND class.text = 'https://w3id.org/careergraph/terms#Skill'
JOIN "skos:prefLabel" AS label ON label.subject = skill
