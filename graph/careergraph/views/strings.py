"""What the interface of a page says, in the languages that it speaks.

A term is its own English. Here stand the others: what the template and the scripts say, and the
terms that views use, such as kinds, relations and facts. Sentences about the graph are the
graph's own and stay in its language.
"""

from __future__ import annotations

ARABIC = {
    # Views: kinds, relations, axes, facts, filters.
    "role": "دور",
    "skill": "مهارة",
    "Role": "الدور",
    "Skill": "المهارة",
    "Roles": "الأدوار",
    "Skills": "المهارات",
    "leads to": "يؤدي إلى",
    "requires": "يتطلب",
    "transfers to": "تسهّل تعلّم",
    "moves to": "ينتقل إلى",
    "Career path": "المسار المهني",
    "Level": "المستوى",
    "Row": "الصف",
    "Column": "العمود",
    "Colour": "اللون",
    "Relation": "العلاقة",
    "Evidence": "الدليل",
    "Certainty": "اليقين",
    "not stated": "غير مذكور",
    "doubtful": "مشكوك فيه",
    "no doubt stated": "لم يُذكر شك",
    "stated in the source": "مذكور في المصدر",
    "editorial judgement": "تقدير تحريري",
    "derived from data": "مستنتج من البيانات",
    "reviewed proposal": "اقتراح مُراجَع",
    "planned": "مخطط",
    "Definition": "التعريف",
    "Also called": "يسمى أيضًا",
    "Adds": "يضيف",
    "Effort": "الجهد",
    "Effort of what it adds": "جهد ما يضيفه",
    "Requires in all": "يتطلب إجمالًا",
    "Effort of all": "الجهد الإجمالي",
    # Tables.
    "Tables": "الجداول",
    "Relations": "العلاقات",
    "From": "من",
    "To": "إلى",
    "Strength": "القوة",
    "Why": "السبب",
    "Source": "المصدر",
    "Sources": "المصادر",
    # Tools.
    "Search": "بحث",
    "Search roles and skills": "ابحث في الأدوار والمهارات",
    "Found roles and skills": "الأدوار والمهارات التي وُجدت",
    "Nothing is called so.": "لا شيء بهذا الاسم.",
    "also called {name}": "يسمى أيضًا {name}",
    "Show as": "طريقة العرض",
    "Graph": "الرسم",
    "Table": "الجدول",
    "Fit": "ملاءمة",
    "Light colours": "ألوان فاتحة",
    "Dark colours": "ألوان داكنة",
    "Back": "رجوع",
    "Share": "مشاركة",
    "Copy link": "نسخ الرابط",
    "Copy as table": "نسخ كجدول",
    "Save as PNG": "حفظ بصيغة PNG",
    "Save as SVG": "حفظ بصيغة SVG",
    "Print": "طباعة",
    "Language": "اللغة",
    "Copy": "نسخ",
    "Copy {text}": "نسخ {text}",
    "Copied.": "تم النسخ.",
    "Copy this text": "انسخ هذا النص",
    "Save this picture": "احفظ هذه الصورة",
    "Close": "إغلاق",
    # Picture and lanes.
    "Picture of the graph": "صورة الرسم",
    "Before": "السابق",
    "Next": "التالي",
    "{at} of {all}": "{at} من {all}",
    "Arrow keys walk from box to box, Enter chooses one, Escape clears. "
    "The table says the same.": "تنقلك مفاتيح الأسهم من مربع إلى آخر، ويختار Enter مربعًا، ويلغي "
    "Escape الاختيار. الجدول يقول الشيء نفسه.",
    # Legend.
    "Legend and filters": "مفتاح الرسم والتصفية",
    "Show everything": "إظهار الكل",
    "only": "هذا فقط",
    "Boxes: {nodes}. Lines: {edges}.": "المربعات: {nodes}. الخطوط: {edges}.",
    # Details.
    "Details": "التفاصيل",
    "Overview": "نظرة عامة",
    "Back to the route": "العودة إلى المسار",
    "Chosen": "المختار",
    "Compared": "المقارنة",
    "Steps around it": "الخطوات حوله",
    "All": "الكل",
    "Moves on to": "ينتقل إلى",
    "Is entered from": "يُنتقل إليه من",
    "Leads to": "يؤدي إلى",
    "Comes after": "يأتي بعد",
    "Requires": "يتطلب",
    "Required by": "يتطلبها",
    "Shortens learning": "تختصر تعلّم",
    "Is shortened by": "يختصر تعلّمها",
    "Ask the graph": "اسأل الرسم البياني",
    "Compare with…": "قارن مع…",
    "Stop comparing": "إيقاف المقارنة",
    "Choose what to compare it with: in the picture, in the table or by search.": "اختر ما "
    "تقارنه به: في الرسم أو في الجدول أو بالبحث.",
    "{one} and {other}": "{one} و{other}",
    "Shared skills": "مهارات مشتركة",
    "Only {one}": "فقط {one}",
    "Only {other}": "فقط {other}",
    "Roles that require both": "أدوار تتطلب المهارتين",
    "Only {one} is required by": "أدوار تتطلب {one} فقط",
    "Only {other} is required by": "أدوار تتطلب {other} فقط",
    "Transfers": "انتقال المهارات",
    "From {one} to {other}": "من {one} إلى {other}",
    "From {other} to {one}": "من {other} إلى {one}",
    "None": "لا شيء",
    # Guide and keys.
    "How to read this": "كيف تقرأ هذه الصفحة",
    "How to read this, and keys": "كيف تقرأ هذه الصفحة، والمفاتيح",
    "Got it": "فهمت",
    "A filled box is a role.": "المربع الملوّن دور.",
    "An outlined box is a skill.": "المربع المحدّد بإطار مهارة.",
    "This line leads to the role that comes next.": "هذا الخط يؤدي إلى الدور التالي.",
    "From one role to another in one move.": "من دور إلى آخر بنقلة واحدة.",
    "A square: the role requires the skill. A faint one: an earlier role does.": (
        "مربع: الدور يتطلب المهارة. مربع باهت: دور سابق يتطلبها."
    ),
    "A role requires the skills that hang from it.": "يتطلب الدور المهارات المعلّقة به.",
    "Holding one skill shortens learning the other.": "امتلاك مهارة يختصر تعلّم الأخرى.",
    "A move of the route; the number is its step.": "انتقال في الطريق؛ والرقم خطوته.",
    "Choose a box: its relations light up, and the details say why. Then compare it with "
    "another.": "اختر مربعًا: تضيء علاقاته وتذكر التفاصيل السبب. ثم قارنه بآخر.",
    "The legend is the filter: untick what you do not want to see.": "مفتاح الرسم هو المصفاة: "
    "أزل علامة ما لا تريد رؤيته.",
    "Keys": "المفاتيح",
    "Walk from box to box": "التنقل من مربع إلى آخر",
    "First and last box": "أول مربع وآخر مربع",
    "Choose": "اختيار",
    "Compare with another": "مقارنة بآخر",
    "Steps around it; 0 is all": "الخطوات حوله؛ 0 للكل",
    "Zoom": "تكبير وتصغير",
    "Clear": "إلغاء",
    "This help": "هذه المساعدة",
}
"""What pages of views say, by the English of each term; `{name}` stands for what is put in."""

