WITH counted AS (
  SELECT needs.object AS skill, COUNT(DISTINCT needs.subject) AS roles, COUNT(DISTINCT path.object) AS paths
  FROM "cg:requires" AS needs JOIN "cg:onPath" AS path USING (subject)
  GROUP BY needs.object
)
SELECT skill, label.object AS skill_label, roles, paths
FROM counted
JOIN "skos:prefLabel" AS label ON label.subject = skill
JOIN terms ON terms.term = skill
JOIN terms AS words ON words.term = label.object
ORDER BY roles DESC, paths DESC, terms.text, words.text
LIMIT $limit
