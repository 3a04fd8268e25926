"""What cells say of a skill in words: required, optional, not required, and how well.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Japanese, Chinese, Korean.
"""

from __future__ import annotations

import re


def _phrases(text: str) -> frozenset[str]:
    return frozenset(re.split(r"\s*\|\s*", text.strip()))


REQUIRED = _phrases(
    "yes|y|true|required|essential|must|must have|mandatory|core"
    "|ja|erforderlich|notwendig|pflicht|muss"
    "|oui|requis|requise|obligatoire|indispensable"
    "|sí|si|requerido|requerida|obligatorio|obligatoria|necesario|imprescindible"
    "|sì|richiesto|richiesta|obbligatorio|necessario"
    "|sim|obrigatório|necessário"
    "|vereist|verplicht|noodzakelijk"
    "|tak|wymagane|wymagany|obowiązkowe"
    "|必須|必要|要|はい|必需|必须|必备|需要|是|필수|필요|예"
)
"""Words for required that say no proficiency."""

REFUSED = _phrases(
    "no|n|false|none|nil|not required|not needed|not applicable"
    "|nein|keine|kein|nicht erforderlich|nicht nötig|entfällt"
    "|non|néant|aucun|aucune|sans objet|non requis"
    "|ninguno|ninguna|no aplica|no requerido"
    "|nessuno|nessuna|non richiesto|non applicabile"
    "|não|nenhum|nenhuma|não aplicável|não se aplica"
    "|nee|geen|niet vereist|niet van toepassing|n.v.t.|nvt"
    "|nie|brak|nie dotyczy|nie wymagane"
    "|不要|なし|無し|対象外|いいえ|不需要|不要求|不适用|无|否|불필요|없음|아니오|해당 없음|해당없음"
)

OPTIONAL = _phrases(
    "optional|nice to have|desirable|preferred|recommended|bonus"
    "|wünschenswert|facultatif|souhaité|souhaitable|optionnel|opcional|deseable|deseado"
    "|facoltativo|opzionale|auspicabile|desejável|optioneel|gewenst|wenselijk"
    "|opcjonalne|mile widziane|任意|推奨|歓迎|尚可|可选|优先|加分|선택|우대"
)

UNKNOWN = _phrases("?|tbd|tba|tbc|offen|à définir|por definir|da definire|未定|待定|미정")
"""Words and signs for what is still open."""

SCALE = frozenset(
    re.findall(
        r"\w+",
        "awareness aware basic basics foundation foundational fundamental fundamentals beginner "
        "novice elementary introductory introduction entry working practitioner proficient "
        "proficiency intermediate competent competence competency skilled experienced advanced "
        "expert expertise mastery master specialist strong strategic leading lead leads low medium "
        "high moderate knowledge familiar familiarity understanding understand exposure learner "
        "learning developing developed apply applying applies follow assist enable ensure advise "
        "initiate influence inspire mobilise strategy fluent native conversational limited some "
        "good very excellent full mentor mentors teach teaches coach guided supervised independent "
        "independently autonomous practical theoretical level and of "
        "grundkenntnisse grundlagen basiswissen kenntnisse anfänger anwender kenner könner profi "
        "fortgeschritten fortgeschrittene fortgeschrittener erfahren experte expertin gut sehr "
        "gering mittel hoch "
        "notions bases connaissance connaissances application maîtrise débutant débutante "
        "élémentaire intermédiaire avancé avancée confirmé confirmée approfondi sensibilisation "
        "initiation autonome faible moyen élevé référent "
        "nociones conocimiento conocimientos principiante básico básica intermedio intermedia "
        "avanzado avanzada experto experta dominio competente bajo medio alto "
        "base conoscenza elementare avanzato avanzata esperto esperta padronanza autonomo buono "
        "ottimo basso "
        "noções conhecimento intermédio intermediário avançado avançada especialista domínio "
        "baixo médio "
        "basis basiskennis kennis gevorderd ervaren goed uitstekend laag midden hoog "
        "podstawy podstawowy podstawowa podstawowe średni średnia średniozaawansowany "
        "zaawansowany zaawansowana zaawansowane ekspert biegły biegle dobry niski wysoki "
        "入門 初級 中級 上級 基礎 基本 応用 実践 熟練 専門 理解 指導 指導可能 "
        "エキスパート 高 中 低 "
        "入门 初级 中级 高级 专家 基础 了解 熟悉 掌握 熟练 精通 "
        "입문 초급 중급 고급 기초 기본 이해 숙련 능숙 전문가 상 중 하",
    )
)
"""Words that proficiency is said with."""
