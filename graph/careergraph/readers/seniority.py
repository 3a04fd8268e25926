"""Words for levels in several languages, with the order that they have everywhere."""

from __future__ import annotations

import re

STEPS = (
    "intern internship trainee apprentice student "
    "praktikant praktikantin azubi auszubildender auszubildende lehrling "
    "stagiaire apprenti apprentie alternant alternante "
    "becario becaria practicante aprendiz "
    "tirocinante stagista apprendista "
    "estagiário estagiária estagiario "
    "stagiair leerling "
    "stażysta stażystka praktykant "
    "実習生 見習い インターン 实习生 实习 见习 인턴 수습",
    "junior jr entry entrylevel novice beginner graduate associate assistant basic elementary "
    "early foundation foundational "
    "berufseinsteiger einsteiger anfänger nachwuchs "
    "débutant débutante élémentaire "
    "principiante júnior básico básica inicial "
    "principianti base giuniore "
    "iniciante "
    "starter beginnend "
    "młodszy młodsza początkujący podstawowy "
    "初級 初級者 入門 新人 ジュニア 初级 初等 入门 新手 초급 입문 주니어",
    "mid middle midlevel intermediate regular competent practitioner professional journeyman "
    "berufserfahren fortgeschritten fortgeschrittener mittel geselle "
    "confirmé confirmée intermédiaire "
    "intermedio intermedia medio "
    "intermédio intermediário pleno plena "
    "gevorderd medior ervaren "
    "średni średniozaawansowany samodzielny specjalista "
    "中級 中級者 中堅 ミドル 中级 中等 중급 미들",
    "senior sr advanced proficient experienced "
    "erfahren erfahrener "
    "expérimenté expérimentée avancé avancée "
    "sénior avanzado avanzada avanzato avançado avançada "
    "zaawansowany starszy starsza "
    "上級 上級者 シニア 高級 高级 고급 상급 시니어",
    "lead staff expert master "
    "experte expertin meister experta experto esperto esperta especialista "
    "ekspert "
    "エキスパート リード 専門家 专家 전문가 엑스퍼트 리드",
    "principal manager マネージャー マネジャー プリンシパル 经理 매니저",
    "distinguished fellow director head フェロー 总监 首席 디렉터 펠로우",
    "chief",
)
"""Words for levels, the lowest first; those of one step have no order among them.

The words are those that published ladders use, of English, German, French, Spanish, Italian,
Portuguese, Dutch, Polish, Japanese, Chinese and Korean. Words whose place differs from one ladder
to the next, such as executive, are left out.
"""

STEP_OF = {word: step for step, words in enumerate(STEPS) for word in words.split()}
MIDDLE = 2
"""The step of a level that is named by its role alone: Manager beside Senior Manager."""


def standing(text: str) -> tuple[int, int] | None:
    """Return a key that orders level words as ladders do, or None where no word is known.

    The last known word comes first, then the one before it, as in Senior Manager.

    >>> standing("Junior") < standing("Senior") < standing("Staff")
    True
    >>> standing("Manager") < standing("Senior Manager"), standing("Grade")
    (True, None)
    """
    known = [STEP_OF[word] for word in re.findall(r"[^\W\d_]+", text.casefold()) if word in STEP_OF]
    if not known:
        return None
    return known[-1], known[-2] if len(known) > 1 else MIDDLE


def falls(texts: list[str]) -> bool:
    """Tell whether headings name levels from the highest to the lowest.

    At least two of them have words of a well-known order, and none of these stands above one
    before it.

    >>> falls(["Staff", "Senior", "Junior"]), falls(["Junior", "Senior"]), falls(["Red", "Blue"])
    (True, False, False)
    """
    known = [place for text in texts if (place := standing(text)) is not None]
    return len(known) > 1 and known[0] > known[-1] and known == sorted(known, reverse=True)
