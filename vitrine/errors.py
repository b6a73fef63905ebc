"""Errors that are for people: each says what was wrong, with which input, and what to do, in English and Chinese.

A domain raises them; `api` and `cli` each translate them in one place. A class's docstring is its English message.
"""

from typing import Any, ClassVar


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

    def described(self) -> dict[str, Any]:
        """The error as plain data in both languages: how it crosses processes and is kept with a job."""
        title = (type(self).__doc__ or "").strip().splitlines()[0]
        return {
            "code": self.code,
            "status": self.status,
            "subject": self.subject,
            "title": {"en": title, "zh": self.zh},
            "remedy": {"en": self.remedy, "zh": self.remedy_zh},
        }


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


class NetDamaged(VitrineError):
    """A network file is damaged, or holds another network."""

    code = "net-damaged"
    status = 503
    zh = "网络文件已损坏,或不是所需的网络。"
    remedy = "Remove it and run `make install` again; one of our own comes back with a fresh checkout."
    remedy_zh = "请删除该文件并重新运行 `make install`;自带的网络可通过重新检出恢复。"


class EngineMissing(BadInput):
    """There is no such try-on engine here."""

    code = "engine-missing"
    zh = "这里没有这个试穿引擎。"
    remedy = "Use `warp`, or install the extra that carries the engine."
    remedy_zh = "请使用 `warp`,或安装带有该引擎的附加组件。"


class DiskFull(VitrineError):
    """Nothing more can be written: the disk is full."""

    code = "disk-full"
    status = 507
    zh = "磁盘已满,无法继续写入。"
    remedy = "Make room, then give the same command again: what is finished stays."
    remedy_zh = "请清理磁盘空间,然后重新执行同一命令;已完成的部分会保留。"


# --- pictures and bodies that come in ---


class EmptyPicture(BadInput):
    """The picture is empty."""

    code = "empty"
    zh = "图片是空的。"
    remedy = "Choose the file again; it holds no data."
    remedy_zh = "请重新选择文件,该文件没有内容。"


class NotAPicture(BadInput):
    """This is not a picture that can be read."""

    code = "not-a-picture"
    status = 415
    zh = "这不是可以读取的图片。"
    remedy = "Use JPEG, PNG, WebP, AVIF, HEIC, GIF or BMP; what counts is the content, not the file's name."
    remedy_zh = "请使用 JPEG、PNG、WebP、AVIF、HEIC、GIF 或 BMP 图片;以文件内容为准,而不是文件名。"


class TruncatedPicture(BadInput):
    """The picture's file is damaged or incomplete."""

    code = "truncated"
    zh = "图片文件已损坏或不完整。"
    remedy = "Copy or download it again and retry."
    remedy_zh = "请重新复制或下载后再试。"


class AnimatedPicture(BadInput):
    """The picture is animated."""

    code = "animated"
    zh = "这是一张动图。"
    remedy = "Use a still picture: which frame was meant cannot be told."
    remedy_zh = "请使用静态图片,因为无法判断应使用哪一帧。"


class TooManyPixels(BadInput):
    """The picture has too many pixels."""

    code = "too-many-pixels"
    status = 413
    zh = "图片的像素太多。"
    remedy = "Make it smaller; 4,000 pixels on the longer side are plenty."
    remedy_zh = "请缩小图片;长边 4000 像素已经足够。"


class TooSmall(BadInput):
    """The picture is too small."""

    code = "too-small"
    zh = "图片太小。"
    remedy = "Use a picture of at least 64 pixels a side; 1,000 or more give a good result."
    remedy_zh = "请使用边长至少 64 像素的图片;1000 像素以上效果更好。"


class TooHardToDecode(BadInput):
    """Decoding the picture took too much time or memory and was stopped."""

    code = "too-hard-to-decode"
    zh = "解码图片耗时或占用内存过多,已停止。"
    remedy = "Save it anew as an ordinary JPEG or PNG."
    remedy_zh = "请将其另存为普通的 JPEG 或 PNG。"


class TooManyBytes(BadInput):
    """The data is larger than allowed."""

    code = "too-many-bytes"
    status = 413
    zh = "数据超过允许的大小。"
    remedy = "Send a smaller file; saving as JPEG usually helps."
    remedy_zh = "请发送更小的文件;另存为 JPEG 通常有效。"


class BodyTooSlow(BadInput):
    """The upload took too long and was stopped."""

    code = "body-too-slow"
    status = 408
    zh = "上传耗时过长,已停止。"
    remedy = "Try again with a better connection or a smaller file."
    remedy_zh = "请换更好的网络或更小的文件重试。"


class WrongDataUri(BadInput):
    """The `data:` address is not a picture in base64."""

    code = "wrong-data-uri"
    zh = "`data:` 地址不是 base64 编码的图片。"
    remedy = "Write it as `data:image/jpeg;base64,...` with a type of picture that can be read."
    remedy_zh = "请写成 `data:image/jpeg;base64,...`,并使用可读取的图片类型。"


class ModerationRefused(BadInput):
    """The picture was refused by moderation."""

    code = "moderation-refused"
    zh = "图片未通过内容审核。"
    remedy = "Use a photo of a clothed person."
    remedy_zh = "请使用穿着衣物的人物照片。"