PLANNING_ARABIC = {
    "Plan a route": "خطّط طريقًا",
    "Undo": "تراجع",
    "Your role": "دورك",
    "The role you want": "الدور الذي تريده",
    "Conditions": "الشروط",
    "Skills already held": "مهارات تمتلكها",
    "Add a skill": "أضف مهارة",
    "Roles to avoid": "أدوار تتجنبها",
    "Add a role": "أضف دورًا",
    "Most moves": "أقصى عدد للنقلات",
    "Any": "أي عدد",
    "Cancel": "إلغاء البحث",
    "I have this": "أمتلك هذه",
    "Start here": "ابدأ من هنا",
    "Go here": "اذهب إلى هنا",
    "Avoid this": "تجنّب هذا",
    "Remove {name}": "إزالة {name}",
    "Choose where to go.": "اختر إلى أين تذهب.",
    "Choose where to start, or a skill already held.": "اختر من أين تبدأ، أو مهارة تمتلكها.",
    "Searching: {count} ways looked at.": "جارٍ البحث؛ عدد الطرق التي فُحصت: {count}.",
    "{count} move": "عدد النقلات: {count}",
    "{count} moves": "عدد النقلات: {count}",
    "{count} skill": "عدد المهارات: {count}",
    "{count} skills": "عدد المهارات: {count}",
    "{hours} h": "{hours} س",
    "{low}-{high} h": "من {low} إلى {high} س",
    "{moves}, {skills} to learn: {hours}": "{moves}؛ للتعلّم: {skills}؛ الجهد: {hours}",
    "{hours} h expected.": "الجهد المتوقع: {hours} س.",
    "{low}-{high} weeks at {weekly} hours a week.": (
        "المدة بالأسابيع: من {low} إلى {high}، والساعات في الأسبوع: {weekly}."
    ),
    "No route takes less expected effort: this is proven.": (
        "لا يوجد طريق بجهد متوقع أقل: هذا مُثبت."
    ),
    "Not proven: all that is known of the best is that it takes 0 h or more.": (
        "غير مُثبت: كل ما يُعرف عن أفضل طريق أن جهده 0 س أو أكثر."
    ),
    "Proven {status} of the best; none takes below {hours} h.": (
        "القرب المُثبت من الأفضل: {status}؛ ولا طريق بأقل من {hours} س."
    ),
    "promotion": "ترقية",
    "lateral move": "نقلة أفقية",
    "step back": "خطوة إلى الوراء",
    "{kind}, {hours}, of which the move itself {itself}.": (
        "{kind}؛ الجهد: {hours}، منه للنقلة نفسها: {itself}."
    ),
    "Learn:": "للتعلّم:",
    "Nothing new to learn.": "لا جديد للتعلّم.",
    "{hours} instead of {full}: {strength} transfer from {held}. {rationale}": (
        "{hours}، وإلا {full}: انتقال ({strength}) من {held}. {rationale}"
    ),
    "A stepping stone: the target does not require it.": "مهارة تمهيدية: لا يتطلبها الهدف.",
    "In one step, a {move}: {hours}.": "بخطوة واحدة ({move}): {hours}.",
    "Not feasible: {obstacle}.": "غير ممكن: {obstacle}.",
    "{hours} h more than this route.": "يزيد على هذا الطريق: {hours} س.",
    "The direct move": "النقلة المباشرة",
    "The same on the command line": "الشيء نفسه في سطر الأوامر",
    "{skills} already held": "مما تمتلكه: {skills}",
    "In all so far: {hours}.": "المجموع حتى هنا: {hours}.",
    "Copied": "تم النسخ",
    "Selected": "تم التحديد",
    "With the --graph and --assume that this page was made with, if any.": (
        "مع ما أُنشئت به هذه الصفحة من --graph و--assume، إن وُجد."
    ),
    "The planned route": "الطريق المخطط",
    "no role": "بلا دور",
    "Route from {from} to {to}": "الطريق من {from} إلى {to}",
    "Step": "الخطوة",
    "Move": "النقلة",
    "Learn": "التعلّم",
    "In all so far": "المجموع حتى هنا",
    "In all": "المجموع",
}
"""What those say besides that plan routes."""

