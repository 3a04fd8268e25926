WITH sizes AS (SELECT subject AS role, COUNT(*) AS skills FROM "cg:requires" GROUP BY subject),
counted AS (
  SELECT one.subject AS a, other.subject AS b, COUNT(*) AS shared
  FROM "cg:requires" AS one JOIN "cg:requires" AS other
    ON one.object = other.object AND one.subject < other.subject
  GROUP BY one.subject, other.subject
  HAVING COUNT(*) >= $shared
),
compared AS (
  SELECT a, b, shared,
    (200 * shared + own.skills + its.skills - shared) // (2 * (own.skills + its.skills - shared)) AS percent
  FROM counted JOIN sizes AS own ON own.role = a JOIN sizes AS its ON its.role = b
),
best AS (
  -- The first of a pair is the one whose IRI comes first; the numbers of terms say nothing of that.
  SELECT IF(x.text < y.text, a, b) AS role, IF(x.text < y.text, b, a) AS other, shared, percent,
    LEAST(x.text, y.text) AS role_text, GREATEST(x.text, y.text) AS other_text
  FROM compared JOIN terms AS x ON x.term = a JOIN terms AS y ON y.term = b
  ORDER BY percent DESC, shared DESC, role_text, other_text
  LIMIT $limit
)
SELECT role, role_label.object AS role_label, other, other_label.object AS other_label, shared, percent
FROM best
JOIN "skos:prefLabel" AS role_label ON role_label.subject = role
JOIN "skos:prefLabel" AS other_label ON other_label.subject = other
JOIN terms AS words ON words.term = role_label.object
JOIN terms AS other_words ON other_words.term = other_label.object
ORDER BY percent DESC, shared DESC, role_text, other_text, words.text, other_words.text
