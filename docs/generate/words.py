"""The words of the generated pages, in both languages."""

from typing import Final

from cloudmkt_cli.core.messages import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "other_language": "简体中文",
        "index": "All requirements",
        "edition": "Edition",
        "in_force": "In force",
        "source": "Source",
        "grade": "Grade of the evidence",
        "checked": "Checked on",
        "markets": "Markets",
        "notes": "Notes",
        "general": "The [general requirements]({page}) apply as well.",
        "examples": "The lines of an example are added to [`{profile}`]({profile}). They are decided by `{command}`.",
        "pass": "Passes (`pass`):",
        "fail": "Fails (`fail`):",
        "requirement": "Requirement",
        "expected": "Expected",
        "why": "Reason",
        "how": "How to meet it",
        "evidence": "Evidence",
        "keys": "Keys",
        "applies": "Applies depending on",
        "elsewhere": "Elsewhere",
    },
    "zh": {
        "other_language": "English",
        "index": "全部条件",
        "edition": "规则版本",
        "in_force": "施行时间",
        "source": "出处",
        "grade": "证据等级",
        "checked": "核对日期",
        "markets": "市场",
        "notes": "说明",
        "general": "[通用要求]({page})同样适用。",
        "examples": "示例中的各行添加到 [`{profile}`]({profile})，由 `{command}` 判定。",
        "pass": "符合（`pass`）：",
        "fail": "不符合（`fail`）：",
        "requirement": "条件",
        "expected": "要求",
        "why": "原因",
        "how": "整改方法",
        "evidence": "证明材料",
        "keys": "档案的键",
        "applies": "是否适用取决于",
        "elsewhere": "其他市场和版本",
    },
}
GRADES: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "A": "A: official, whole and dated",
        "B": "B: official and whole, dated by a neighbouring text",
        "C": "C: a fragment, or undated",
    },
    "zh": {"A": "A：官方全文，日期明确", "B": "B：官方全文，日期据相邻文本推定", "C": "C：片段，或没有日期"},
}
SCOPES: Final[dict[Language, dict[str, str]]] = {
    "en": {"vendor": "about the vendor", "product": "about each product"},
    "zh": {"vendor": "针对服务商", "product": "针对每个产品"},
}
