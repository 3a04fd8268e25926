SELECT role, role_label.object AS role_label, skill, skill_label.object AS skill_label
FROM (SELECT subject AS role, object AS skill FROM "cg:requires")
JOIN "skos:prefLabel" AS role_label ON role_label.subject = role
JOIN "skos:prefLabel" AS skill_label ON skill_label.subject = skill