class ModerationLevelRefused(BadInput):
    """This level of moderation may not be asked for with this key."""

    code = "moderation-level"
    status = 403
    zh = "此密钥不能使用该审核级别。"
    remedy = "`none` needs a merchant key; otherwise use `conservative` or `permissive`."
    remedy_zh = "`none` 需要商家密钥;否则请使用 `conservative` 或 `permissive`。"


# --- addresses that others give us ---


class BadAddress(BadInput):
    """The address cannot be used."""

    code = "bad-address"
    zh = "该地址无法使用。"
    remedy = "Use a plain http or https address on port 80, 443, 8080 or 8443, without user name and password."
    remedy_zh = "请使用普通的 http 或 https 地址,端口为 80、443、8080 或 8443,不含用户名和密码。"


class PrivateAddress(BadInput):
    """The address leads to a private network."""

    code = "private-address"
    zh = "该地址指向内部网络。"
    remedy = "Use a public address; for one inside the shop's network, its operator sets VITRINE_FETCH_ALLOW."
    remedy_zh = "请使用公网地址;如需访问店铺内网,请由运维设置 VITRINE_FETCH_ALLOW。"


class FetchFailed(BadInput):
    """Nothing could be fetched from the address."""

    code = "fetch-failed"
    zh = "无法从该地址获取内容。"
    remedy = "Check that the address answers with the picture itself, within 15 seconds and without a log-in."
    remedy_zh = "请确认该地址在 15 秒内直接返回图片,且无需登录。"


class WebhookFailed(VitrineError):
    """The webhook's address did not accept the message."""

    code = "webhook-failed"
    status = 502
    zh = "Webhook 地址未接受消息。"
    remedy = "Its server must answer with a 2xx status within 15 seconds, without a redirect."
    remedy_zh = "对方服务器必须在 15 秒内以 2xx 状态应答,且不能重定向。"


# --- keys, tokens, limits ---


class BadKey(BadInput):
    """The API key is missing, unknown or revoked."""

    code = "bad-key"
    status = 401
    zh = "API 密钥缺失、未知或已吊销。"
    remedy = "Send `Authorization: Bearer KEY`; `vitrine key create` makes a key."
    remedy_zh = "请发送 `Authorization: Bearer KEY`;用 `vitrine key create` 创建密钥。"


class WrongRole(BadInput):
    """This key may not do that."""

    code = "wrong-role"
    status = 403
    zh = "此密钥无权执行该操作。"
    remedy = "Server calls need a merchant key (sk_...), pages a publishable one (pk_...)."
    remedy_zh = "服务器调用需要商家密钥(sk_...),网页需要公开密钥(pk_...)。"


class WrongOrigin(BadInput):
    """This key is not for pages of this origin."""

    code = "wrong-origin"
    status = 403
    zh = "此密钥不适用于该来源的网页。"
    remedy = "Create a key for it: `vitrine key create --role publishable --origin URL`."
    remedy_zh = "请为该来源创建密钥:`vitrine key create --role publishable --origin URL`。"


class BadOrigin(BadInput):
    """This is not an origin."""

    code = "bad-origin"
    zh = "这不是有效的来源。"
    remedy = "Write scheme and host only, such as https://shop.example."
    remedy_zh = "请只写协议和主机名,例如 https://shop.example。"


class BadToken(BadInput):
    """The session token is missing, expired or not ours."""

    code = "bad-token"
    status = 401
    zh = "会话令牌缺失、已过期或无效。"
    remedy = "Renew it with POST /v1/sessions/renew, or open a new session."
    remedy_zh = "请用 POST /v1/sessions/renew 续期,或新建会话。"


class BadLink(BadInput):
    """The link has expired or is not ours."""

    code = "bad-link"
    status = 403
    zh = "链接已过期或无效。"
    remedy = "Read the job again: each answer carries a fresh link of 15 minutes."
    remedy_zh = "请重新读取任务:每次应答都带有 15 分钟有效的新链接。"


class RateLimited(BadInput):
    """Too many requests in a short time."""

    code = "rate-limited"
    status = 429
    zh = "短时间内请求过多。"
    remedy = "Wait as long as `Retry-After` says."
    remedy_zh = "请按 `Retry-After` 所示时间等待。"

    def __init__(self, subject: str = "", retry_after: float = 1.0) -> None:
        """`retry_after` in seconds, for the header of that name."""
        super().__init__(subject)
        self.retry_after = retry_after


class OverBudget(RateLimited):
    """This key's renderings for today are used up."""

    code = "over-budget"
    zh = "此密钥今日的渲染次数已用完。"
    remedy = "Try again tomorrow (UTC), or raise VITRINE_DAILY_RENDERS."
    remedy_zh = "请明天(UTC)再试,或调高 VITRINE_DAILY_RENDERS。"


# --- the vault ---


class Gone(BadInput):
    """This is not here: it was never yours, was erased or has expired."""

    code = "gone"
    status = 404
    zh = "内容不存在:不属于您、已删除或已过期。"
    remedy = "Upload the picture again."
    remedy_zh = "请重新上传图片。"


class MasterKeyUnsafe(VitrineError):
    """The file of the master key is damaged, or others may read it."""

    code = "master-key"
    zh = "主密钥文件已损坏,或可被他人读取。"
    remedy = "Its mode must be 0600 and its owner the server's user; then start again."
    remedy_zh = "文件权限必须为 0600 且归服务器用户所有;然后重新启动。"
