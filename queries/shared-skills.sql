WITH counted AS (
  SELECT needs.object AS skill, COUNT(DISTINCT path.object) AS paths, COUNT(DISTINCT needs.subject) AS roles
  FROM "cg:requires" AS needs JOIN "cg:onPath" AS path USING (subject)
  GROUP BY needs.object
  HAVING COUNT(DISTINCT path.object) > 1
)
SELECT skill, label.object AS skill_label, paths, roles
FROM counted
JOIN "skos:prefLabel" AS label ON label.subject = skill
JOIN terms ON terms.term = skill
ORDER BY paths DESC, terms.text