EXPLORER_ARABIC = {
    "group": "مجموعة",
    "Group": "المجموعة",
    "home": "البداية",
    "Whole graph": "الرسم كله",
    "Start": "البداية",
    "Search roles, skills, groups": "ابحث في الأدوار والمهارات والمجموعات",
    "{roles} roles, {skills} skills, {relations} relations": (
        "الأدوار: {roles}، المهارات: {skills}، العلاقات: {relations}"
    ),
    "What stands around the chosen role, skill or group": (
        "ما يحيط بالدور أو المهارة أو المجموعة المختارة"
    ),
    "Arrow keys walk from box to box, Enter chooses one, Escape goes back. The lists beside say "
    "the same, and all of it.": "تنقلك مفاتيح الأسهم من مربع إلى آخر، ويختار Enter مربعًا، "
    "ويعيدك Escape إلى ما سبق. القوائم المجاورة تقول الشيء نفسه كاملًا.",
    "Details and lists": "التفاصيل والقوائم",
    "What this is": "ما هذه الصفحة",
    "All of this graph in one file that asks the network for nothing. The picture draws what "
    "stands around one thing at a time; the lists have all of it.": "هذا الرسم كله في ملف واحد "
    "لا يطلب شيئًا من الشبكة. تعرض الصورة ما يحيط بشيء واحد في كل مرة، والقوائم تذكره كله.",
    "Role, with the level it is at": "دور، مع مستواه",
    "Skill; its number says how many roles require it": "مهارة؛ ورقمها عدد الأدوار التي تتطلبها",
    "Group; its number says how many roles or skills are in it": (
        "مجموعة؛ ورقمها عدد ما فيها من أدوار أو مهارات"
    ),
    "Essential, or belongs to it": "أساسي، أو ينتمي إليه",
    "Optional": "اختياري",
    "Nearest roles share most essential skills: the number of shared skills, and its share of all "
    "that either requires, which the shading shows. Skills that few roles require come first.": (
        "أقرب الأدوار هي التي تشترك في أكثر المهارات الأساسية: عدد المهارات المشتركة، ونسبته من كل "
        "ما يتطلبه أيّ منهما، وهي ما يبيّنه التظليل. تأتي أولًا المهارات التي تتطلبها أدوار قليلة."
    ),
    "What to try": "ما يمكنك تجربته",
    "Choose a group and go down to a role. Search by any words, mistakes forgiven (press /). At a "
    "role, compare it with a near one. Untick in the legend what you do not want to see. The "
    "address keeps what is chosen and set, so it can be shared.": "اختر مجموعة وانزل إلى دور. "
    "ابحث بأي كلمات، والأخطاء مغتفرة (اضغط /). عند الدور قارنه بدور قريب. أزل في مفتاح الرسم علامة "
    "ما لا تريد رؤيته. يحفظ العنوان ما اختير وما ضُبط، فيمكن مشاركته.",
    "About this graph": "عن هذا الرسم",
    "Licence": "الترخيص",
    "Rights": "الحقوق",
    "Left out, to keep this page below 1 MB:": "تُرك ما يلي كي تبقى هذه الصفحة دون 1 ميغابايت:",
    "other names of roles": "الأسماء الأخرى للأدوار",
    "definitions of roles": "تعريفات الأدوار",
    "other names of skills": "الأسماء الأخرى للمهارات",
    "definitions of skills": "تعريفات المهارات",
    "reasons of transfers": "أسباب انتقال المهارات",
    "places in the source": "المواضع في المصدر",
    "addresses (IRIs)": "العناوين (IRI)",
    "Left out of every such page: ratings, proficiencies and moves that a rule derives; the "
    "command careergraph query has them.": "ما يُترك من كل صفحة كهذه: التقديرات ودرجات الإتقان "
    "والانتقالات التي تستنتجها قاعدة؛ يذكرها الأمر careergraph query.",
    "Compare {name} with: search or choose another role.": "قارن {name} بآخر: ابحث أو اختر دورًا.",
    "Choose the role to compare {name} with: search, or walk to it.": (
        "اختر الدور الذي تقارن {name} به: ابحث، أو انتقل إليه."
    ),
    "Compare with {name}": "قارن مع {name}",
    "Compare": "قارن",
    "Do not compare": "إلغاء المقارنة",
    "One step": "خطوة واحدة",
    "Two steps": "خطوتان",
    "Two steps away": "على بعد خطوتين",
    "Roles two steps away": "أدوار على بعد خطوتين",
    "Skills two steps away": "مهارات على بعد خطوتين",
    "Groups two steps away": "مجموعات على بعد خطوتين",
    "through {name}": "عبر {name}",
    "through {name} and {number} more": "عبر {name} و{number} غيرها",
    "See the picture": "انظر الصورة",
    "List {number} more": "اعرض المزيد ({number})",
    "{number} of {all} drawn, the list has all": "المعروض {number} من {all}، والقائمة تذكر الكل",
    "{number} of {all} shown.": "يظهر {number} من {all}.",
    "{number} name found": "الأسماء التي وُجدت: {number}",
    "{number} names found": "الأسماء التي وُجدت: {number}",
    "in {number} role": "الأدوار التي تتطلبها: {number}",
    "in {number} roles": "الأدوار التي تتطلبها: {number}",
    "in no role": "لا يتطلبها دور",
    "{number} role": "الأدوار: {number}",
    "{number} roles": "الأدوار: {number}",
    "{number} skill": "المهارات: {number}",
    "{number} skills": "المهارات: {number}",
    "{number} shared, {share}": "المشترك {number}، {share}",
    "in no group": "بلا مجموعة",
    "In": "ضمن",
    "Requirements": "المتطلبات",
    "unknown": "غير معروف",
    "Address": "العنوان",
    "computed in this page": "محسوب في هذه الصفحة",
    "no source stated": "لم يُذكر مصدر",
    "without a statement of its own, in {source}": "بلا بيان خاص به، في {source}",
    "Doubtful: {doubt}": "مشكوك فيه: {doubt}",
    "Both require": "يتطلبها كلاهما",
    "{number} essential skill shared, {share} of all that either requires.": (
        "المهارات الأساسية المشتركة: {number}، أي {share} من كل ما يتطلبه أيّ منهما."
    ),
    "{number} essential skills shared, {share} of all that either requires.": (
        "المهارات الأساسية المشتركة: {number}، أي {share} من كل ما يتطلبه أيّ منهما."
    ),
    "{one} has {covers} of what {other} requires; {other} has {covered} of what {one} requires.": (
        "لدى {one} {covers} مما يتطلبه {other}؛ ولدى {other} {covered} مما يتطلبه {one}."
    ),
    "What {name} requires is unknown, so there is nothing to compare.": (
        "ما يتطلبه {name} غير معروف، فلا شيء يُقارن."
    ),
    "Nearest roles": "أقرب الأدوار",
    "Broader roles": "أدوار أوسع",
    "Narrower roles": "أدوار أضيق",
    "Essential skills": "مهارات أساسية",
    "Optional skills": "مهارات اختيارية",
    "Required by earlier levels": "تتطلبها مستويات سابقة",
    "Essential for": "أساسية لـ",
    "Optional for": "اختيارية لـ",
    "Broader": "أوسع",
    "Narrower": "أضيق",
    "Needs these skills": "تحتاج إلى هذه المهارات",
    "Has use for these skills": "تستفيد من هذه المهارات",
    "Is needed by these skills": "تحتاج إليها هذه المهارات",
    "Is of use for these skills": "تستفيد منها هذه المهارات",
    "Groups": "المجموعات",
    "Groups of roles": "مجموعات الأدوار",
    "Groups of skills": "مجموعات المهارات",
    "Most required skills": "أكثر المهارات طلبًا",
    "shares skills with": "يشترك في مهارات مع",
    "is narrower than": "أضيق من",
    "has use for": "يستفيد من",
    "requires through": "يتطلب عبر مستوى سابق",
    "needs": "تحتاج إلى",
    "is in": "ضمن",
    "has": "فيه",
}
"""What the explorer of a whole graph says besides."""
