"""Errors that are for people: each says what was wrong, with which input, and what to do, in English and Chinese.

A domain raises them; `api` and `cli` each translate them in one place. A class's docstring is its English message.
"""

from typing import ClassVar


class VitrineError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    zh: ClassVar[str] = "出了问题。"
    remedy: ClassVar[str] = "Try again; if it stays, look into the server's log."
    remedy_zh: ClassVar[str] = "请重试;如果仍然失败,请查看服务器日志。"

    def __init__(self, subject: str = "") -> None:
        """`subject` names the input concerned (a file name, a field), never its content."""
        super().__init__(subject)
        self.subject = subject

    def message(self, language: str = "en") -> str:
        """One line for a person: the input concerned, what was wrong, what to do. `language` is "en" or "zh"."""
        if language == "zh":
            what, remedy = self.zh, self.remedy_zh
            return f"{self.subject}:{what}{remedy}" if self.subject else f"{what}{remedy}"
        what = (type(self).__doc__ or "").strip().splitlines()[0]
        return f"{self.subject}: {what} {self.remedy}" if self.subject else f"{what} {self.remedy}"

    def __str__(self) -> str:
        return self.message()


class BadInput(VitrineError):
    """The input cannot be used."""

    code = "bad-input"
    status = 422
    zh = "输入无法使用。"
    remedy = "Check the input and try again."
    remedy_zh = "请检查输入后重试。"


class NoPerson(BadInput):
    """No person was found in the picture."""

    code = "no-person"
    zh = "照片中没有找到人。"
    remedy = "Use a photo that shows head and hips of one person."
    remedy_zh = "请使用一张能看到头部到臀部的单人照片。"


class OnlyFace(BadInput):
    """Only a face is in the picture; the body is needed."""

    code = "only-face"
    zh = "照片里只有脸,看不到身体。"
    remedy = "Step back: shoulders and hips must be in the photo."
    remedy_zh = "请站远一些,让肩膀和臀部都在照片里。"


class FromBehind(BadInput):
    """The person is seen from behind."""

    code = "from-behind"
    zh = "照片中的人背对镜头。"
    remedy = "Use a photo taken from the front."
    remedy_zh = "请使用正面照片。"


class NoGarment(BadInput):
    """No garment was found in the picture."""

    code = "no-garment"
    zh = "图片中没有找到服装。"
    remedy = "Use a picture of one garment, laid flat or on a hanger, whole in the picture."
    remedy_zh = "请使用一件平铺或悬挂、完整可见的服装图片。"


class NetMissing(VitrineError):
    """A network file that this step needs is not installed."""

    code = "net-missing"
    status = 503
    zh = "缺少所需的网络文件。"
    remedy = "Run `make install` again."
    remedy_zh = "请重新运行 `make install`。"


class EngineMissing(BadInput):
    """There is no such try-on engine here."""

    code = "engine-missing"
    zh = "这里没有这个试穿引擎。"
    remedy = "Use `warp`, or install the extra that carries the engine."
    remedy_zh = "请使用 `warp`,或安装带有该引擎的附加组件。"
