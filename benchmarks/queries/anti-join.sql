SELECT skill.subject AS skill
FROM "rdf:type" AS skill
JOIN terms AS class ON class.term = skill.object AND class.text = 'https://w3id.org/careergraph/terms#Skill'
ANTI JOIN "cg:requires" AS needs ON needs.object = skill.subject
