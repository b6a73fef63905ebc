"""What a merchant reads for each reason of the support decision: what is wrong, and what to do, in both languages."""

from typing import Final

from vitrine.formats.contract import Contract, Said


class Words(Contract):
    """A reason's text and its remedy; `{where}` and `{what}` are filled in from the fact."""

    text: Said
    remedy: Said


def words(en: str, zh: str, remedy: str, remedy_zh: str) -> Words:
    """One row of the table."""
    return Words(text=Said(en=en, zh=zh), remedy=Said(en=remedy, zh=remedy_zh))


WORDS: Final[dict[str, Words]] = {
    "no-garment": words(
        "No garment was found in the picture.",
        "图片中没有找到服装。",
        "Upload a picture of the garment alone, laid flat or on a hanger.",
        "请上传一张只有该服装的图片,平铺或悬挂均可。",
    ),
    "only-face": words(
        "The picture shows a person's face, not a garment.",
        "图片中是人的面部,不是服装。",
        "Upload a picture in which the whole garment is to be seen.",
        "请上传能看到整件服装的图片。",
    ),
    "not-offered": words(
        "This looks like {what}; only tops, bottoms, dresses and outerwear can be tried on so far.",
        "这看起来是{what};目前只有上衣、下装、连衣裙和外套可以试穿。",
        "Nothing to mend: the product is shown as an ordinary picture. If it is clothing, choose its category by hand.",
        "无需处理:该商品以普通图片展示。如果它是服装,请手动选择类别。",
    ),
    "cut-off": words(
        "The garment is cut off by the {where} edge of the picture.",
        "服装被图片{where}边缘裁掉了一部分。",
        "Upload a picture that shows all of it, with a little space around.",
        "请上传能看到整件服装、四周留有少许空白的图片。",
    ),
    "cut-off-part": words(
        "The {what} is cut off by the {where} edge of the picture.",
        "{what}被图片{where}边缘裁掉了。",
        "Upload a picture that shows all of it, with a little space around.",
        "请上传能看到整件服装、四周留有少许空白的图片。",
    ),
    "folded": words(
        "The garment is folded or crumpled, so its shape cannot be seen.",
        "服装被折叠或揉皱,看不出完整的形状。",
        "Spread it out flat, or put it on a hanger, and photograph it from above or from the front.",
        "请将服装摊平或挂在衣架上,从正上方或正前方拍摄。",
    ),
    "several-garments": words(
        "Several things are in the picture; which one is the product cannot be told.",
        "图片中有多件物品,无法判断哪一件是该商品。",
        "Upload one picture for each garment.",
        "请为每件服装单独上传一张图片。",
    ),
    "banner": words(
        "Text or a banner lies over the garment; it would be worn along.",
        "服装上覆盖了文字或横幅,试穿时会一同出现。",
        "Upload the picture without text, price or logo added on top.",
        "请上传没有额外叠加文字、价格或标志的图片。",
    ),
    "too-dark": words(
        "The picture is too dark to see the cloth.",
        "图片太暗,看不清布料。",
        "Photograph it in daylight, without flash, or brighten the picture.",
        "请在日光下不用闪光灯拍摄,或调亮图片。",
    ),
    "blurred": words(
        "The picture is blurred.",
        "图片模糊。",
        "Hold the camera still, tap on the garment to focus, and take it again.",
        "请拿稳相机,点按服装对焦后重新拍摄。",
    ),
    "too-small": words(
        "The garment is small in the picture; details will look coarse.",
        "服装在图片中太小,细节会显得粗糙。",
        "Upload a larger picture: 1,000 pixels on the longer side are plenty.",
        "请上传更大的图片:长边 1000 像素已足够。",
    ),
    "shape-unsure": words(
        "The garment's shape was hard to read; points may be off.",
        "服装形状难以识别,标记点可能不准。",
        "Check the points in the console and drag those that are wrong; about ten seconds.",
        "请在后台检查标记点,拖动不准的点即可,约十秒。",
    ),
    "part-hidden": words(
        "The {what} is hidden in the picture and was completed.",
        "{what}在图片中被遮挡,已自动补全。",
        "Upload a picture in which nothing lies over the garment.",
        "请上传服装没有被遮挡的图片。",
    ),
    "body-unclear": words(
        "Somebody is in the picture, but how the garment lies on the body cannot be told.",
        "图片中有人,但无法判断服装在身上的样子。",
        "Use a picture laid flat or on a hanger, or one person from the front, head to hips, arms at the sides.",
        "请使用平铺或悬挂的图片,或单人正面照:从头到臀部,双臂自然下垂。",
    ),
    "worn": words(
        "Somebody wears the garment in the picture; what hands and hair hide has to be guessed.",
        "图片中的服装穿在人身上,被手和头发遮住的部分只能推测。",
        "A picture laid flat or on a hanger gives a better result.",
        "平铺或悬挂的图片效果更好。",
    ),
    "no-picture": words(
        "The product has no picture.",
        "该商品没有图片。",
        "Upload a picture of the garment alone, laid flat or on a hanger.",
        "请上传一张只有该服装的图片,平铺或悬挂均可。",
    ),
    "picture-failed": words(
        "None of the product's pictures could be read.",
        "该商品的图片都无法读取。",
        "Each picture says what is wrong; upload another one, or give the feed again once its addresses answer.",
        "每张图片都注明了原因;请另传图片,或在图片地址可访问后重新导入。",
    ),
    "not-yet": words(
        "Not offered yet.",
        "暂未提供。",
        "Nothing to do: it appears here once this version of Vitrine can do it.",
        "无需处理:当 Vitrine 的版本支持后会自动出现。",
    ),
}

EDGES: Final[dict[str, Said]] = {
    "top": Said(en="top", zh="上"),
    "right": Said(en="right", zh="右"),
    "bottom": Said(en="bottom", zh="下"),
    "left": Said(en="left", zh="左"),
}
THINGS: Final[dict[str, Said]] = {
    "hat": Said(en="a hat", zh="帽子"),
    "shoes": Said(en="shoes", zh="鞋"),
    "bag": Said(en="a bag", zh="包"),
    "other": Said(en="something other than clothing", zh="服装以外的物品"),
    "left-sleeve": Said(en="left sleeve", zh="左袖"),
    "right-sleeve": Said(en="right sleeve", zh="右袖"),
    "sleeves": Said(en="sleeves", zh="袖子"),
    "neck": Said(en="neck", zh="领口"),
    "hem": Said(en="hem", zh="下摆"),
    "legs": Said(en="legs", zh="裤腿"),
    "waistband": Said(en="waistband", zh="腰头"),
    "side": Said(en="side", zh="侧边"),
    "torso": Said(en="middle", zh="衣身"),
}


def edges_said(edges: tuple[str, ...]) -> Said:
    """`left and right`, `左、右`."""
    return Said(en=" and ".join(EDGES[e].en for e in edges), zh="、".join(EDGES[e].zh for e in edges))
