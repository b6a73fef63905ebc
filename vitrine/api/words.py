"""What a person reads in answers, in English and Chinese: warnings, checks, alt texts."""

from typing import Any, Final

from vitrine.api.shapes import Checked, Warned
from vitrine.garments.attributes import CHINESE

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
    "hips-cropped": {
        "en": "The hips are not in the photo; one that shows head to hips works better.",
        "zh": "照片中看不到臀部;从头到臀部的照片效果更好。",
    },
    "arms-crossed": {
        "en": "The arms are crossed over the body; arms at the sides work better.",
        "zh": "双臂交叉在身前;双臂自然下垂效果更好。",
    },
    "not-moderated": {
        "en": "The photo was not checked for nudity: the network for it is not installed.",
        "zh": "照片未经裸露检测:未安装所需的网络文件。",
    },
    "garment-unsure": {
        "en": "The garment's shape was hard to read; a picture laid flat on a plain ground works best.",
        "zh": "服装形状难以识别;平铺在纯色背景上的图片效果最好。",
    },
    "worn-over": {
        "en": "The top is worn over the bottoms: the photo does not show how it would look tucked in.",
        "zh": "上衣按放在外面显示:照片无法看出塞进下装的样子。",
    },
    "worn-garment": {
        "en": "The garment is worn by somebody in its picture; one laid flat or on a hanger works better.",
        "zh": "图片中的服装穿在人身上;平铺或悬挂的图片效果更好。",
    },
    "body-unclear": {
        "en": "How the garment lies on its wearer cannot be told; a picture laid flat or on a hanger works better.",
        "zh": "无法判断图片中服装在身上的样子;平铺或悬挂的图片效果更好。",
    },
    "check-outside": {
        "en": "Something outside the garment was changed; try another photo.",
        "zh": "服装以外的画面有改动,请换一张照片。",
    },
    "check-outline": {
        "en": "The body's outline looks different from the photo; try one with the arms a little away from the body.",
        "zh": "身体轮廓与照片不同;请换一张手臂稍离身体的照片。",
    },
    "check-print": {
        "en": "The print may not look as on the garment; a sharper garment picture helps.",
        "zh": "图案可能与实物不一致;请使用更清晰的服装图片。",
    },
    "check-leak": {
        "en": "Some of the old clothing is still in sight; a photo in tight clothes helps.",
        "zh": "仍能看到部分旧衣服;穿紧身衣拍照效果更好。",
    },
    "check-sleeves": {
        "en": "The sleeves may be longer or shorter than the garment's.",
        "zh": "袖长可能与实物不符。",
    },
    "check-face": {"en": "The face was touched; try another photo.", "zh": "面部有改动,请换一张照片。"},
    "check-hands": {
        "en": "Part of a hand is hidden; try a photo with the hands away from the clothes.",
        "zh": "手部有一部分被遮住;请换一张手不贴着衣服的照片。",
    },
    "check-skin": {
        "en": "Bare skin that the photo does not show was made up and looks patched; a photo in shorter clothes helps.",
        "zh": "照片中看不到的皮肤是补画的,显得不自然;穿更短的衣服拍照效果更好。",
    },
    "check-whole": {
        "en": "Part of the garment is missing; a garment picture that shows all of it helps.",
        "zh": "服装有一部分没有显示;请使用能看到整件服装的图片。",
    },
    "check-cut": {
        "en": "The garment is pulled out of shape; try a photo that faces the camera, arms a little away.",
        "zh": "服装变形了;请换一张正对镜头、手臂稍离身体的照片。",
    },
    "check-gaps": {
        "en": "Something shows through gaps in the garment; a garment picture on a plain ground helps.",
        "zh": "服装上有空隙,露出了后面的东西;请使用纯色背景的服装图片。",
    },
    "check-edges": {
        "en": "Edges of the garment look torn; a garment picture with clear edges helps.",
        "zh": "服装边缘显得破碎;请使用边缘清晰的服装图片。",
    },
    "check-collar": {
        "en": "The collar lies over the neck; try a photo that faces the camera, hair away from the neck.",
        "zh": "领口盖住了脖子;请换一张正对镜头、头发不遮住脖子的照片。",
    },
    "check-colour": {
        "en": "The colours differ from the garment's; judge them by the garment picture.",
        "zh": "颜色与实物有差别,请以服装图片为准。",
    },
}
"""By code. A code that is not listed is shown as it is, with its hyphens as spaces."""

CHECKS: Final[dict[str, tuple[str, str]]] = {
    "outside": ("服装以外的画面没有任何改动。", "服装以外的画面被改动了。"),
    "outline": ("身体轮廓保持原样。", "身体轮廓发生了变化。"),
    "print": ("图案没有被改动。", "图案与原服装不完全一致。"),
    "leak": ("没有露出原来的衣服。", "仍能看到原来的衣服。"),
    "sleeves": ("袖长与服装一致。", "袖长与服装不符。"),
    "face": ("面部没有任何改动。", "面部被改动了。"),
    "hands": ("手部保持原样。", "手部被部分遮住。"),
    "skin": ("补画的皮肤与照片中的肤色一致。", "补画的皮肤显得不自然。"),
    "whole": ("服装完整显示。", "服装有一部分没有显示。"),
    "cut": ("版型与服装一致。", "服装变形了。"),
    "gaps": ("服装没有空隙。", "服装上有空隙,露出了后面的东西。"),
    "edges": ("服装边缘完整。", "服装边缘显得破碎。"),
    "collar": ("领口的位置正确。", "领口盖住了脖子。"),
    "colour": ("颜色与服装一致。", "颜色与服装有差别。"),
}
"""By name, for a check that passed and one that failed. In English the engine says it itself, with its numbers."""

CATEGORIES: Final[dict[str, Texts]] = {
    "tops": {"en": "top", "zh": "上衣"},
    "bottoms": {"en": "bottoms", "zh": "下装"},
    "dresses": {"en": "dress", "zh": "连衣裙"},
    "outerwear": {"en": "jacket", "zh": "外套"},
}

COLOURS: Final[dict[str, str]] = CHINESE
PATTERNS: Final[dict[str, str]] = {"plain": "", "striped": "条纹", "checked": "格纹", "printed": "印花"}


def warning(code: str, tongue: str) -> Warned:
    """A warning for a person."""
    return Warned(code=code, text=WARNINGS.get(code, {}).get(tongue, code.replace("-", " ")))


def check(found: dict[str, Any], tongue: str) -> Checked:
    """A check for a person."""
    text = found["say"]
    if tongue == "zh" and found["name"] in CHECKS:
        text = CHECKS[found["name"]][0 if found["passed"] else 1]
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
