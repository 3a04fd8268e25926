WITH counted AS (
  SELECT path_label.object AS path_label, skill_label.object AS skill_label, COUNT(*) AS roles
  FROM "cg:onPath" AS path
  JOIN "cg:requires" AS needs ON needs.subject = path.subject
  JOIN "skos:prefLabel" AS path_label ON path_label.subject = path.object
  JOIN "skos:prefLabel" AS skill_label ON skill_label.subject = needs.object
  GROUP BY ALL
)
SELECT path_label, skill_label, roles
FROM counted
JOIN terms AS path_words ON path_words.term = path_label
JOIN terms AS skill_words ON skill_words.term = skill_label
ORDER BY roles DESC, path_words.text, skill_words.text
LIMIT 50
