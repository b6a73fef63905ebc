"""Why a row or a file of a feed is not taken in."""

from vitrine.errors import BadInput


class UnknownFeed(BadInput):
    """This file is no feed that is known here."""

    code = "unknown-feed"
    zh = "无法识别该文件的格式。"
    remedy = "Give a folder of pictures, a table with a column external_id, Shopify's product CSV, or a size chart."
    remedy_zh = "请提供图片文件夹、含 external_id 列的表格、Shopify 商品 CSV 或尺码表。"


class FeedTooLarge(BadInput):
    """The feed is too large."""

    code = "feed-too-large"
    status = 413
    zh = "文件过大。"
    remedy = "At most 64 MB in one file: split it; each part may be given by itself."
    remedy_zh = "单个文件最大 64 MB:请拆分后分别导入。"


class NoExternalId(BadInput):
    """The row has no external_id."""

    code = "no-external-id"
    zh = "此行没有 external_id。"
    remedy = "Fill the column in: it is what the product is known by."
    remedy_zh = "请填写该列:系统用它识别商品。"


class IdTooLong(BadInput):
    """The external_id is longer than 255 characters, or cannot be printed."""

    code = "bad-external-id"
    zh = "external_id 超过 255 个字符或含不可见字符。"
    remedy = "Use the shop's own number or handle."
    remedy_zh = "请使用店铺自己的编号。"


class IdTwice(BadInput):
    """This external_id stands in the file twice; the first row counts."""

    code = "external-id-twice"
    zh = "文件中 external_id 重复,以第一行为准。"
    remedy = "Give each product its own; articles that differ in colour share a `family`."
    remedy_zh = "请为每个商品使用不同的编号;仅颜色不同的商品请使用相同的 `family`。"


class BadPrice(BadInput):
    """The price cannot be read."""

    code = "bad-price"
    zh = "无法读取价格。"
    remedy = "Write it like 19.90, 19,90 or 1.299,00 €; leave it empty where there is none."
    remedy_zh = "请写成 19.90、19,90 或 1.299,00 € 的形式;没有价格请留空。"


class BadCategory(BadInput):
    """This category is not known."""

    code = "bad-category"
    zh = "未知的类别。"
    remedy = "Use tops, bottoms, dresses or outerwear, or leave it empty: the picture tells."
    remedy_zh = "请使用 tops、bottoms、dresses、outerwear,或留空由图片判断。"


class CellTooLong(BadInput):
    """A cell is too long."""

    code = "cell-too-long"
    zh = "单元格内容过长。"
    remedy = "At most 500 characters in a name, 64 in a size or colour, 2,000 in an address."
    remedy_zh = "名称最多 500 个字符,尺码和颜色最多 64 个,地址最多 2000 个。"


class QuoteNotClosed(BadInput):
    """A quotation mark in this row is never closed."""

    code = "quote-not-closed"
    zh = "此行的引号没有闭合。"
    remedy = "Close it, or write a quotation mark inside a cell twice."
    remedy_zh = "请补上引号;单元格内的引号请写两次。"


class RowBroken(BadInput):
    """The row cannot be read."""

    code = "row-broken"
    zh = "无法读取此行。"
    remedy = "Save the table anew as CSV (UTF-8)."
    remedy_zh = "请将表格重新保存为 CSV(UTF-8)。"


class PictureMissing(BadInput):
    """The picture that the row names is not there."""

    code = "picture-missing"
    zh = "找不到此行所列的图片。"
    remedy = "Put it beside the table, or write its address."
    remedy_zh = "请将图片放在表格旁边,或填写图片地址。"


class OutsideFolder(BadInput):
    """This leads out of the folder."""

    code = "outside-folder"
    zh = "该路径指向文件夹之外。"
    remedy = "Copy the file into the folder."
    remedy_zh = "请将文件复制到文件夹内。"


class Unreadable(BadInput):
    """The file or folder cannot be opened."""

    code = "unreadable"
    zh = "无法打开该文件或文件夹。"
    remedy = "Check that it is there and that you may read it."
    remedy_zh = "请确认它存在并且有读取权限。"


class NoPictureFile(BadInput):
    """The file is no picture."""

    code = "no-picture-file"
    zh = "该文件不是图片。"
    remedy = "Pictures are JPEG, PNG, WebP, HEIC or AVIF files."
    remedy_zh = "支持 JPEG、PNG、WebP、HEIC、AVIF 图片。"


class DescriptionCut(BadInput):
    """The description is longer than 20,000 characters; its beginning is kept."""

    code = "description-cut"
    zh = "描述超过 20,000 个字符,仅保留开头部分。"
    remedy = "Shorten it; text that is pasted with its formatting is often much longer than what is read."
    remedy_zh = "请缩短描述;带格式粘贴的文本往往比实际内容长得多。"


class TooManyPictures(BadInput):
    """The product has more than 30 pictures; the first 30 are taken."""

    code = "too-many-pictures"
    zh = "商品图片超过 30 张,仅采用前 30 张。"
    remedy = "Leave out what does not show the garment."
    remedy_zh = "请去掉不展示服装的图片。"


class BadSize(BadInput):
    """A measure of the size chart cannot be read."""

    code = "bad-size"
    zh = "尺码表中的数值无法读取。"
    remedy = "Write centimetres as numbers between 1 and 400, one size in each row."
    remedy_zh = "请以厘米填写 1 到 400 之间的数值,每行一个尺码。"
