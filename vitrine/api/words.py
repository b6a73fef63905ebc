"""What a person reads in answers, in English and Chinese: warnings, checks, alt texts."""

from typing import Any, Final

from vitrine.api.shapes import Checked, Warned

Texts = dict[str, str]

WARNINGS: Final[dict[str, Texts]] = {
    "reduced": {"en": "The picture was very large and was made smaller.", "zh": "图片过大,已自动缩小。"},
    "several-people": {
        "en": "Several people are in the photo; the largest is dressed.",
        "zh": "照片中有多个人,将为其中最大的一位试穿。",
    },
    "dark": {"en": "The photo is dark; a brighter one gives a better result.", "zh": "照片偏暗,光线更亮效果更好。"},
    "turned": {"en": "The body is turned; facing the camera works better.", "zh": "身体侧对镜头,正面站立效果更好。"},
    "small": {"en": "The person is small in the photo; come closer.", "zh": "人物在照片中偏小,请靠近一些。"},
}
"""By code. A code that is not listed is shown as it is, with its hyphens as spaces."""

CHECKS: Final[dict[str, Texts]] = {
    "outside": {"en": "Nothing outside the garment was changed", "zh": "服装以外的画面没有改动"},
    "outline": {"en": "The body's outline is as it was", "zh": "身体轮廓保持原样"},
    "print": {"en": "The print is the garment's own", "zh": "图案与原服装一致"},
    "leak": {"en": "The old clothing is out of sight", "zh": "原来的衣服没有露出"},
    "sleeves": {"en": "The sleeves are as long as the garment's", "zh": "袖长与服装一致"},
    "face": {"en": "The face is identical", "zh": "面部完全一致"},
}

CATEGORIES: Final[dict[str, Texts]] = {
    "tops": {"en": "top", "zh": "上衣"},
    "bottoms": {"en": "bottoms", "zh": "下装"},
    "dresses": {"en": "dress", "zh": "连衣裙"},
    "outerwear": {"en": "jacket", "zh": "外套"},
}

COLOURS: Final[dict[str, str]] = {
    "black": "黑色", "white": "白色", "grey": "灰色", "gray": "灰色", "red": "红色", "orange": "橙色", "yellow": "黄色",
    "green": "绿色", "blue": "蓝色", "navy": "藏青色", "purple": "紫色", "pink": "粉色", "brown": "棕色",
    "beige": "米色", "teal": "青色", "cream": "奶油色",
}  # fmt: skip
PATTERNS: Final[dict[str, str]] = {
    "plain": "",
    "striped": "条纹",
    "printed": "印花",
    "checked": "格纹",
    "dotted": "波点",
}


def warning(code: str, tongue: str) -> Warned:
    """A warning for a person."""
    return Warned(code=code, text=WARNINGS.get(code, {}).get(tongue, code.replace("-", " ")))


def check(found: dict[str, Any], tongue: str) -> Checked:
    """A check for a person; `say` is the engine's own English."""
    text = CHECKS.get(found["name"], {}).get(tongue, found["say"])
    return Checked(name=found["name"], passed=found["passed"], value=found["value"], bar=found["bar"], text=text)


def garment_alt(category: str | None, attributes: dict[str, Any], tongue: str) -> str:
    """What a garment's picture shows, for those who do not see it."""
    colour, pattern = str(attributes.get("colour", "")), str(attributes.get("pattern", ""))
    noun = CATEGORIES.get(category or "", {"en": "garment", "zh": "服装"})[tongue]
    if tongue == "zh":
        return COLOURS.get(colour, "") + PATTERNS.get(pattern, "") + noun
    words = [colour, "" if pattern == "plain" else pattern, noun]
    return " ".join(word for word in words if word)


def result_alt(worn: list[dict[str, Any]], tongue: str) -> str:
    """What a result shows."""
    garments = [garment_alt(one["category"], one["attributes"], tongue) for one in worn]
    if tongue == "zh":
        return f"照片中的人穿着{'和'.join(garments)}"
    return f"The person of the photo, wearing: {', '.join(garments)}"
